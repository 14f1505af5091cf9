"""Percent formats, error values and hidden parts of an .xls, which the workbook library hands over as plain numbers."""

import os

import xlrd
from marks import SheetMarks, is_percent

# As Excel 97 writes them.
ERROR, NUMBER = xlrd.XL_CELL_ERROR, xlrd.XL_CELL_NUMBER


class OldWorkbookMarks:
    """The marks of the sheets of an .xls, each read when it is asked for."""

    def __init__(self, path):
        # What the library prints about odd records is nobody's to read.
        self.silent = open(os.devnull, "w")  # noqa: SIM115 - kept for as long as the book is read
        self.book = xlrd.open_workbook(path, formatting_info=True, on_demand=True, logfile=self.silent)
        formats = {key: known.format_str for key, known in self.book.format_map.items()}
        self.percent = {n for n, xf in enumerate(self.book.xf_list) if is_percent(formats.get(xf.format_key))}

    def of_sheet(self, name):
        found = SheetMarks()
        if name not in self.book.sheet_names():
            return found
        sheet = self.book.sheet_by_name(name)
        for row in range(sheet.nrows):
            marks = dict(self.of_row(sheet, row))
            if marks:
                found.pending[row + 1] = marks
        found.hidden_columns = [column for column, one in sheet.colinfo_map.items() if one.hidden]
        found.hidden_rows = sum(bool(one.hidden) for one in sheet.rowinfo_map.values())
        found.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        self.book.unload_sheet(name)
        return found

    def of_row(self, sheet, row):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == ERROR:
                code = sheet.cell_value(row, column)
                yield column, {"error": xlrd.error_text_from_code.get(code, "#?")}
            elif kind == NUMBER and sheet.cell_xf_index(row, column) in self.percent:
                yield column, "percent"
