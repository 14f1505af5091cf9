"""What other parties get of a file: the same document without who wrote it, when, where and on what machine.

The party that delivered a file gets it back byte for byte. Office and OpenDocument files lose their properties and
the names at comments and tracked changes; pictures lose what the camera wrote. A PDF and a text are handed on as
they are: a PDF may be signed, and a text has no properties.
"""

import io
import re
import zipfile

from . import pictures

PROPERTIES = re.compile(r"^(docProps/(core|app|custom)\.xml|meta\.xml)$")
TAGS = (
    "dc:creator", "cp:lastModifiedBy", "Manager", "Company", "HyperlinkBase", "meta:initial-creator",
    "meta:printed-by", "meta:creation-date", "dc:date", "dcterms:created", "dcterms:modified", "cp:lastPrinted",
)  # fmt: skip
IN_PROPERTIES = re.compile(rf"(<({'|'.join(TAGS)})(?:\s[^>]*)?>)[^<]*(</\2>)".encode())
CUSTOM = re.compile(rb"<(vt:[a-z0-9]+)>[^<]*</\1>|(?<=>)[^<]+(?=</meta:user-defined>)")
# Names at comments and tracked changes, wherever a program writes them.
IN_PARTS = (
    re.compile(rb"((?:w|w15|w16cid|p15)?:?(?:author|initials|userId|displayName|providerId|name(?==\"[^\"]*\"\s+initials=))=\")[^\"]*(?=\")"),
    re.compile(rb"(<(?:dc:creator|meta:creator-initials|loext:sender-initials|author|text:initial-creator|text:creator)(?:\s[^>]*)?>)[^<]*(?=</)"),
)  # fmt: skip
WITH_NAMES = re.compile(
    r"^(word/|xl/(comments|persons/|threadedComments/|revisions/)|ppt/(comment|authors)|content\.xml$|styles\.xml$)"
)
NOBODY = b"-"


def cleaned(kind, content):
    """The bytes for other parties; None when they are the same."""
    if kind.code == "png":
        clean = pictures.clean_png(content)
    elif kind.code == "jpeg":
        clean = pictures.clean_jpeg(content)
    elif content.startswith(b"PK"):
        clean = clean_package(content)
    else:
        return None
    return clean if clean != content else None


def clean_package(content):
    """The package with its properties emptied; parts, order and compression stay as they are."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(written, "w") as clean:
        for entry in package.infolist():
            data = package.read(entry)
            if PROPERTIES.match(entry.filename):
                data = CUSTOM.sub(without, IN_PROPERTIES.sub(rb"\1\3", data))
            elif WITH_NAMES.match(entry.filename) and entry.filename.endswith(".xml"):
                for pattern in IN_PARTS:
                    data = pattern.sub(rb"\1" + NOBODY, data)
            copy = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            copy.compress_type = entry.compress_type
            clean.writestr(copy, data)
    return written.getvalue()


def without(found):
    tag = found[1]
    return b"<" + tag + b"></" + tag + b">" if tag else b""
