"""Thirty-one files that mean harm, made anew each time; each with the codes it may be refused with."""

import io
import struct
import zipfile

import openpyxl

MB = 1 << 20


def workbook_parts():
    """The parts of a small real workbook, to be spoilt one at a time."""
    book = openpyxl.Workbook()
    book.active.append(["Område", "Värde"])
    book.active.append(["Norra", 1])
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(path, parts, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def spoilt(path, name, content):
    return pack(path, {**workbook_parts(), name: content})


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def far_corner(folder):
    cell = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{}</sheetData>'
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return spoilt(folder / "far.xlsx", "xl/worksheets/sheet1.xml", SHEET.format(cell.format(last)))


def long_string(folder):
    path = folder / "string.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in workbook_parts().items():
            if name != "xl/worksheets/sheet1.xml":
                package.writestr(name, content)
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(
                SHEET.split("{}")[0].encode() + b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
            )
            for _ in range(512):
                part.write(b"x" * MB)
            part.write(b"</t></is></c></row></sheetData></worksheet>")
    return path


def understated_size(folder):
    """The same trick with a directory that says the part is small."""
    path = long_string(folder)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", content, at + 24, 1000)
    path.write_bytes(content)
    return path


def document_type(folder):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">{}]>'.format("".join(f'<!ENTITY a{n} "&a;&a;">' for n in range(9)))
    return spoilt(folder / "dtd.xlsx", "xl/sharedStrings.xml", f'<?xml version="1.0"?>{laughs}<sst>&a;</sst>')


def document_type_utf16(folder):
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "ha">]><sst>&a;</sst>'
    return spoilt(folder / "dtd16.xlsx", "xl/sharedStrings.xml", text.encode("utf-16"))


def truncated(folder):
    path = pack(folder / "cut.xlsx", workbook_parts())
    path.write_bytes(path.read_bytes()[:-600])
    return path


def damaged(folder):
    path = pack(folder / "damaged.xlsx", workbook_parts())
    content = bytearray(path.read_bytes())
    middle = content.find(b"xl/worksheets/sheet1.xml") + 40
    content[middle : middle + 60] = b"\xff" * 60
    path.write_bytes(content)
    return path


def protected(folder):
    path = folder / "protected.xlsx"
    names = "".join(["EncryptionInfo\0", "EncryptedPackage\0"]).encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + names + b"\0" * 1000)
    return path


def encrypted_parts(folder):
    path = pack(folder / "zipcrypt.xlsx", workbook_parts())
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    return path


def many_sheets(folder):
    parts = workbook_parts()
    for number in range(10_000):
        parts[f"xl/worksheets/sheet{number + 2}.xml"] = SHEET.format("<sheetData/>")
    return pack(folder / "sheets.xlsx", parts, zipfile.ZIP_STORED)


def many_sheets_one_part(folder):
    """Ten thousand names for the one sheet there is."""
    parts = workbook_parts()
    one = parts["xl/workbook.xml"].decode()
    start, end = one.index("<sheet "), one.index("</sheets>")
    sheet = one[start:end]
    named = "".join(
        sheet.replace('name="Sheet"', f'name="S{n}"').replace('sheetId="1"', f'sheetId="{n + 1}"')
        for n in range(10_000)
    )
    return pack(folder / "names.xlsx", {**parts, "xl/workbook.xml": one[:start] + named + one[end:]})


def overlapping(folder):
    """Two names for the same bytes, as bombs are folded; neither part is one that the checks open."""
    path = pack(
        folder / "overlap.xlsx",
        {**workbook_parts(), "xl/media/a.bin": b"x" * 90, "xl/media/b.bin": b"x" * 90},
    )
    content = bytearray(path.read_bytes())
    one, other = (content.rfind(name) - 46 for name in (b"xl/media/a.bin", b"xl/media/b.bin"))
    content[other + 42 : other + 46] = content[one + 42 : one + 46]
    path.write_bytes(content)
    return path


def duplicate_parts(folder):
    path = folder / "twice.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in [*workbook_parts().items(), ("xl/WORKBOOK.xml", b"<a/>")]:
            package.writestr(name, content)
    return path


def climbing(folder):
    return pack(folder / "climb.xlsx", {**workbook_parts(), "../../evil.txt": b"x"})


def of_bytes(name, content):
    def make(folder):
        path = folder / name
        path.write_bytes(content)
        return path

    make.__name__ = name
    return make


def strings_bomb(folder):
    """Few unpacked bytes, but ten million cells of nothing in a row that never ends."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="CZ1048576"><v>1</v></c></row>'
    return spoilt(
        folder / "cells.xlsx", "xl/worksheets/sheet1.xml", SHEET.format(f"<sheetData>{cells}</sheetData>")
    )


def word_document(folder):
    return pack(folder / "brev.xlsx", {"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"})


def cut_xml(folder):
    rows = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2'
    return spoilt(folder / "cut.xlsx", "xl/worksheets/sheet1.xml", SHEET.split("{}")[0] + rows)


def deep_xml(folder):
    deep = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    return spoilt(folder / "deep.xlsx", "xl/worksheets/sheet1.xml", SHEET.format(deep + "<a>" * 200_000))


HOSTILE = [
    (far_corner, {"too_large", "too_many_cells"}),
    (strings_bomb, {"too_large", "too_many_cells"}),
    (long_string, {"unpacks_too_large", "too_compressed"}),
    (understated_size, {"too_large", "broken_package", "unreadable", "too_slow", "overlapping_parts"}),
    (document_type, {"document_type"}),
    (document_type_utf16, {"document_type"}),
    (truncated, {"broken_package"}),
    (damaged, {"broken_package", "unreadable"}),
    (protected, {"password"}),
    (encrypted_parts, {"password"}),
    (many_sheets, {"too_many_parts"}),
    (many_sheets_one_part, {"too_many_sheets"}),
    (overlapping, {"overlapping_parts"}),
    (duplicate_parts, {"duplicate_parts"}),
    (climbing, {"strange_parts"}),
    (word_document, {"not_a_table"}),
    (cut_xml, {"unreadable"}),
    (of_bytes("empty.csv", b""), {"empty"}),
    (of_bytes("nul.csv", b"a;b\n1;\0\0\0;2\n" + b"text" * 50), {"not_text"}),
    (of_bytes("late_nul.csv", b"a;b\n" + b"1;2\n" * 40_000 + b"3;\0\n"), {"not_text"}),
    (of_bytes("bytes.csv", bytes(range(1, 256)) * 20), {"encoding", "not_text"}),
    (of_bytes("half.csv", "a;b\n1;2\n".encode("utf-16")[:-1]), {"encoding"}),
    (
        of_bytes("quote.csv", b"a;b\n1;2\n" * 300 + b'1;"open\n' + b"2;3\n" * 90_000),
        {"broken_quotes", "field_too_long"},
    ),
    (of_bytes("field.csv", b"a;b\n1;" + b"x" * (5 * MB) + b"\n"), {"field_too_long"}),
    (of_bytes("columns.csv", b"a;b\n" + b"1;" * 500_000 + b"\n"), {"too_many_columns"}),
    (of_bytes("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50), {"not_a_table"}),
    (of_bytes("paper.xlsx", b"%PDF-1.7\n"), {"not_a_table"}),
    (of_bytes("page.xls", b"\n <html><table><tr><td>1</td></tr></table>"), {"not_a_table"}),
    (
        of_bytes("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le") * 300),
        {"unreadable", "too_large"},
    ),
    (
        of_bytes("doc.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le") * 30),
        {"not_a_table"},
    ),
    (of_bytes("zip.xlsx", b"PK\x03\x04" + b"\0" * 500), {"broken_package"}),
]
