"""What a file is: told by its content from first byte to last, then held against its name."""

from dataclasses import dataclass

from django.conf import settings

from . import packages, pdf, pictures, text
from .kinds import KINDS, Kind
from .names import check_name, suffix_of
from .refusals import Refused

MB = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
# Pictures, archives and sound that are not kept; told apart from text that cannot be read.
OTHERS = (
    b"GIF8",
    b"RIFF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"BZh",
    b"II*\0",
    b"MM\0*",
    b"BM",
    b"ID3",
    b"OggS",
)


@dataclass(frozen=True)
class Upload:
    """An examined file, as it is kept."""

    name: str
    content: bytes
    kind: Kind

    @property
    def title(self):
        """What it is called until somebody says otherwise."""
        return (
            self.name[: len(self.name) - len(suffix_of(self.name))].replace("_", " ").strip()[:160]
            or self.name
        )


def examine(name, content):
    """The file as an Upload; Refused, in one sentence, when it is not taken."""
    name = check_name(name)
    if not content:
        raise Refused("empty")
    if len(content) > settings.DOCUMENT_MAX_BYTES:
        raise Refused("too_big", limit=settings.DOCUMENT_MAX_BYTES // MB)
    kind, suffix = KINDS[kind_of(content)], suffix_of(name)
    if suffix and suffix not in kind.suffixes:
        raise Refused("mismatch", suffix=suffix, kind=kind.label)
    if kind.code == "jpeg":
        content = pictures.check_jpeg(content)
    return Upload(name if suffix else f"{name}{kind.suffix}", content, kind)


def kind_of(content):
    """The code of the kind; each check refuses what is broken, locked, or more than it seems."""
    if content.startswith(pdf.START):
        pdf.check_pdf(content)
        return "pdf"
    if content.startswith(pictures.PNG):
        pictures.check_png(content)
        return "png"
    if content.startswith(pictures.JPEG):
        pictures.check_jpeg(content)
        return "jpeg"
    if content.startswith(b"PK\x03\x04"):
        return packages.kind_of_package(content)
    if content.startswith(OLE):
        raise Refused("password" if "EncryptedPackage".encode("utf-16-le") in content else "old_office")
    if content.startswith(PROGRAMS):
        raise Refused("program")
    if content.startswith(OTHERS):
        raise Refused("unknown")
    text.check_text(content)
    return "text"
