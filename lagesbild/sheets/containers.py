"""What a file is by its content, never by its name, and the cheap checks before anything is unpacked."""

import stat
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Self

from django.conf import settings

from .refusals import KINDS, Refused

MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much one file may take: bytes, seconds, counts.

    The reading process gets `memory` and `cpu`, which alone decide on an idle machine; `wall` only ends the wait
    on a busy one. Work in the background may ask for more. A long sheet is read in pieces of so many bytes.
    """

    size: int = settings.UPLOAD_MAX_BYTES
    unpacked: int = 400 * MB
    ratio: int = 150
    parts: int = 1_000
    sheets: int = 200
    cells: int = 20_000_000
    columns: int = 16_384
    field: int = 100_000
    piece: int = 8 * MB
    memory: int = 512 * MB
    spool: int = 1024 * MB
    cpu: int = 9
    wall: float = 30

    def for_size(self, size: int) -> Self:
        """With more time for a large file: a million rows are twenty MB, and what is built to do harm is small."""
        more = size // (2 * MB)
        # No page waits for a large one, so its reader may be held up by all else that the machine does.
        return replace(self, cpu=self.cpu + more, wall=self.wall + 15 * more)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = [
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"{\\rtf", "word"),
]
TEXT_STARTS = [
    (b"<!doctype html", "web"),
    (b"<html", "web"),
    (b"<table", "web"),
    (b"<?xml", "xml"),
    (b"<svg", "picture"),
]
# The keywords that programs begin a PC-Axis file with.
PX_STARTS = tuple(
    word + b"="
    for word in (
        *(b"charset", b"axis-version", b"codepage", b"language", b"languages", b"creation-date", b"decimals"),
        *(b"showdecimals", b"matrix", b"subject-code", b"subject-area", b"title", b"copyright", b"contents"),
    )
)
# A ratio below this many unpacked bytes is harmless whatever it is.
RATIO_MATTERS_FROM = 20 * MB
ENTITY_MARKS = [
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
]


def sniff(path: Path, limits: Limits) -> str:
    """The format of a file, "xlsx", "xlsm", "ods", "xls", "json", "px" or "text"; Refused for everything else."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty")
    if size > limits.size:
        raise Refused("too_big", limit=limits.size // MB)
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(b"PK\x03\x04"):
            return package_format(file, limits)
        if start.startswith(OLE):
            return compound_format(file)
    return text_format(start)


def text_format(start: bytes) -> str:
    for magic, kind in MAGIC:
        if start.startswith(magic):
            raise Refused("not_a_table", kind=KINDS[kind])
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind in TEXT_STARTS:
        if text.startswith(beginning):
            raise Refused("not_a_table", kind=KINDS[kind])
    if text.startswith((b"{", b"[")) and b'"' in text[:200] and b":" in text:
        return "json"
    return "px" if text.startswith(PX_STARTS) else "text"


def compound_format(file: BinaryIO) -> str:
    """An OLE file: an old workbook, or a new one that has been encrypted."""
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("password")
    if any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    word = "WordDocument".encode("utf-16-le") in content
    raise Refused("not_a_table", kind=KINDS["word" if word else "mail"])


def package_format(file: BinaryIO, limits: Limits) -> str:
    """A zip package: checked by its directory alone, then told apart by the parts it holds."""
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            check_directory(entries, package.start_dir, limits)
            names = {entry.filename for entry in entries}
            kind = kind_of_package(package, names)
            check_declarations(package, entries)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, zipfile.zlib.error) as error:
        raise Refused("broken_package") from error
    return kind


def check_directory(entries: list[zipfile.ZipInfo], end: int, limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise Refused("too_many_parts", count=len(entries), limit=limits.parts)
    seen: set[str] = set()
    for entry in entries:
        check_entry(entry, seen)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        raise Refused("unpacks_too_large", size=unpacked // MB, limit=limits.unpacked // MB)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > RATIO_MATTERS_FROM and unpacked > limits.ratio * max(1, packed):
        raise Refused("too_compressed")
    check_overlap(entries, end)


def check_entry(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    name = entry.filename
    if entry.flag_bits & 0x1:
        raise Refused("password")
    climbs = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name
    if climbs or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("strange_parts", name=name[:80])
    if name.lower() in seen:
        raise Refused("duplicate_parts", name=name[:80])
    seen.add(name.lower())


def check_overlap(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Each part must end before the next begins (CVE-2024-0450); the local header is at least 30 bytes."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    starts = [entry.header_offset for entry in ordered[1:]] + [end]
    for entry, following in zip(ordered, starts, strict=True):
        if entry.header_offset + 30 + len(entry.filename) + entry.compress_size > following:
            raise Refused("overlapping_parts")


def kind_of_package(package: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        kind = package.read("mimetype")[:100].decode("ascii", "replace")
        if "spreadsheet" not in kind:
            raise Refused("not_a_table", kind=KINDS["word" if "text" in kind else "archive"])
        if "encryption-data" in package.read("META-INF/manifest.xml")[:MB].decode("utf-8", "replace"):
            raise Refused("password")
        return "ods"
    for prefix, kind in (("word/", "word"), ("ppt/", "slides")):
        if any(name.startswith(prefix) for name in names):
            raise Refused("not_a_table", kind=KINDS[kind])
    if "xl/workbook.bin" in names:
        raise Refused("not_a_table", kind=KINDS["binary_workbook"])
    if not any(name.endswith("workbook.xml") for name in names):
        raise Refused("not_a_table", kind=KINDS["archive"])
    return "xlsm" if any(name.lower().endswith("vbaproject.bin") for name in names) else "xlsx"


def check_declarations(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """A document type must stand at the start of a part, so the start is all that is read."""
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            with package.open(entry) as part:
                start = part.read(1 << 16)
            if any(mark in start for mark in ENTITY_MARKS):
                raise Refused("document_type")
