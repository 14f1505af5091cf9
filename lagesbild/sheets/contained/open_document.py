"""Percent formats, error values and merged cells of an .ods, of which the workbook library tells nothing."""

from marks import SheetMarks, chunks, parser

# A cell or row may be repeated to the edge of the sheet; nothing beyond these counts is written by hand.
MAX_COLUMNS_REPEATED, MAX_ROWS_REPEATED = 1_000, 10_000


class OpenDocumentMarks:
    """The marks of every sheet of an .ods, read in one pass."""

    def __init__(self, package):
        self.sheets, self.blocks, self.row, self.column, self.repeats = {}, {}, 0, 0, (1, 1)
        self.marks, self.merged, self.error, self.text = {}, [], None, ""
        reader = parser(self.start, self.end, self.characters)
        for block in chunks(package, "content.xml"):
            reader.Parse(block)
        reader.Parse(b"", True)

    def start(self, name, attributes):
        told = {
            key.rpartition(":")[2]: value
            for key, value in attributes.items()
            if not key.startswith("calcext:")
        }
        if name == "table":
            self.marks = self.sheets.setdefault(told.get("name"), {})
            self.merged = self.blocks.setdefault(told.get("name"), [])
            self.row = 0
        elif name == "table-row":
            self.row, self.column = self.row + 1, 0
            self.repeats = (int(told.get("number-rows-repeated", 1)), 1)
        elif name in ("table-cell", "covered-table-cell"):
            self.repeats = (self.repeats[0], int(told.get("number-columns-repeated", 1)))
            spans = [int(told.get(f"number-{way}-spanned", 1)) for way in ("rows", "columns")]
            if max(spans) > 1:
                top, left = self.row - 1, self.column
                self.merged.append((top, left, top + spans[0] - 1, left + spans[1] - 1))
            self.error = attributes.get("calcext:value-type") == "error"
            self.text = ""
            if told.get("value-type") == "percentage":
                self.mark("percent")

    def characters(self, data):
        if self.error:
            self.text += data

    def end(self, name):
        if name in ("table-cell", "covered-table-cell"):
            if self.error:
                self.mark({"error": self.text.strip() or "#?"})
            self.error = False
            self.column += self.repeats[1]
        elif name == "table-row":
            self.row += self.repeats[0] - 1

    def mark(self, mark):
        rows, columns = min(self.repeats[0], MAX_ROWS_REPEATED), min(self.repeats[1], MAX_COLUMNS_REPEATED)
        for row in range(self.row, self.row + rows):
            cells = self.marks.setdefault(row, {})
            cells.update(dict.fromkeys(range(self.column, self.column + columns), mark))

    def of_sheet(self, name):
        found = SheetMarks()
        found.pending, found.merged = self.sheets.get(name, {}), self.blocks.get(name, [])
        return found
