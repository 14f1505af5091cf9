"""The kinds of files that are kept; everything else is refused."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """What a file is by its content, and the endings its name may have."""

    code: str
    label: str
    media_type: str
    suffixes: tuple

    @property
    def suffix(self):
        return self.suffixes[0]


KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", _("a PDF document"), "application/pdf", (".pdf",)),
        Kind("png", _("a picture (PNG)"), "image/png", (".png",)),
        Kind("jpeg", _("a picture (JPEG)"), "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
        Kind("docx", _("a Word document"), f"{OFFICE}wordprocessingml.document", (".docx",)),
        Kind("xlsx", _("an Excel workbook"), f"{OFFICE}spreadsheetml.sheet", (".xlsx",)),
        Kind("pptx", _("a PowerPoint presentation"), f"{OFFICE}presentationml.presentation", (".pptx",)),
        Kind("odt", _("an OpenDocument text"), f"{OPEN}text", (".odt",)),
        Kind("ods", _("an OpenDocument spreadsheet"), f"{OPEN}spreadsheet", (".ods",)),
        Kind("odp", _("an OpenDocument presentation"), f"{OPEN}presentation", (".odp",)),
        # A table in plain text and plain text cannot be told apart; neither is ever shown in a page.
        Kind("text", _("plain text"), "text/plain; charset=utf-8", (".txt", ".csv", ".tsv", ".md")),
    )
}
ACCEPTED = ",".join(suffix for kind in KINDS.values() for suffix in kind.suffixes)
