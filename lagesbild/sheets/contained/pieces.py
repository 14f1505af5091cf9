"""A long sheet in pieces, each a small workbook of its own: the library keeps every cell of what it opens.

The part of the sheet is cut between rows. Where that may not be done safely, `NotInPieces` says so, and the sheet is
to be read whole.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from marks import chunks

END = b"</sheetData></worksheet>"
DIMENSION = re.compile(rb"<dimension [^>]*/>")
ROW, CELL = re.compile(rb'\s*<row [^>]*\br="[0-9]'), re.compile(rb"<c[ />][^>]*")
# What stands beside the sheets and is needed to read one.
COMMON = ("[content_types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml", "sharedstrings.xml")


class NotInPieces(Exception):
    """The part has comments, prefixes, or rows that do not tell their own number."""


def workbooks(package: zipfile.ZipFile, part: str, size: int) -> Iterator[io.BytesIO]:
    """The workbook as often as there are pieces of a sheet's part, each time with the next of them in its place."""
    names = [name for name in package.namelist() if name.lower().rpartition("/")[2] in COMMON]
    common = {name: package.read(name) for name in ["_rels/.rels", *names]}
    # With each piece the texts are read again: a piece as large as they are bounds what that costs.
    for piece in pieces(package, part, max(size, sum(map(len, common.values())))):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as copy:
            for name, content in common.items():
                copy.writestr(name, content)
            copy.writestr(part, piece)
        made.seek(0)
        yield made


def pieces(package: zipfile.ZipFile, part: str, size: int) -> Iterator[bytes]:
    head, rest = b"", bytearray()
    for block in chunks(package, part):
        rest += block
        if len(rest) < size:
            continue
        if not head:
            head, rest = beginning(rest)
        if (cut := rest.rfind(b"<row ")) > 0:
            yield checked(head, rest[:cut]) + END
            rest = rest[cut:]
    yield checked(head, rest)


def beginning(text: bytearray) -> tuple[bytes, bytearray]:
    """What stands before the rows, and the rest. How large the whole sheet is says nothing of a piece."""
    head, found, rest = text.partition(b"<sheetData>")
    if not found:
        raise NotInPieces
    return DIMENSION.sub(b"", head) + found, rest


def checked(head: bytes, rows: bytearray) -> bytes:
    cell = CELL.search(rows)
    if b"<!" in rows or not ROW.match(rows) or (cell and b' r="' not in cell[0]):
        raise NotInPieces
    return head + bytes(rows)
