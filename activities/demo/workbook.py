"""The demo's workbook that waits to be confirmed: something to change, something wrong, something of another party."""

from activities.models import WorkbookUpload
from activities.workbook.columns import COLUMNS
from activities.workbook.held import Holdings
from activities.workbook.reading import Read
from activities.workbook.writing import line
from lagesbild.models.value import column_letters


def send_in(data, parties, people):
    """Send in what a contact's file says, as its rows would be read."""
    by = people[data["by"]]
    rows = [
        {key: str(value) for key, value in line(held).items() if value} for held in Holdings(by).to_take_out()
    ]
    for edit in data["edit"]:
        if edit["row"] <= len(rows):
            rows[edit["row"] - 1] |= {key: value for key, value in edit.items() if key != "row"}
    foreign = data["foreign"]
    rows.append({"party": parties[foreign["party"]].title, "text": foreign["text"]})
    columns = {column.key: column_letters(n) for n, column in enumerate(COLUMNS, 1)}
    read = Read("", columns, [], list(enumerate(rows, 2)))
    return WorkbookUpload.take_in(read, name=data["name"], by=by)
