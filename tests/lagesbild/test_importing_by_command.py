"""Importing a file from the command line, by what the pages remembered of its source."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lagesbild.models import ImportBatch, Value
from tests.lagesbild.sending import Wizard, xlsx
from tests.lagesbild.test_importing import LONG

FILE = "underlag.xlsx"


@pytest.fixture
def remembered(cast, as_):
    """Ada has imported a file once through the pages."""
    ada = Wizard(as_(cast.ada)).read(xlsx(LONG))
    ada.review(**ada.new("Ohälsotalet", antal=""))


def send(tmp_path, rows, *options):
    path = tmp_path / FILE
    path.write_bytes(xlsx(rows).read())
    out = StringIO()
    call_command("import_sheet", str(path), "--profile", FILE, "--json", *options, stdout=out)
    return json.loads(out.getvalue())


NEXT = [*LONG[:2], [*LONG[2][:6], 33], ["2024", "07", "x", "9901 Ekby", "Samtliga", "Kvinnor och män", 5]]
NEXT.append(["2024", "06", "x", "9901 Ekby", "Samtliga", "Kvinnor och män", "05-okt"])


def test_a_dry_run_says_what_would_be_imported_and_keeps_neither_row_nor_file(
    cast, remembered, tmp_path, settings
):
    files = sorted((settings.MEDIA_ROOT / "imports").glob("*")) if settings.MEDIA_ROOT else []
    before = (ImportBatch.objects.count(), Value.objects.count())
    told = send(tmp_path, NEXT, "--dry-run")
    assert [told[name] for name in ("new", "changed", "unchanged", "rejected")] == [1, 1, 0, 1]
    assert (told["committed"], told["batch"]) == (False, None)
    assert (ImportBatch.objects.count(), Value.objects.count()) == before
    if settings.MEDIA_ROOT:
        assert sorted((settings.MEDIA_ROOT / "imports").glob("*")) == files


def test_a_commit_imports_what_the_dry_run_said_and_the_same_file_again_nothing(cast, remembered, tmp_path):
    told = send(tmp_path, NEXT, "--commit")
    batch = ImportBatch.objects.get(public_id=told["batch"])
    assert (told["new"], told["changed"], told["by"]) == (1, 1, cast.ada.user.email)
    assert batch.is_committed
    assert batch.party == cast.k
    again = send(tmp_path, NEXT, "--commit")
    assert (again["new"], again["changed"], again["unchanged"], again["batch"]) == (0, 0, 2, None)


def test_nobody_imports_who_does_not_act_for_the_party(cast, remembered, tmp_path):
    with pytest.raises(CommandError, match="Nobody to import"):
        send(tmp_path, NEXT, "--commit", "--by", "nobody@demo.example")


def test_what_cannot_be_read_is_one_sentence(cast, remembered, tmp_path):
    path = tmp_path / FILE
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError):
        call_command("import_sheet", str(path), "--profile", FILE, "--dry-run")
    with pytest.raises(CommandError, match="no profile"):
        call_command("import_sheet", str(path), "--profile", "okänd", "--dry-run")
