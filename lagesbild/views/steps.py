"""The steps of an import as components/steps.html takes them."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STEPS = [
    ("file", gettext_lazy("File")),
    ("sheet", gettext_lazy("Sheet and headings")),
    ("columns", gettext_lazy("Columns")),
    ("review", gettext_lazy("Review")),
    ("detail", gettext_lazy("Finished")),
]


def steps(current, batch=None):
    """Each step with its note and state; the steps already taken can be gone back to while it is a draft."""
    names = [name for name, _label in STEPS]
    here = names.index(current)
    notes = notes_of(batch) if batch else {}
    if batch is None or batch.is_draft:
        notes[current] = _("Nothing is saved yet")
    return [
        {
            "label": label,
            "note": notes.get(name, ""),
            "state": state(place, here),
            "url": reverse(f"lagesbild:import_{name}", args=[batch.public_id])
            if batch and batch.is_draft and 0 < place < here
            else "",
        }
        for place, (name, label) in enumerate(STEPS)
    ]


def state(place, here):
    if place == here:
        return "current"
    return "done" if place < here else ""


def notes_of(batch):
    notes = {"file": filesizeformat(batch.size), "detail": _("Can be undone")}
    if "header_row" in batch.mapping:
        notes["sheet"] = _("Row %(n)s") % {"n": batch.mapping["header_row"]}
    if "columns" in batch.mapping:
        columns = batch.mapping["columns"]["columns"]
        used = sum(column["role"] not in ("ignored", "personal") for column in columns)
        notes["columns"] = _("%(n)s of %(all)s are used") % {"n": used, "all": len(columns)}
    return notes
