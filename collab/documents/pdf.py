"""PDF: one document from its first byte to its last, without a password and without anything that acts.

The bytes of a PDF are never changed, since they may be signed; what it says of its author the portal never shows.
"""

import re
import zlib

from .kinds import KINDS
from .refusals import Refused

START = b"%PDF-"
STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
AUTHOR = re.compile(rb"/Author\s*[(<](?!\s*[)>])|<dc:creator>.{0,80}<rdf:li[^>]*>[^<]", re.DOTALL)
ACTS = {
    "password": re.compile(rb"/Encrypt\b"),
    "active": re.compile(
        rb"/(JavaScript|JS|Launch|RichMedia|XFA|SubmitForm|ImportData|GoToE|Movie|Sound)(?![A-Za-z0-9])"
        rb"|/URI\s*(\(\s*(?i:javascript):|<6[aA]617661736372697074)"
    ),
    "embedded": re.compile(rb"/(EmbeddedFiles?|Filespec|Collection)(?![A-Za-z0-9])"),
}
MARKUP = re.compile(rb"<\s*(script|html|svg|!doctype|\?php)", re.IGNORECASE)
UNPACKED = 64 << 20


def check_pdf(content):
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Refused("broken")
    if (
        content[end + 5 :].strip(b"\r\n\t \0")
        or MARKUP.search(content[:1024])
        or b"PK\x03\x04" in content[:1024]
    ):
        raise Refused("two_in_one", kind=KINDS["pdf"].label)
    plain = skeleton(content)
    if b"startxref" not in plain:
        raise Refused("broken")
    if plain.count(START) > 1:
        raise Refused("two_in_one", kind=KINDS["pdf"].label)
    for code, pattern in ACTS.items():
        if pattern.search(plain):
            raise Refused(code)


def skeleton(content):
    """The document's own structure with packed objects unpacked, pictures and texts left out, names spelled plainly."""
    objects = b"\n".join(unpacked(content))
    outside = STREAM.sub(b"stream endstream", content) + b"\n" + objects
    return HEX.sub(lambda found: bytes([int(found[1], 16)]), outside)


def unpacked(content):
    """The packed objects; Refused when together they are far too large."""
    left = UNPACKED
    for found in PACKED.finditer(content):
        try:
            data = zlib.decompressobj().decompress(found[1], left)
        except zlib.error:
            # Packed some other way, which readers of today do not write.
            raise Refused("broken") from None
        left -= len(data)
        if left <= 0:
            raise Refused("unpacks")
        yield data


def names_author(content):
    """Whether its properties seem to say who wrote it, so that the one who sends it can be told."""
    return bool(AUTHOR.search(content) or any(AUTHOR.search(part) for part in unpacked(content)))
