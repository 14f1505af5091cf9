"""Office and OpenDocument files: zip packages, checked by their directory before anything is unpacked."""

import io
import re
import stat
import zipfile
import zlib

from django.utils.translation import gettext_lazy as _

from .refusals import Refused

MB = 1 << 20
UNPACKED, PARTS, RATIO = 300 * MB, 5_000, 200
RATIO_MATTERS_FROM = 20 * MB
# What stands around the bytes of a part, and at the end of the package.
HEADER, SLACK = 30, 1024
END, END_SIZE = b"PK\x05\x06", 22
# The two flags of a part that is encrypted.
LOCKED = 0x41
A_DOCUMENT = _("a document")
MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
}
OPEN_KINDS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
ENTITIES = [m.encode(e) for m in ("<!DOCTYPE", "<!ENTITY") for e in ("utf-8", "utf-16-le", "utf-16-be")]
FETCHING = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)"
    rb"(?=[^>]*Type\s*=\s*[\"'][^\"']*/(attachedTemplate|oleObject|frame|subDocument|control)[\"'])",
    re.IGNORECASE,
)
DDE = re.compile(rb"<w:instrText[^>]*>[^<]*\bDDE(AUTO)?\b", re.IGNORECASE)
MACRO_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex|^basic/|^scripts/|\.(vba|xlm)$", re.IGNORECASE
)
FOREIGN_PART = re.compile(
    r"\.(bin|exe|com|bat|cmd|js|vbs|hta|ps1|sh|php|py|dll|so|jar|class|dex|mf|swf|x?html?|mht(ml)?|svgz)$",
    re.IGNORECASE,
)
ACTING_DRAWING = re.compile(
    rb"<\s*(script|foreignObject|iframe)\b|\son\w+\s*=|javascript:|<!ENTITY", re.IGNORECASE
)


def kind_of_package(content, *, is_outer=True):
    """The code of the kind a package is; Refused when it is none, broken, locked, or more than a document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            check_directory(content, entries, package)
            kind = kind_of(package, {entry.filename for entry in entries})
            check_parts(package, entries, is_outer=is_outer)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        ValueError,
        RuntimeError,
        KeyError,
        zlib.error,
    ) as error:
        raise Refused("broken") from error
    return kind


def check_directory(content, entries, package):
    """Nothing before, between or after the parts; no part that leaves its place, is locked, or stands twice."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    has_more = package.comment or content.rfind(END) + END_SIZE != len(content) or b"%PDF-" in content[:2048]
    if not ordered or ordered[0].header_offset or has_more:
        raise Refused("two_in_one", kind=A_DOCUMENT)
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries) or any(is_strange(entry) for entry in entries):
        raise Refused("broken")
    if any(entry.flag_bits & LOCKED for entry in entries):
        raise Refused("password")
    check_places(ordered, package.start_dir)
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    is_bomb = unpacked > RATIO_MATTERS_FROM and unpacked > RATIO * max(1, packed)
    if is_bomb or unpacked > UNPACKED or len(entries) > PARTS:
        raise Refused("unpacks")


def check_places(ordered, end):
    """The parts lie one after the other, with no more between them than a package needs."""
    starts = [entry.header_offset for entry in ordered[1:]] + [end]
    for entry, following in zip(ordered, starts, strict=True):
        room = following - entry.header_offset - entry.compress_size - HEADER - len(entry.filename)
        if room < 0:
            raise Refused("broken")
        # A descriptor and an extra field fit in this; a hidden document does not.
        if room > SLACK:
            raise Refused("two_in_one", kind=A_DOCUMENT)


def is_strange(entry):
    name, mode = entry.filename, entry.external_attr >> 16
    parts = name.replace("\\", "/").split("/")
    return (
        name.startswith(("/", "\\"))
        or ":" in name
        or "\\" in name
        or ".." in parts
        or stat.S_ISLNK(mode)
        or "\0" in name
    )


def kind_of(package, names):
    if "mimetype" in names:
        kind = OPEN_KINDS.get(package.read("mimetype")[:200].strip())
        if kind is None:
            raise Refused("unknown")
        manifest = package.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise Refused("password")
        return kind
    if "[Content_Types].xml" not in names:
        raise Refused("unknown")
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Refused("macros")
    found = {kind for mark, kind in MAIN_PARTS.items() if mark in types}
    if len(found) != 1:
        raise Refused("unknown")
    return found.pop()


def check_parts(package, entries, *, is_outer):
    """Unpacks every part once, within the limits of its directory, and looks for what acts or fetches."""
    for entry in entries:
        if MACRO_PARTS.search(entry.filename):
            raise Refused("macros")
        if FOREIGN_PART.search(entry.filename) and "printersettings" not in entry.filename.lower():
            raise Refused("embedded")
        with package.open(entry) as part:
            data = part.read(entry.file_size + 1)
        if data.startswith((b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")):
            raise Refused("embedded")
        if data.startswith(b"PK\x03\x04"):
            # A chart keeps its figures in a workbook of its own; that one holds nothing further.
            if not is_outer:
                raise Refused("embedded")
            kind_of_package(data, is_outer=False)
        check_markup(entry.filename.lower(), data)


def check_markup(name, data):
    if name.endswith(".svg") and ACTING_DRAWING.search(data):
        raise Refused("embedded")
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    if any(mark in data[: 1 << 16] for mark in ENTITIES):
        raise Refused("two_in_one", kind=A_DOCUMENT)
    if name.endswith(".rels") and FETCHING.search(data):
        raise Refused("fetches")
    if name.startswith("word/") and DDE.search(data):
        raise Refused("fetches")
