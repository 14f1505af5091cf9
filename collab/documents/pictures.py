"""Pictures, walked from first byte to last: nothing may stand before, between or after what belongs to them."""

import re
import struct
import zlib

from .kinds import KINDS
from .refusals import Refused

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PIXELS = 120_000_000
# After these markers no length follows.
ALONE = frozenset([0x01, *range(0xD0, 0xD8)])
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
FOREIGN = re.compile(rb"PK\x03\x04|PK\x05\x06|%PDF-|<\s*(html|script|svg|\?php|!doctype)", re.IGNORECASE)
# Where a camera writes who, when and where: Exif and XMP, IPTC, comments.
# The segments of programs, and comments.
BESIDE = frozenset([*range(0xE0, 0xF0), 0xFE])
TELLING = {0xE1, 0xED, 0xFE}
# The chunks that are the picture itself, where any bytes may stand.
DRAWN = {b"IDAT", b"fdAT"}
TELLING_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def check_png(content):
    for name, data in png_chunks(content):
        if name == b"IHDR":
            check_pixels(*struct.unpack(">II", data[:8]))
        # What is beside the picture says something of it, and is no page, script or archive.
        if name not in DRAWN and FOREIGN.search(data):
            raise Refused("two_in_one", kind=KINDS["png"].label)


def png_chunks(content):
    """(name, data) of each chunk, each with a right checksum, from IHDR to IEND and not a byte more."""
    at, name = len(PNG), b""
    while name != b"IEND":
        if at + 12 > len(content):
            raise Refused("broken")
        length = struct.unpack(">I", content[at : at + 4])[0]
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or (at == len(PNG)) != (name == b"IHDR"):
            raise Refused("broken")
        if zlib.crc32(content[at + 4 : end - 4]) != struct.unpack(">I", content[end - 4 : end])[0]:
            raise Refused("broken")
        yield name, content[at + 8 : end - 4]
        at = end
    if at != len(content):
        raise Refused("two_in_one", kind=KINDS["png"].label)


def check_pixels(width, height):
    if not 0 < width * height <= PIXELS:
        raise Refused("too_many_pixels")


def check_jpeg(content):
    """The picture itself; what a phone puts behind it is left out, and anything else there is refused."""
    segments = list(jpeg_segments(content, 0))
    for marker, start, stop in segments:
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[start + 5 : start + 9].ljust(4, b"\0"))
            check_pixels(width, height)
        if marker in BESIDE and FOREIGN.search(content, start, stop):
            raise Refused("two_in_one", kind=KINDS["jpeg"].label)
    _marker, _start, stop = segments[-1]
    if not is_of_a_phone(content[stop:].lstrip(b"\0")):
        raise Refused("two_in_one", kind=KINDS["jpeg"].label)
    return content[:stop]


def is_of_a_phone(tail):
    """Nothing, a second exposure, a moving picture, or a phone's own notes, and no document hidden in them."""
    known = not tail or tail.startswith(JPEG) or tail[4:8] == b"ftyp" or tail.endswith(b"SEFT")
    return known and not FOREIGN.search(tail)


def jpeg_segments(content, at):
    """(marker, first byte, end) of each segment of the picture at `at`; the last is its end mark."""
    at += 2
    while True:
        if content[at : at + 1] != b"\xff" or at + 2 > len(content):
            raise Refused("broken")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield marker, at, at + 2
            return
        stop = at + 2 if marker in ALONE else at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if stop > len(content) or (marker not in ALONE and stop < at + 4):
            raise Refused("broken")
        if marker == 0xDA:
            found = END_OF_SCAN.search(content, stop)
            if not found:
                raise Refused("broken")
            stop = found.start()
        yield marker, at, stop
        at = stop


def clean_png(content):
    """The picture without texts and dates."""
    kept = [PNG]
    for name, data in png_chunks(content):
        if name not in TELLING_CHUNKS:
            kept += [struct.pack(">I", len(data)), name, data, struct.pack(">I", zlib.crc32(name + data))]
    return b"".join(kept)


def clean_jpeg(content):
    """The first picture alone, without what the camera wrote of person, time and place; it still stands upright."""
    kept, turned = [content[:2]], None
    for marker, start, stop in jpeg_segments(content, 0):
        if marker == 0xE1 and content[start + 4 : start + 10] == b"Exif\0\0":
            turned = turned or orientation(content[start + 10 : stop])
        if marker not in TELLING:
            kept.append(content[start:stop])
    if turned:
        kept.insert(1, exif_of(turned))
    return b"".join(kept)


def orientation(tiff):
    """How the camera was held, 2 to 8; None when it was upright or does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return None
    first = struct.unpack_from(f"{order}I", tiff, 4)[0]
    if first + 2 > len(tiff):
        return None
    for n in range(struct.unpack_from(f"{order}H", tiff, first)[0]):
        at = first + 2 + 12 * n
        if at + 12 > len(tiff):
            return None
        tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at)
        if tag == 0x0112:
            return value if 2 <= value <= 8 else None
    return None


def exif_of(turned):
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff
