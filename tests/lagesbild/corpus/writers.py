"""Write grids as files of every format that parties send."""

import struct
import zipfile
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from grids import Fault, Formula, Share

STRICT = [
    (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
]


def xlsx(path, grids, epoch_1904=False):
    book = openpyxl.Workbook()
    book.remove(book.active)
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        sheet.sheet_state = grid.state
        for r, row in enumerate(grid.rows, 1):
            for c, raw in enumerate(row, 1):
                if raw is not None:
                    put(sheet.cell(r, c), raw)
        for block in grid.merged:
            sheet.merge_cells(block)
        for column in grid.hidden_columns:
            sheet.column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True
    book.save(path)


def put(cell, raw):
    if isinstance(raw, Share):
        cell.value, cell.number_format = raw.fraction, "0.0%"
    elif isinstance(raw, Fault):
        cell.value, cell.data_type = raw.text, "e"
    elif isinstance(raw, Formula):
        cell.value = raw.text
    else:
        cell.value = raw
        if isinstance(raw, str):
            cell.data_type = "s"


def rewritten(path, change):
    """Write a package once more, each part through `change`(name, bytes)."""
    with zipfile.ZipFile(path) as package:
        parts = [(name, change(name, package.read(name))) for name in package.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)


def strict(path, grids):
    xlsx(path, grids)

    def change(_name, content):
        for loose, tight in STRICT:
            content = content.replace(loose.encode(), tight.encode())
        return content

    rewritten(path, change)


def xlsm(path, grids):
    xlsx(path, grids)
    rewritten(
        path,
        lambda name, content: content.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not run")


def xlsx_1904(path, grids):
    xlsx(path, grids, epoch_1904=True)


ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods(path, grids):
    tables = "".join(
        f"<table:table table:name={quoteattr(grid.name)}>"
        + "".join(
            "<table:table-row>"
            + "".join(ods_cells(number, row or [None], blocks_of(grid)))
            + "</table:table-row>"
            for number, row in enumerate(grid.rows)
        )
        + "</table:table>"
        for grid in grids
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("content.xml", ODS.format(tables))
        package.writestr("META-INF/manifest.xml", ODS_MANIFEST)


def blocks_of(grid):
    """The merged blocks as (first row, first column, last row, last column), from 0."""
    found = []
    for block in grid.merged:
        left, top, right, bottom = openpyxl.utils.range_boundaries(block)
        found.append((top - 1, left - 1, bottom - 1, right - 1))
    return found


def ods_cells(row, cells, blocks):
    """The cells of a row; of a merged block the first spans, and the others are covered."""
    width = max([len(cells), *(right + 1 for top, _, bottom, right in blocks if top <= row <= bottom)])
    for column, raw in enumerate([*cells, *[None] * (width - len(cells))]):
        block = next((b for b in blocks if b[0] <= row <= b[2] and b[1] <= column <= b[3]), None)
        if block and block[:2] != (row, column):
            yield "<table:covered-table-cell/>"
        elif block:
            spans = f' table:number-rows-spanned="{block[2] - row + 1}"'
            spans += f' table:number-columns-spanned="{block[3] - column + 1}"'
            yield ods_cell(raw).replace("<table:table-cell", f"<table:table-cell{spans}", 1)
        else:
            yield ods_cell(raw)


def ods_cell(raw):
    if raw is None:
        return "<table:table-cell/>"
    if isinstance(raw, Fault):
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f"<table:table-cell {kind}><text:p>{raw.text}</text:p></table:table-cell>"
    if isinstance(raw, str):
        # The format folds plain spaces together, so a program writes the others as elements.
        shown = escape(raw).replace("\n", "</text:p><text:p>")
        lead = len(shown) - len(shown.lstrip(" "))
        shown = f'<text:s text:c="{lead}"/>' * bool(lead) + shown[lead:]
        kind = 'office:value-type="string"'
    elif isinstance(raw, bool):
        shown, kind = "SANT", 'office:value-type="boolean" office:boolean-value="true"'
    elif isinstance(raw, date):
        shown, kind = raw.isoformat(), f'office:value-type="date" office:date-value="{raw.isoformat()}"'
    elif isinstance(raw, Share):
        shown = f"{raw.fraction * 100:.1f} %".replace(".", ",")
        kind = f'office:value-type="percentage" office:value="{raw.fraction}"'
    else:
        shown, kind = str(raw).replace(".", ","), f'office:value-type="float" office:value="{raw}"'
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def as_text(raw):
    if raw is None:
        return ""
    if isinstance(raw, Share):
        return f"{raw.fraction * 100:.1f} %".replace(".", ",")
    if isinstance(raw, Fault | Formula):
        return raw.text
    return str(raw).replace(".", ",") if isinstance(raw, float) else str(raw)


def delimited(path, grids, encoding="utf-8", separator=";", line_end="\r\n"):
    (grid,) = grids
    width = max(map(len, grid.rows))
    lines = []
    for row in grid.rows:
        fields = [as_text(raw) for raw in row] + [""] * (width - len(row))
        quoted = [
            '"' + field.replace('"', '""') + '"'
            if separator in field or '"' in field or "\n" in field
            else field
            for field in fields
        ]
        lines.append(separator.join(quoted) + line_end)
    path.write_bytes("".join(lines).encode(encoding))


def record(kind, content):
    return struct.pack("<HH", kind, len(content)) + content


def xls(path, grids):
    """BIFF8: numbers, dates, percentages, errors and texts, in one stream of a compound file."""
    sheets = [old_sheet(grid) for grid in grids]
    names = [grid.name.encode("utf-16-le") for grid in grids]
    states = {"visible": 0, "hidden": 1, "veryHidden": 2}
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    start += record(0x0042, struct.pack("<H", 1200))
    start += record(0x041E, struct.pack("<HHB", 200, len(OLD_SHARE), 0) + OLD_SHARE)
    # A font before the styles, since a style names one; then the plain style, a built-in and an own percentage, a date.
    start += record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    start += b"".join(record(0x00E0, struct.pack("<HHH14x", 0, form, 1)) for form in (0, 10, 200, 14))
    ending = record(0x000A, b"")
    position = len(start) + len(ending) + sum(12 + len(name) for name in names)
    for grid, name, content in zip(grids, names, sheets, strict=True):
        head = struct.pack("<IBBBB", position, states[grid.state], 0, len(name) // 2, 1)
        start += record(0x0085, head + name)
        position += len(content)
    compound(path, start + ending + b"".join(sheets))


OLD_SHARE = b'0.0" av "%'
OLD_FAULTS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
PLAIN, SHARE, OWN_SHARE, DAY = range(4)


def old_sheet(grid):
    width = max(map(len, grid.rows))
    content = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    content += record(0x0200, struct.pack("<IIHHH", 0, len(grid.rows), 0, width, 0))
    for r, row in enumerate(grid.rows):
        for c, raw in enumerate(row):
            if isinstance(raw, str):
                letters = raw.encode("utf-16-le")
                content += record(0x0204, struct.pack("<HHHHB", r, c, 0, len(letters) // 2, 1) + letters)
            elif isinstance(raw, Fault):
                content += record(0x0205, struct.pack("<HHHBB", r, c, PLAIN, OLD_FAULTS[raw.text], 1))
            elif raw is not None:
                content += record(0x0203, struct.pack("<HHHd", r, c, *old_number(raw, own=c % 2)))
    blocks = b"".join(struct.pack("<HHHH", top, bottom, *across) for top, bottom, across in old_blocks(grid))
    content += record(0x00E5, struct.pack("<H", len(blocks) // 8) + blocks)
    return content + record(0x000A, b"")


def old_blocks(grid):
    return [(top, bottom, (left, right)) for top, left, bottom, right in blocks_of(grid)]


def old_number(raw, own):
    """The style and the number of a cell."""
    if isinstance(raw, Share):
        return OWN_SHARE if own else SHARE, raw.fraction
    if isinstance(raw, date):
        return DAY, (raw - date(1899, 12, 30)).days
    return PLAIN, raw


def compound(path, stream, sector=512, free=0xFFFFFFFF, end=0xFFFFFFFE):
    """A compound file with the one stream Workbook; short streams are filled up to where the small ones end."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // sector)
    tables = -(-(count + 2) // (sector // 4 - 1)) or 1
    chain = [*range(1, count), end, end, *[0xFFFFFFFD] * tables]
    chain += [free] * (tables * sector // 4 - len(chain))

    def entry(name, kind, child, first, size):
        letters = (name + "\0").encode("utf-16-le") if name else b""
        return (
            letters.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(letters), kind, 1, free, free, child)
            + b"\0" * 36
            + struct.pack("<IQ", first, size)
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 0, len(stream))
    directory += entry("", 0, free, 0, 0) * 2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, tables, count, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", *[count + 1 + n for n in range(tables)], *[free] * (109 - tables))
    path.write_bytes(
        head + stream.ljust(count * sector, b"\0") + directory + struct.pack(f"<{len(chain)}I", *chain)
    )
