"""Files made on the spot: one good one of each kind, and those that pretend, hide something, or are broken."""

import io
import struct
import zipfile
import zlib

TYPES = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Hemlig Handläggare</dc:creator>'
    "<cp:lastModifiedBy>Hemlig Handläggare</cp:lastModifiedBy><dc:title>Plan</dc:title></cp:coreProperties>"
)
CREATOR = "<dc:creator>Hemlig Handläggare</dc:creator>"
APP = (
    '<?xml version="1.0"?><Properties><Company>Hemlig Handläggare AB</Company>'
    "<Manager>Hemlig Handläggare</Manager></Properties>"
)


def package(parts, *, first=(), stored=False):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as file:
        for name, data in [*first, *parts.items()]:
            file.writestr(name, data)
    return made.getvalue()


def office(kind="docx", *, extra=None, types="", body="<w:p/>"):
    path, main = MAIN[kind]
    content_types = f'<Types><Override PartName="/{path}" ContentType="{TYPES}{main}"/>{types}</Types>'
    return package(
        {
            "[Content_Types].xml": content_types,
            "_rels/.rels": "<Relationships/>",
            "docProps/core.xml": CORE,
            "docProps/app.xml": APP,
            path: f'<?xml version="1.0"?><w:document>{body}</w:document>',
            **(extra or {}),
        }
    )


def open_document(kind="text", *, extra=None):
    return package(
        {
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office><office:annotation>{CREATOR}</office:annotation></office>",
            "meta.xml": f"<m><meta:initial-creator>Hemlig Handläggare</meta:initial-creator>{CREATOR}</m>",
            **(extra or {}),
        },
        first=[("mimetype", f"application/vnd.oasis.opendocument.{kind}")],
    )


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*, width=1, height=1, extra=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def exif(orientation=6, owner=b"Hemlig Handlaggare"):
    tiff = b"II*\0" + struct.pack("<IH", 8, 2)
    tiff += struct.pack("<HHII", 0x013B, 2, len(owner), 100) + struct.pack("<HHII", 0x0112, 3, 1, orientation)
    return segment(0xE1, b"Exif\0\0" + tiff.ljust(120, b"\0") + owner)


def jpeg(*, extra=b""):
    frame = segment(0xC0, struct.pack(">BHHB", 8, 1, 1, 1) + b"\x01\x11\0")
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x7f\xff\0\x10"
    return b"\xff\xd8" + extra + segment(0xDB, bytes(65)) + frame + scan + b"\xff\xd9"


def pdf(body=b"", *, trailer=b""):
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R"
        + body
        + b">>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\n"
        b"endobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 3"
        + trailer
        + b">>\nstartxref\n0\n%%EOF\n"
    )


def packed_pdf(inner):
    data = zlib.compress(inner)
    stream = b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(data)
    return pdf().replace(b"xref\n0 1", stream + data + b"\nendstream\nendobj\nxref\n0 1", 1)


GOOD = {
    "plan.pdf": pdf(),
    "underskriven sida.PDF": pdf(trailer=b"/Info<</Author(Hemlig Handlaggare)>>"),
    "karta.png": png(),
    "IMG_0042.JPG": jpeg(extra=exif()),
    "bild.jpeg": jpeg() + b"\0\0" + jpeg(),
    "från Samsung.jpg": jpeg() + b"SEFH\0\0SEFT",
    "Åtgärdsplan höst 2026.docx": office("docx"),
    "tabell.xlsx": office("xlsx"),
    "möte.pptx": office("pptx", extra={"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": office("xlsx")}),
    "brev.odt": open_document("text"),
    "kalkyl.ods": open_document("spreadsheet"),
    "visning.odp": open_document("presentation"),
    "lista.csv": "plats;antal\r\nTorget;5\r\n".encode("utf-8-sig"),
    "gammal.csv": "plats;antal\r\nÅkern;5\r\n".encode("cp1252"),
    "minnen.txt": "Möte i måndags.\n".encode(),
    "utan ändelse": pdf(),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
EXTERNAL = (
    '<Relationships><Relationship Type="http://x/relationships/{}" Target="http://x/" TargetMode="External"/>'
    "</Relationships>"
)
HTML = b"<!doctype html><script>alert(1)</script>"
# Whatever a name says and a file is: none of these may be kept as a kind that is safe.
BAD = {
    "html i pdf.pdf": HTML,
    "pdf med html före.pdf": HTML + pdf(),
    "pdf med html i början.pdf": pdf().replace(
        b"%PDF-1.7\n", b"%PDF-1.7\n%<html><script>alert(1)</script>\n"
    ),
    "pdf med zip efter.pdf": pdf() + package({"a.txt": "a"}),
    "pdf med html efter.pdf": pdf() + HTML,
    "pdf med skript.pdf": pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    "pdf med skrivet skript.pdf": pdf(b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"),
    "pdf med packat skript.pdf": packed_pdf(b"1 0 <</S/JavaScript/JS(app.alert(1))>>"),
    "pdf som startar program.pdf": pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "pdf med fil i.pdf": pdf(b"/Names<</EmbeddedFiles 5 0 R>>"),
    "låst.pdf": pdf(trailer=b"/Encrypt 9 0 R"),
    "avhuggen.pdf": pdf()[:-30],
    "bomb.pdf": packed_pdf(bytes(80 << 20)),
    "bild som är pdf.png": pdf(),
    "pdf som är bild.pdf": png(),
    "bild med zip efter.png": png() + package({"a.txt": "a"}),
    "bild med fel summa.png": png()[:-6] + b"\0\0\0\0\0\0",
    "jättebild.png": png(width=50_000, height=50_000),
    "gifar.jpg": jpeg() + package({"Main.class": b"\xca\xfe\xba\xbe"}),
    "bild med html efter.jpg": jpeg() + HTML,
    "avhuggen.jpg": jpeg()[:-2],
    "bild.jpg": b"GIF89a" + bytes(40),
    "ritning.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "gammalt.docx": OLE,
    "låst.xlsx": OLE + "EncryptedPackage".encode("utf-16-le"),
    "makro.docx": office(extra={"word/vbaProject.bin": b"x"}),
    "makro dolt.xlsx": office(
        "xlsx", types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    ),
    "makro.odt": open_document(extra={"Basic/Standard/Module1.xml": "<x/>"}),
    "objekt.docx": office(extra={"word/embeddings/oleObject1.bin": OLE}),
    "program i.docx": office(extra={"word/media/image1.png": b"MZ" + bytes(100)}),
    "mall utifrån.docx": office(extra={"word/_rels/settings.xml.rels": EXTERNAL.format("attachedTemplate")}),
    "dde.docx": office(body="<w:instrText>DDEAUTO c:\\\\cmd.exe </w:instrText>"),
    "entiteter.docx": office(extra={"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
    "ut ur mappen.docx": office(extra={"../../etc/cron.d/x": "x"}),
    "zip före.docx": b"%PDF-1.7" + office(),
    "zip med pdf i.docx": package({"[Content_Types].xml": "x"}, first=[("a.txt", "%PDF-1.7")], stored=True),
    "zip efter.docx": office() + HTML,
    "bomb.docx": office(extra={"word/media/a.xml": bytes(60 << 20)}),
    "arkiv.zip.docx": package({"a.txt": "a"}),
    "blad i.docx": office(
        extra={"word/embeddings/a.xlsx": office("xlsx", extra={"xl/embeddings/b.xlsx": office("xlsx")})}
    ),
    "fel slag.xlsx": office("docx"),
    "text som är program.txt": b"MZ" + bytes(60),
    "skript.txt": b"#!/bin/sh\nrm -rf /\n",
    "sida.csv": b"<html><body onload=alert(1)>",
    "php.txt": b"hej <?php system($_GET[0]); ?>",
    "bild med sida i texten.png": png(extra=chunk(b"tEXt", b"Comment\0" + HTML)),
    "bild med php i texten.png": png(extra=chunk(b"iTXt", b"Comment\0<?php system($_GET[0]); ?>")),
    "bild med arkiv i texten.png": png(extra=chunk(b"tEXt", b"Comment\0" + package({"a.txt": "a"}))),
    "bild med sida i kommentaren.jpg": jpeg(extra=segment(0xFE, HTML)),
    "bild med arkiv i kommentaren.jpg": jpeg(extra=segment(0xFE, package({"a.txt": "a"}))),
    "bild med pdf i kommentaren.jpg": jpeg(extra=segment(0xFE, pdf())),
    "bild med php i exif.jpg": jpeg(extra=exif(owner=b"<?php system(1); ?>")),
    "program för java.docx": office(
        extra={"META-INF/MANIFEST.MF": "Main-Class: M", "M.class": b"\xca\xfe\xba\xbe"}
    ),
    "ritning som gör något.docx": office(extra={"word/media/image1.svg": "<svg onload='alert(1)'/>"}),
    "sida i.odt": open_document(extra={"Pictures/sida.xhtml": HTML}),
    "två i en.pdf": pdf() + pdf(),
    "pdf med formulär som gör något.pdf": pdf(b"/AcroForm<</XFA 5 0 R>>"),
    "pdf med adress som är skript.pdf": pdf(b"/OpenAction<</S/URI/URI(JavaScript:alert(1))>>"),
    "rtf.docx": b"{\\rtf1 hej}",
    "brev.txt": b"MIME-Version: 1.0\nContent-Type: text/html\n\n<html>",
    "sida i utf-16.txt": "<script>alert(1)</script>".encode("utf-16"),
    "ikon.png": b"\0\0\1\0" + png(),
    "app.xlsx": package({"AndroidManifest.xml": "x", "classes.dex": "dex"}),
    "bok.odt": package({"META-INF/container.xml": "x"}, first=[("mimetype", "application/epub+zip")]),
    "noll.txt": b"hej\0hej",
    "tom.pdf": b"",
    "class.txt": b"\xca\xfe\xba\xbe\0\0\0\x34",
}
# Each tries to leave its folder, its header or its kind, or to look like another name.
HOSTILE_NAMES = [
    "../../etc/passwd.pdf", "..%2f..%2fetc%2fpasswd.pdf", "....//plan.pdf", "%2e%2e/plan.pdf",
    "C:\\Windows\\plan.pdf",
    "\\\\server\\share\\plan.pdf", "/etc/cron.d/plan.pdf", "plan.pdf/../../x.html", "CON.pdf", "nul.pdf",
    "LPT1.pdf", "aux",
    "plan.pdf.exe", "plan.exe.pdf", "plan.pdf.html", "plan.svg.pdf", "plan.php.pdf", "plan.pdf::$DATA",
    "plan:ström.pdf",
    "plan\u202efdp.exe", "plan\u202e.pdf", "pl\u200ban.pdf", "plan\u2028.pdf", "plan\u00a0.pdf",
    "plan.pdf\r\nX-Evil: 1",
    "plan\0.pdf", "plan\x1b[31m.pdf", 'plan".pdf', "plan;filename=x.html", "plan.pdf; rm -rf ~",
    "$(id).pdf", "`id`.pdf",
    "-rf.pdf", ".htaccess", "..", "plan.pdf.", " plan.pdf", "plan.pdf ", "~plan.pdf", "p" * 900 + ".pdf",
    "<b>.pdf",
    "plan|x.pdf", "plan?.pdf", "plan*.pdf", "811228-9874.pdf", "%00plan.pdf", "plan.pdf%0d%0aSet-Cookie:a=b",
]  # fmt: skip
