"""What the workbook library does not tell about cells: percent formats, error values, formulas without a value.

For .xlsx here; for .ods and .xls beside. Parts are read as a stream, and only when a quick look at
their bytes says there is something to find. A document type declaration ends the reading.
"""

import re
import zipfile
from xml.parsers import expat

CHUNK = 1 << 18
PERCENT_BUILT_IN = {9, 10}
FORMATS, CELLS = "numFmts", "cellXfs"


class Unsafe(Exception):
    """The part declares a document type, which no spreadsheet program writes."""


def parser(start, end=None, text=None):
    """An expat parser that hands over local names and refuses every document type declaration."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_):
        raise Unsafe("document type declaration")

    made.StartDoctypeDeclHandler = refuse
    made.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        made.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        made.CharacterDataHandler = text
    return made


def chunks(package, part):
    with package.open(part) as stream:
        while block := stream.read(CHUNK):
            yield block


def parse(package, part, start):
    reader = parser(start)
    for block in chunks(package, part):
        reader.Parse(block)
    reader.Parse(b"", True)


def sheet_parts(package, names):
    """The part of each sheet by the sheet's name, found through the relations as the standard says."""
    relations = next((n for n in names if n.endswith("workbook.xml.rels")), None)
    workbook = next((n for n in names if n.endswith("workbook.xml") and not n.startswith("_")), None)
    if not relations or not workbook:
        return {}
    base, targets, parts = workbook.rpartition("/")[0], {}, {}

    def relation(name, attributes):
        if name == "Relationship":
            targets[attributes.get("Id")] = attributes.get("Target", "")

    def sheet(name, attributes):
        if name == "sheet":
            key = next((v for k, v in attributes.items() if k.endswith(":id")), None)
            target = targets.get(key, "")
            parts[attributes.get("name")] = (
                target[1:] if target.startswith("/") else f"{base}/{target}".lstrip("/")
            )

    parse(package, relations, relation)
    parse(package, workbook, sheet)
    return {name: part for name, part in parts.items() if part in names}


def is_percent(code):
    """Whether a number format shows a percentage; a % that is only text in it does not count."""
    return "%" in re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", code or "")


def percent_styles(package, names):
    """The style numbers whose number format is a percentage."""
    part = next((n for n in names if n.endswith("styles.xml")), None)
    if not part:
        return set()
    custom, styles, where = set(), [], [None]

    def element(name, attributes):
        if name in (FORMATS, CELLS, "cellStyleXfs", "dxfs"):
            where[0] = name
        elif name == "numFmt" and where[0] == FORMATS:
            if is_percent(attributes.get("formatCode")):
                custom.add(int(attributes.get("numFmtId", -1)))
        elif name == "xf" and where[0] == CELLS:
            styles.append(int(attributes.get("numFmtId", 0)))

    parse(package, part, element)
    return {i for i, number in enumerate(styles) if number in PERCENT_BUILT_IN or number in custom}


def column_of(reference):
    """The column number, from 0, of a reference such as AB12."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


class SheetMarks:
    """The marks of one sheet, read in step with its rows; an empty one when there is nothing to mark."""

    def __init__(self, package=None, part=None, percent=frozenset()):
        self.percent = {str(style) for style in percent}
        self.pending, self.row, self.column, self.cell, self.in_value = {}, 0, -1, None, False
        self.hidden_columns, self.hidden_rows, self.formulas = [], 0, 0
        # Blocks of merged cells, first and last row and column from 0, where the workbook library tells none.
        self.merged = []
        self.blocks = None
        if package is not None and self.is_worth_reading(package, part):
            self.blocks = chunks(package, part)
            self.reader = parser(self.start, self.end, self.text)

    def is_worth_reading(self, package, part):
        # Looking for plain bytes is ten times quicker, and most sheets hold none of these.
        hints = [b"<f", b":f", b't="e"', b'hidden="', *(f's="{style}"'.encode() for style in self.percent)]
        styles = "|".join(self.percent) or "none"
        sought = re.compile(rf'<(?:\w+:)?f[\s/>]|\bt="e"|\bhidden="|\bs="(?:{styles})"'.encode())
        last = b""
        for block in chunks(package, part):
            text = last + block
            if any(hint in text for hint in hints) and sought.search(text):
                return True
            last = block[-64:]
        return False

    def of_row(self, number):
        """The marks of a row, numbered from 1: column from 0 → "percent", or what the cell is to become."""
        while self.blocks is not None and self.row <= number:
            block = next(self.blocks, None)
            self.reader.Parse(block or b"", block is None)
            if block is None:
                self.blocks = None
        return self.pending.pop(number, {})

    def start(self, name, attributes):
        if name == "c":
            self.start_cell(attributes)
        elif name == "f" and self.cell:
            self.cell["formula"] = True
            self.formulas += 1
        elif name == "v":
            self.in_value = True
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
            self.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.hidden_columns.extend(range(first - 1, min(last, 16_384)))

    def start_cell(self, attributes):
        reference = attributes.get("r")
        self.column = column_of(reference) if reference else self.column + 1
        self.cell = {"type": attributes.get("t", "n"), "style": attributes.get("s"), "value": ""}

    def text(self, data):
        if self.in_value and self.cell is not None:
            self.cell["value"] += data

    def end(self, name):
        if name == "v":
            self.in_value = False
        elif name == "c" and self.cell is not None:
            mark = self.mark_of(self.cell)
            if mark is not None:
                self.pending.setdefault(self.row, {})[self.column] = mark
            self.cell = None

    def mark_of(self, cell):
        if cell["type"] == "e":
            return {"error": cell["value"] or "#?"}
        if cell.get("formula") and not cell["value"] and cell["type"] != "str":
            return {"uncached": True}
        if cell["type"] == "n" and cell["style"] in self.percent:
            return "percent"
        return None

    def summary(self):
        """What the whole sheet showed, once its rows have been read."""
        while self.blocks is not None:
            self.of_row(self.row + 1)
        return {
            "hidden_columns": sorted(set(self.hidden_columns)),
            "hidden_rows": self.hidden_rows,
            "formulas": self.formulas,
        }


class PackageMarks:
    """The marks of a workbook's sheets by name; none for a file that is no zip package."""

    def __init__(self, path):
        self.package, self.parts, self.percent = None, {}, set()
        if zipfile.is_zipfile(path):
            self.package = zipfile.ZipFile(path)
            names = self.package.namelist()
            self.parts = sheet_parts(self.package, names)
            self.percent = percent_styles(self.package, names) if self.parts else set()

    def of_sheet(self, name):
        part = self.parts.get(name)
        return SheetMarks(self.package, part, self.percent) if part else SheetMarks()
