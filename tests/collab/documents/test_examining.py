"""A file is what its content says from first byte to last; a name is data, and is refused when it tries to be more."""

import io
import zipfile

import pytest
from django.utils import translation

from collab.documents.cleaning import cleaned
from collab.documents.examining import examine
from collab.documents.pdf import names_author
from collab.documents.pictures import orientation
from collab.documents.refusals import SENTENCES, Refused
from tests.collab.documents.files import BAD, GOOD, HOSTILE_NAMES, exif, jpeg, office, pdf, png

SECRET = "Hemlig Handläggare"


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_of_each_kind_is_taken_as_it_is(name):
    upload = examine(name, GOOD[name])
    assert GOOD[name].startswith(upload.content)
    assert upload.kind.code in {"pdf", "png", "jpeg", "docx", "xlsx", "pptx", "odt", "ods", "odp", "text"}
    assert upload.name.lower().endswith(upload.kind.suffixes)


@pytest.mark.parametrize("name", BAD)
def test_what_pretends_hides_acts_or_is_broken_is_refused_in_one_sentence(name):
    with pytest.raises(Refused) as refusal, translation.override("sv"):
        examine(name, BAD[name])
    assert refusal.value.code in SENTENCES
    with translation.override("sv"):
        assert str(refusal.value).endswith(".")


def test_the_refusal_of_a_mismatch_says_what_the_file_is():
    with translation.override("sv"), pytest.raises(Refused) as refusal:
        examine("protokoll.pdf", png())
    with translation.override("sv"):
        assert str(refusal.value) == (
            "Filen heter .pdf men är en bild (PNG). Döp om den till det den är, eller välj rätt fil."
        )


# What the name check itself meets; the upload takes away a path before that, see test_attaching.py.
@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_is_refused(name):
    with pytest.raises(Refused):
        examine(name, pdf())


@pytest.mark.parametrize(
    "name",
    ["KS-2025_64 Bilaga 2.pdf", "Överenskommelse (utkast) v2.pdf", "årshjul, del 1 & 2.pdf", "T3'26 +.pdf"],
)
def test_a_plain_name_in_swedish_is_kept_as_it_is(name):
    assert examine(name, pdf()).name == name


def test_a_file_over_the_limit_is_refused(settings):
    settings.DOCUMENT_MAX_BYTES = 1 << 20
    with pytest.raises(Refused) as refusal:
        examine("stor.txt", b"a" * ((1 << 20) + 1))
    assert refusal.value.code == "too_big"


def test_a_thing_that_a_phone_appends_to_a_picture_is_left_out():
    assert examine("a.jpg", jpeg() + jpeg(extra=exif())).content == jpeg()


@pytest.mark.parametrize("name", [name for name in GOOD if name.endswith(("x", ".odt", ".ods", ".odp"))])
def test_the_names_in_a_document_are_taken_out_of_what_others_get(name):
    upload = examine(name, GOOD[name])
    assert SECRET in texts(upload.content)
    clean = cleaned(upload.kind, upload.content)
    assert SECRET not in texts(clean)
    assert examine(name, clean).kind == upload.kind
    assert parts(clean) == parts(upload.content)


def test_the_names_at_comments_and_tracked_changes_are_taken_out_too():
    body = (
        f'<w:ins w:id="1" w:author="{SECRET}" w:initials="HH"><w:r><w:t>Texten står kvar</w:t></w:r></w:ins>'
    )
    clean = cleaned(examine("a.docx", office(body=body)).kind, office(body=body))
    assert SECRET not in texts(clean)
    assert "Texten står kvar" in texts(clean)


def test_a_picture_loses_its_camera_and_stays_upright():
    content = jpeg(extra=exif(orientation=6))
    clean = cleaned(examine("a.jpg", content).kind, content)
    assert b"Hemlig" in content
    assert b"Hemlig" not in clean
    assert orientation(clean[clean.index(b"Exif\0\0") + 6 :]) == 6
    assert examine("a.jpg", clean)


def test_a_pdf_and_a_text_are_handed_on_as_they_are():
    for name in ("plan.pdf", "lista.csv"):
        assert cleaned(examine(name, GOOD[name]).kind, GOOD[name]) is None
    assert names_author(GOOD["underskriven sida.PDF"])
    assert not names_author(GOOD["plan.pdf"])


def parts(content):
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def texts(content):
    package = zipfile.ZipFile(io.BytesIO(content))
    return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
