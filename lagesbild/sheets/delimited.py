"""Comma, semicolon, tab or bar separated text: which encoding, which separator, then its rows as text cells."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from .containers import Limits
from .raw import Row
from .refusals import Refused

SEPARATORS = ";\t|,"
DECIMAL = re.compile(r"[^,]*[0-9],[0-9][^,]*")
CHUNK = 1 << 16
SAMPLE_ROWS = 200
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# What UTF-8 looks like after somebody has saved it once more as cp1252.
MOJIBAKE = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–", "�")


@dataclass(frozen=True)
class Dialect:
    """How a text file is written; `quoted` says whether quotation marks enclose cells."""

    encoding: str
    separator: str
    quoted: bool = True
    skips_first_line: bool = False


@dataclass(frozen=True)
class TextRows:
    """The rows of a text file, read anew from disk each time they are iterated."""

    path: Path
    dialect: Dialect
    limits: Limits

    def __iter__(self) -> Iterator[Row]:
        return map(self.decoded, self.rough())

    def rough(self) -> Iterator[tuple[int, list[str]]]:
        """The number and the fields of each row that is not empty."""
        lines = lines_of(self.path, self.dialect.encoding, self.limits)
        skipped = list(islice(lines, 1)) if self.dialect.skips_first_line else []
        numbered = enumerate(records(lines, self.dialect, self.limits), 1 + len(skipped))
        return ((number, fields) for number, fields in numbered if any(fields))

    def decoded(self, rough: tuple[int, list[str]]) -> Row:
        number, fields = rough
        cells = [(unescaped(field) if field[0] == "'" else field) if field else None for field in fields]
        while cells[-1] is None:
            cells.pop()
        return Row(number, cells)


def unescaped(field: str) -> str:
    """Take away the apostrophe that our exports put before text a program could run (OWASP ASVS 1.2.10)."""
    return field[1:] if field[1:2] in tuple("=+-@\t\r") else field


def encoding_of(path: Path) -> str:
    """Byte order mark, else strict UTF-8, else cp1252; Refused for bytes that are no text at all."""
    with path.open("rb") as file:
        start = file.read(CHUNK)
        for mark, encoding in BYTE_ORDER_MARKS:
            if start.startswith(mark):
                return checked(path, encoding)
        if b"\0" in start:
            return checked(path, utf16_without_mark(start))
    for encoding in ("utf-8", "cp1252"):
        if is_valid(path, encoding):
            return encoding
    raise Refused("encoding")


def utf16_without_mark(start: bytes) -> str:
    """UTF-16 text of European languages has a NUL in nearly every other byte, on one side."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if even + odd > len(start) * 0.3 and min(even, odd) < len(start) * 0.02:
        return "utf-16-le" if odd > even else "utf-16-be"
    raise Refused("not_text")


def checked(path: Path, encoding: str) -> str:
    if not is_valid(path, encoding):
        raise Refused("encoding")
    return encoding


def is_valid(path: Path, encoding: str) -> bool:
    """Whether the whole file decodes strictly and holds no control characters that no text has."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(CHUNK):
                if "\0" in decoder.decode(block):
                    raise Refused("not_text")
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def lines_of(path: Path, encoding: str, limits: Limits) -> Iterator[str]:
    """The lines of a file whatever ends them: LF, CRLF, CR, or the CR CR LF of a doubly converted file."""
    return chain.from_iterable(blocks_of(path, encoding, limits))


def blocks_of(path: Path, encoding: str, limits: Limits) -> Iterator[Iterable[str]]:
    """Some lines at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest, held, count = "", "", 0
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            text = held + decoder.decode(block)
            # A CR at the end may be the first half of what the next block finishes.
            kept = text.rstrip("\r")
            held = text[len(kept) :]
            whole, end, rest = (rest + one_line_end(kept)).rpartition("\n")
            count += whole.count(end) + 1 if end else 0
            yield io.StringIO(whole + end, newline="\n")
            if len(rest) > limits.field * 20:
                raise Refused("field_too_long", row=count + 1, limit=limits.field)
    rest += one_line_end(held + decoder.decode(b"", True))
    yield io.StringIO(rest, newline="\n")


def one_line_end(text: str) -> str:
    if "\r" not in text:
        return text
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def records(lines: Iterator[str], dialect: Dialect, limits: Limits) -> Iterator[list[str]]:
    quoting = csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE
    reader = csv.reader(lines, delimiter=dialect.separator, quoting=quoting, strict=True)
    row = 0
    try:
        for row, fields in enumerate(reader, 1):
            if len(fields) > limits.columns:
                raise Refused("too_many_columns", row=row, count=len(fields), limit=limits.columns)
            yield fields
    except csv.Error as error:
        code = "field_too_long" if "limit" in str(error) else "broken_quotes"
        raise Refused(code, row=row + 1, limit=limits.field) from error


def dialect_of(path: Path, limits: Limits, encoding: str = "", separator: str = "") -> Dialect:
    """Find the dialect of a text file; what is given is taken as given."""
    if separator and separator not in SEPARATORS:
        raise Refused("wrong_separator", separator=separator)
    encoding = checked(path, encoding) if encoding else encoding_of(path)
    sample = list(islice(lines_of(path, encoding, limits), SAMPLE_ROWS))
    declared = sample[0].strip().lower() if sample else ""
    skips = len(declared) == 5 and declared.startswith("sep=") and declared[4] in SEPARATORS
    if skips:
        sample = sample[1:]
        separator = separator or declared[4]
    candidates = [
        (evenness(sample, Dialect(encoding, mark, quoted, skips), limits), quoted, -place, mark)
        for place, mark in enumerate(SEPARATORS)
        for quoted in (True, False)
        if mark == separator or not (separator or (mark == "," and is_decimal(sample)))
    ]
    _, quoted, _, mark = max(candidates)
    return Dialect(encoding, mark, quoted, skips)


def is_decimal(sample: list[str]) -> bool:
    """Whether the commas are decimal ones in a single column: one in a line, between digits, none in the heading."""
    lines = [line for line in sample if line.strip()]
    divided = [line for line in lines if "," in line]
    return len(divided) < len(lines) and all(DECIMAL.fullmatch(line.strip()) for line in divided)


def evenness(sample: list[str], dialect: Dialect, limits: Limits) -> float:
    """The share of rows that have the most common number of columns, to a tenth; 0 when that number is 1."""
    widths: Counter[int] = Counter()
    whole = iter(sample)
    try:
        for fields in records(whole, dialect, limits):
            widths[len(fields)] += any(fields)
    except Refused:
        # The sample may end inside a quoted cell; anywhere else the quotes do not fit this dialect.
        if next(whole, None) is not None or len(sample) < SAMPLE_ROWS:
            return 0.0
    widths -= Counter()
    several = {width: count for width, count in widths.items() if width > 1}
    return round(max(several.values(), default=0) / max(1, widths.total()), 1)


def notes_on(path: Path, dialect: Dialect, limits: Limits) -> list[str]:
    """Codes of what a person should look at: "mojibake" when letters were spoilt before the file came here."""
    sample = islice(lines_of(path, dialect.encoding, limits), SAMPLE_ROWS * 5)
    return ["mojibake"] if any(mark in line for line in sample for mark in MOJIBAKE) else []
