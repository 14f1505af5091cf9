"""A person who sends files in through the pages of an import, and the files they send."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from lagesbild.forms.mending import key
from lagesbild.models import ImportBatch


def xlsx(rows, name="underlag.xlsx", title="tabell"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def csv(text, name="underlag.csv", encoding="utf-8-sig"):
    return SimpleUploadedFile(name, text.encode(encoding))


class Wizard:
    """A person at the pages of an import, one draft at a time."""

    def __init__(self, client):
        self.client, self.batch = client, None

    def start(self, file):
        answer = self.client.post("/import/ny/", {"file": file})
        self.batch = ImportBatch.objects.order_by("pk").last() if answer.status_code == 302 else None
        return answer

    def url(self, step):
        return f"/import/{self.batch.public_id}/{step}/"

    def step(self, step, **data):
        """Send the form of a step as it stands, with `data` changed."""
        form = self.client.get(self.url(step)).context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        answer = self.client.post(self.url(step), {**sent, **data})
        self.batch.refresh_from_db()
        return answer

    def read(self, file, **columns):
        """Up to the review."""
        self.start(file)
        self.step("blad")
        self.step("kolumner", **columns)
        return self

    def review(self, do="import", **data):
        return self.step("granska", do=do, **data)

    def new(self, text, **fields):
        """The answer that a measure is a new indicator."""
        return {key("matt", text): "new", **{key(name, text): value for name, value in fields.items()}}
