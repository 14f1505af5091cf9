"""The workbook of a party's commitments: out, edited outside the portal, in again, and what the portal makes of it."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from activities.models import Activity, Commitment, FollowUpReport, WorkbookUpload
from activities.tasks import forget_uploads
from collab.clock import today
from collab.models import AuditEvent, OutgoingMail

pytestmark = pytest.mark.django_db
PAGE = "/mina-ataganden/excel/"


@pytest.fixture
def party_work(cast, request):
    """Commitments of the police, nine unless the test says how many, an open round, and two that are the company's."""
    count = getattr(request, "param", 9)
    cast.one = cast.round()
    cast.mine = [cast.activity(f"Aktivitet {n:02}", parties=[cast.p, cast.k]) for n in range(count)]
    cast.theirs = [cast.activity(f"Bolagets {n}", parties=[cast.b, cast.k]) for n in range(2)]
    return cast


def download(browser):
    answer = browser.get(f"{PAGE}ladda-ner.xlsx")
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


class File:
    """A downloaded workbook as a person sees it: cells by the heading of their column and the row's number."""

    def __init__(self, browser):
        self.book = download(browser)
        self.sheet = self.book.worksheets[0]

    @property
    def columns(self):
        return {cell.value: cell.column for cell in self.sheet[1]}

    def __getitem__(self, at):
        row, heading = at
        return self.sheet.cell(row, self.columns[heading]).value

    def __setitem__(self, at, value):
        row, heading = at
        self.sheet.cell(row, self.columns[heading]).value = value

    @property
    def rows(self):
        return range(2, self.sheet.max_row + 1)

    def row_of(self, commitment):
        return next(row for row in self.rows if self[row, "Nyckel"] == commitment.public_id)

    def add(self, **cells):
        """A row written by hand at the end; returns its number."""
        row = self.sheet.max_row + 1
        for heading, value in cells.items():
            self[row, heading.replace("_", " ")] = value
        return row

    def bytes(self):
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def send(browser, content, name="ataganden.xlsx"):
    """Send the file in; returns the answer, followed to the review."""
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def confirm(browser, answer, **choices):
    """Confirm what the review shows."""
    form = answer.context["form"]
    sent = {"seen": form.review.stamp, "submission": str(form["submission"].value()), **choices}
    return browser.post(answer.request["PATH_INFO"], sent, follow=True)


def part(activity, party):
    return activity.commitments.get(party=party)


def saved_by(content, application, yes):
    """The file as a program writes it: texts in a part of their own, its name, and its way to say yes."""
    source, target, texts = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO(), []

    def share(match):
        texts.append(match[3])
        return f'<c {match[1]}t="s"{match[2]}><v>{len(texts) - 1}</v></c>'

    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as saved:
        for name in sorted(source.namelist(), key=lambda name: not name.startswith("xl/worksheets")):
            text = source.read(name).decode()
            if name.startswith("xl/worksheets"):
                inline = r'<c ([^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>'
                text = re.sub(inline, share, text, flags=re.DOTALL)
                text = re.sub(r'((?:hidden|customWidth|sheet|objects)=)"1"', rf'\1"{yes}"', text)
            elif name == "docProps/app.xml":
                text = re.sub(
                    r"<Application>.*?</Application>", f"<Application>{application}</Application>", text
                )
            elif name == "xl/_rels/workbook.xml.rels":
                text = text.replace("</Relationships>", f"{RELATION}</Relationships>")
            elif name == "[Content_Types].xml":
                text = text.replace("</Types>", f"{PART}</Types>")
            saved.writestr(name, text)
        preserved = '<t xml:space="preserve">'
        kept = "".join(f"<si>{text.replace('<t>', preserved)}</si>" for text in texts)
        saved.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" count="{len(texts)}">{kept}</sst>')
    return target.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = f'<Relationship Id="rIdShared" Type="{KIND}" Target="sharedStrings.xml"/>'
PART = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}"/>'
PROGRAMS = {
    "plain": lambda content: content,
    "excel": lambda content: saved_by(content, "Microsoft Excel", "1"),
    "libreoffice": lambda content: saved_by(content, "LibreOffice/24.2.7.2$Linux_X86_64", "true"),
}


@pytest.mark.parametrize("party_work", [60], indirect=True)
@pytest.mark.parametrize("program", PROGRAMS)
def test_sixty_out_twenty_edited_three_changed_meanwhile_and_two_of_another_party(party_work, as_, program):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    assert len(file.rows) == 60
    edited = [part(activity, cast.p) for activity in cast.mine[:20]]
    for n, commitment in enumerate(edited):
        row = file.row_of(commitment)
        if n % 3 == 0:
            file[row, "Status"], file[row, "Vad som har hänt"] = "Enligt plan", f"Halvvägs {n}"
        elif n % 3 == 1:
            file[row, "Klart senast"] = today() + timedelta(days=30)
        else:
            file[row, "Vad ni ska göra"] = f"Ny text {n}"
    for activity in cast.theirs:
        file.add(Id=activity.code, Part="Ekby Bostads AB", Vad_ni_ska_göra="Gör något annat")
    # Meanwhile, in the portal: one of each kind of edit.
    edited[0].report(status="stopped", text="Stopp", by=cast.lea, in_round=cast.one)
    edited[1].change(by=cast.lea, due_on=today() + timedelta(days=20))
    edited[2].change(by=cast.lea, text="Portalens text")

    answer = send(browser, PROGRAMS[program](file.bytes()))
    review = answer.context["form"].review
    assert [len(review.changed), len(review.to_choose), len(review.foreign), len(review.wrong)] == [
        17,
        3,
        2,
        0,
    ]
    assert {line.held.commitment.pk for line in review.to_choose} == {one.pk for one in edited[:3]}
    assert len(review.same) == 40
    page = answer.content.decode()
    assert "Raden hör till Ekby Bostads AB." in page
    assert "Portalens text" in page
    assert "Ny text 2" in page

    before = {row.pk: (row.text, row.due_on, row.status) for row in Commitment.objects.all()}
    answer = confirm(browser, answer)
    assert "17 åtaganden ändrades." in answer.content.decode()
    after = {row.pk: (row.text, row.due_on, row.status) for row in Commitment.objects.all()}
    assert {pk for pk in after if after[pk] != before[pk]} == {one.pk for one in edited[3:]}
    told = FollowUpReport.objects.get(commitment=edited[3])
    assert (told.text, told.status, told.round, told.reported_by) == (
        "Halvvägs 3",
        "on_track",
        cast.one,
        cast.bo,
    )
    event = AuditEvent.objects.get(verb="brought_in")
    assert (event.person, len(event.data["rows"])) == ("Bo Björk", 17)


def test_a_conflict_is_settled_value_by_value(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    first, second = (part(activity, cast.p) for activity in cast.mine[:2])
    file = File(browser)
    for commitment in (first, second):
        file[file.row_of(commitment), "Vad ni ska göra"] = "Filens text"
        commitment.change(by=cast.lea, text="Portalens text")
    answer = send(browser, file.bytes())
    choice = f"choice-{file.row_of(first)}-text"
    confirm(browser, answer, **{choice: "file"})
    assert [Commitment.objects.get(pk=one.pk).text for one in (first, second)] == [
        "Filens text",
        "Portalens text",
    ]


def test_an_edited_row_with_another_value_changed_meanwhile_is_left_alone_too(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    commitment = part(cast.mine[0], cast.p)
    file = File(browser)
    file[file.row_of(commitment), "Vad ni ska göra"] = "Filens text"
    commitment.change(by=cast.lea, due_on=today() + timedelta(days=9))
    answer = send(browser, file.bytes())
    assert len(answer.context["form"].review.to_choose) == 1
    confirm(browser, answer)
    assert Commitment.objects.get(pk=commitment.pk).text == "Delen för P"


def test_a_blank_cell_deletes_nothing_and_a_dash_does(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    first, second = (part(activity, cast.p) for activity in cast.mine[:2])
    file = File(browser)
    for heading in ("Vad ni ska göra", "Kontakt", "Klart senast", "Status"):
        file[file.row_of(first), heading] = None
    file[file.row_of(second), "Kontakt"] = " – "
    answer = send(browser, file.bytes())
    assert [line.held.commitment.pk for line in answer.context["form"].review.changed] == [second.pk]
    assert answer.context["form"].review.wrong == []
    confirm(browser, answer)
    first, second = (Commitment.objects.get(pk=one.pk) for one in (first, second))
    assert (first.contact, first.text) == (cast.bo, "Delen för P")
    assert second.contact is None


def test_dates_and_statuses_are_taken_as_people_write_them(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    wanted = today() + timedelta(days=45)
    ways = [
        wanted.isoformat(),
        f"{wanted.day}/{wanted.month} {wanted.year}",
        f"{wanted.day}.{wanted.month}.{wanted.year}",
        f"{wanted:%Y%m%d}",
        (wanted - date(1899, 12, 30)).days,
        f" {wanted.isoformat()} ",
    ]
    statuses = ["enligt  plan", "On track", "on_track", " ENLIGT PLAN ", "On Track", "Enligt plan"]
    file = File(browser)
    for n, (day, status) in enumerate(zip(ways, statuses, strict=True)):
        row = file.row_of(part(cast.mine[n], cast.p))
        file[row, "Klart senast"], file[row, "Status"] = day, status
    answer = send(browser, file.bytes())
    assert answer.context["form"].review.wrong == []
    confirm(browser, answer)
    for activity in cast.mine[:6]:
        row = part(activity, cast.p)
        assert (row.due_on, row.status) == (wanted, "on_track")


def test_columns_may_be_moved_renamed_and_deleted(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    row = file.row_of(part(cast.mine[0], cast.p))
    file[row, "Vad ni ska göra"] = "Ny text"
    file[1, "Vad som har hänt"] = "Min egen rubrik"
    file.sheet.delete_cols(file.columns["Kontakt"])
    file.sheet.insert_cols(1)
    file.sheet.insert_rows(1)
    answer = send(browser, file.bytes())
    page = answer.content.decode()
    assert "Min egen rubrik" in page
    assert "Filen saknar de här kolumnerna, så de ändrar ingenting: Kontakt, Vad som har hänt" in page
    assert [line.edits[0].new for line in answer.context["form"].review.changed] == ["Ny text"]


def test_without_the_hidden_columns_every_difference_is_asked_about(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    file[file.row_of(part(cast.mine[0], cast.p)), "Vad ni ska göra"] = "Ny text"
    for heading in ("Kontroll", "Version", "Nyckel"):
        file.sheet.delete_cols(file.columns[heading])
    review = send(browser, file.bytes()).context["form"].review
    assert [len(review.changed), len(review.to_choose), len(review.same)] == [0, 1, 8]


def test_a_row_pasted_twice_is_read_once_or_not_at_all(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    same, other = (file.row_of(part(activity, cast.p)) for activity in cast.mine[:2])
    file[same, "Vad ni ska göra"] = "Ny text"
    for row in (same, other):
        copy = file.sheet.max_row + 1
        for column in file.columns.values():
            file.sheet.cell(copy, column).value = file.sheet.cell(row, column).value
    file[file.sheet.max_row, "Vad ni ska göra"] = "En annan text"
    review = send(browser, file.bytes()).context["form"].review
    assert [len(review.changed), len(review.repeated), len(review.wrong)] == [1, 1, 2]
    assert f"på raderna {other} och {file.sheet.max_row}" in review.wrong[0].words


def test_every_error_says_its_cell_and_the_sound_rows_go_in(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    rows = [file.row_of(part(activity, cast.p)) for activity in cast.mine[:8]]
    file[rows[0], "Status"] = "Nästan klar"
    file[rows[1], "Klart senast"] = "i våras"
    file[rows[2], "Klart senast"] = today() - timedelta(days=3)
    file[rows[3], "Klart senast"] = today() + timedelta(days=400)
    file[rows[4], "Kontakt"] = "Någon Annan"
    file[rows[5], "Vad som har hänt"] = "Ring Anna på 070-123 45 67"
    file[rows[6], "Vad som behövs"] = "Mer pengar"
    file[rows[7], "Vad ni ska göra"] = "Ny text"
    file.add(Id="X-99", Vad_ni_ska_göra="Något nytt")
    answer = send(browser, file.bytes())
    page, review = answer.content.decode(), answer.context["form"].review
    assert len(review.wrong) == 8
    assert f"(cell G{rows[0]})" in page
    assert "”Nästan klar” är ingen status." in page
    assert f"(cell F{rows[1]})" in page
    assert "”i våras” är inget datum." in page
    assert "Bo Björk, Lea Lind" in page
    assert "telefonnummer" in page
    assert f"Rad {file.sheet.max_row}" in page
    confirm(browser, answer)
    assert part(cast.mine[7], cast.p).text == "Ny text"
    assert Commitment.objects.filter(text="Något nytt").count() == 0


def test_what_the_workbook_does_not_show_stays_as_it_was_told(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    commitment = part(cast.mine[0], cast.p)
    commitment.change(by=cast.bo, target_number=8, target_unit="besök")
    commitment.report(status="on_track", text="Fem besök", number=5, by=cast.bo, in_round=cast.one)
    file = File(browser)
    file[file.row_of(commitment), "Vad som har hänt"] = "Fem besök, sex i morgon"
    confirm(browser, send(browser, file.bytes()))
    told = FollowUpReport.objects.get(commitment=commitment)
    assert (told.text, told.number) == ("Fem besök, sex i morgon", 5)


def test_what_is_not_carried_out_is_reported_where_its_cause_is_asked_for(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    file[file.row_of(part(cast.mine[0], cast.p)), "Status"] = "Avbruten"
    [line] = send(browser, file.bytes()).context["form"].review.wrong
    assert "rapporteras i portalen, med orsak och lärdom" in line.words


def test_the_rows_with_errors_can_be_mended_and_sent_in_again(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    row = file.row_of(part(cast.mine[0], cast.p))
    file[row, "Status"], file[row, "Vad som har hänt"] = "Nästan klar", "Snart färdigt"
    answer = send(browser, file.bytes())
    answer = browser.get(f"{answer.request['PATH_INFO']}fel.xlsx")
    mended = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = mended.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    assert "ingen status" in sheet.cell(2, headings["Vad som är fel"]).value
    assert sheet.cell(2, headings["Vad som har hänt"]).value == "Snart färdigt"
    sheet.cell(2, headings["Status"]).value = "Enligt plan"
    buffer = io.BytesIO()
    mended.save(buffer)
    confirm(browser, send(browser, buffer.getvalue()))
    told = FollowUpReport.objects.get(commitment=part(cast.mine[0], cast.p))
    assert (told.status, told.text) == ("on_track", "Snart färdigt")


def test_another_partys_key_is_refused_by_name_and_a_hidden_one_is_as_if_absent(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    hidden = cast.activity("Hemlig", parties=[cast.b, cast.k], visibility="owners")
    file = File(browser)
    seen = file.add(Nyckel=part(cast.theirs[0], cast.b).public_id, Vad_ni_ska_göra="Vårt nu")
    unseen = file.add(Id=hidden.code, Nyckel=part(hidden, cast.b).public_id, Vad_ni_ska_göra="Vårt nu")
    absent = file.add(Id="T-00", Nyckel="x" * 12, Vad_ni_ska_göra="Vårt nu")
    review = send(browser, file.bytes()).context["form"].review
    words = {line.number: line.words for line in review.refused}
    assert "Ekby Bostads AB" in words[seen]
    assert words[unseen] == words[absent]
    assert "Hemlig" not in str(words)


def test_what_changes_between_the_review_and_its_confirmation_is_shown_first(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    commitment = part(cast.mine[0], cast.p)
    file = File(browser)
    file[file.row_of(commitment), "Vad ni ska göra"] = "Filens text"
    answer = send(browser, file.bytes())
    commitment.change(by=cast.lea, text="Portalens text")
    again = confirm(browser, answer)
    assert "Något ändrades i portalen medan du tittade." in again.content.decode()
    assert Commitment.objects.get(pk=commitment.pk).text == "Portalens text"
    assert len(again.context["form"].review.to_choose) == 1


def test_a_confirmation_sent_twice_has_one_effect(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    file[file.row_of(part(cast.mine[0], cast.p)), "Status"] = "Stoppad"
    answer = send(browser, file.bytes())
    form = answer.context["form"]
    sent = {"seen": form.review.stamp, "submission": str(form["submission"].value())}
    for _turn in range(2):
        assert browser.post(answer.request["PATH_INFO"], sent).status_code == 302
    late = browser.post(answer.request["PATH_INFO"], {"seen": form.review.stamp})
    assert "Den här filen väntar inte längre." in late.content.decode()
    assert FollowUpReport.objects.count() == 1
    assert AuditEvent.objects.filter(verb="brought_in").count() == 1


def test_one_row_that_the_portal_refuses_stops_them_all(party_work, as_, monkeypatch):
    from django.core.exceptions import ValidationError

    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    first, second = (part(activity, cast.p) for activity in cast.mine[:2])
    file[file.row_of(first), "Vad ni ska göra"] = "Ny text"
    file[file.row_of(second), "Status"] = "Genomförd"
    answer = send(browser, file.bytes())

    def refuse(self, **facts):
        raise ValidationError("Omgången är stängd")

    monkeypatch.setattr(Commitment, "report", refuse)
    page = confirm(browser, answer).content.decode()
    assert f"Rad {file.row_of(second)}" in page
    assert "Omgången är stängd" in page
    assert Commitment.objects.get(pk=first.pk).text == "Delen för P"
    assert WorkbookUpload.objects.get().is_waiting


def test_hostile_and_foreign_files_are_refused_in_one_sentence(party_work, as_):
    browser = as_(party_work.bo)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    other = load_workbook(io.BytesIO(b"".join(browser.get("/exportera/parter.xlsx").streaming_content)))
    buffer = io.BytesIO()
    other.save(buffer)
    for content, words in (
        (b"%PDF-1.7 nej", "PDF"),
        (b"", "tom"),
        (b"PK\x03\x04trasig", "trasig"),
        (bomb.getvalue(), "packas upp"),
        (buffer.getvalue(), "inget blad med åtagandenas rubriker"),
    ):
        answer = send(browser, content)
        assert words in " ".join(answer.context["form"].errors["file"]), words
    assert WorkbookUpload.objects.count() == 0


def test_an_upload_is_its_senders_alone_and_goes_after_a_week(party_work, as_):
    cast, browser = party_work, as_(party_work.bo)
    file = File(browser)
    file[file.row_of(part(cast.mine[0], cast.p)), "Vad ni ska göra"] = "Ny text"
    answer = send(browser, file.bytes())
    address = answer.request["PATH_INFO"]
    assert as_(cast.lea).get(address).status_code == 404
    assert as_(cast.alva).get(address).status_code == 404
    assert "ataganden.xlsx" in browser.get(PAGE).content.decode()
    upload = WorkbookUpload.objects.get()
    WorkbookUpload.objects.update(uploaded_at=upload.uploaded_at - timedelta(days=8))
    assert "ataganden.xlsx" not in browser.get(PAGE).content.decode()
    forget_uploads()
    assert WorkbookUpload.objects.get().state == "expired"
    assert upload.rows.count() == 0


def test_the_file_holds_only_own_open_commitments_and_offers_what_may_be_chosen(party_work, as_):
    cast = party_work
    done = part(cast.mine[0], cast.p)
    done.report(status="done", by=cast.bo)
    book = download(as_(cast.bo))
    sheet = book.worksheets[0]
    headings = {cell.value: cell for cell in sheet[1]}
    assert sheet.max_row - 1 == 8
    assert sheet.column_dimensions[headings["Nyckel"].column_letter].hidden
    assert sheet.protection.sheet
    assert sheet.cell(2, 1).protection.locked
    assert not sheet.cell(2, headings["Status"].column).protection.locked
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert any("Stoppad" in (rule.formula1 or "") for rule in rules.values())
    assert any(rule.type == "date" for rule in rules.values())
    assert [cell.value for cell in book["Listor"]["A"]] == ["Bo Björk", "Lea Lind"]
    assert as_(cast.rut).get(PAGE).status_code == 403


def test_nothing_goes_out_by_mail_for_what_was_only_looked_at(party_work, as_):
    browser = as_(party_work.bo)
    file = File(browser)
    file[file.row_of(part(party_work.mine[0], party_work.p)), "Status"] = "Stoppad"
    send(browser, file.bytes())
    assert OutgoingMail.objects.count() == 0
    assert Activity.objects.filter(status="stopped").count() == 0
