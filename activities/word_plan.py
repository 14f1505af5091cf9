"""The plan of measures as a Word file: a table per priority area, with Brå's columns."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .snapshots.word import document, rows_or, saved


def write_plan(plan):
    """The bytes of a .docx of a plan."""
    title = _("The municipality's plan of measures (5 §)") if plan.is_municipal else _("The plan of measures")
    file = document(f"{title}, {plan.agreement}", get_language())
    file.add_paragraph(str(plan.agreement), style="Subtitle")
    file.add_paragraph(title, style="Title")
    file.add_paragraph(plan.counts_in_words)
    for area, _needs, rows in plan.areas:
        rows_or(file, area.name, heads(), [row.cells for row in rows], _("No activity is planned here."))
    return saved(file)


def heads():
    """Brå's own columns."""
    return [
        _("Cause"),
        _("Measure"),
        _("Operational goals"),
        _("When"),
        _("Who"),
        _("Follow-up"),
    ]
