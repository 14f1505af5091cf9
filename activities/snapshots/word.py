"""A report as a Word file, for those who must edit it: real headings, lists and tables, and no figure but as text."""

import io

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from .paper import page_of

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write_report(content, *, state=""):
    """The bytes of a .docx of a report's contents."""
    page = page_of(content, state=state)
    say, file = page["labels"], document(page["title"], content["language"])
    if page["is_demo"]:
        file.add_paragraph(f"{say['demo']} {say['demo_note']}")
    file.add_paragraph(page["agreement"], style="Subtitle")
    file.add_paragraph(page["title"], style="Title")
    table(file, [label for label, _value in page["facts"]], [[value for _label, value in page["facts"]]])
    file.add_paragraph().add_run(page["sentence"]).bold = True
    heads = [say["status"], *page["columns"], say["all"]]
    table(file, heads, [[row["word"], *row["counts"], row["total"]] for row in page["statuses"]])
    decided(file, page, say)
    worked(file, page, say)
    file.add_heading(say["signatures"], 1)
    rows = [[one["name"], one["party_code"], one["tally"], one["signed"]] for one in page["parties"]]
    table(file, [say["party"], say["short"], say["reports_in"], say["signed"]], rows)
    return saved(file)


def decided(file, page, say):
    """What needs a decision, what is late and what was given up."""
    file.add_heading(say["decisions"], 1)
    for one in page["decisions"]:
        line = file.add_paragraph(style="List Number")
        line.add_run(f"{one['code']} {one['title']}. ").bold = True
        line.add_run(f"{one['word']}. {one['said']}")
    rows_or(
        file,
        say["late"],
        [say["activity"], say["party"], say["due"], say["why"]],
        [[name(one), one["party"], f"{one['due_on']} ({one['ago']})", one["why"]] for one in page["late"]],
        say["no_late"],
    )
    rows_or(
        file,
        say["not_done"],
        [say["activity"], say["party"], say["cause"], say["lesson"]],
        [[name(one), one["party"], one["cause"], one["lesson"]] for one in page["not_done"]],
        say["no_not_done"],
    )


def worked(file, page, say):
    """The developments as tables, and the activities of each priority area."""
    if page["trends"]:
        file.add_heading(say["trends"], 1)
    for trend in page["trends"]:
        file.add_heading(trend["name"], 2)
        file.add_paragraph(trend["about"])
        rows = [[panel["place"], panel["latest"], panel["span"]] for panel in trend["panels"]]
        table(file, [_("Place"), _("Latest figure"), _("Period")], rows)
    file.add_heading(say["activities"], 1)
    for area in page["areas"]:
        rows = [
            [
                "\n".join(filter(None, [name(one), one["note"], one["judged"], one["carried"]])),
                "\n".join(f"{part['party_code']}: {part['word']}" for part in one["parts"]),
                one["word"],
                one["due_on"],
            ]
            for one in area["activities"]
        ]
        heads = [say["activity_and_state"], say["parties"], say["joint"], say["due"]]
        rows_or(file, area["name"], heads, rows, say["no_activities"], level=2)


def name(one):
    return f"{one['code']} {one['title']}"


def document(title, language):
    """An empty file with its title, language and a plain type."""
    file = Document()
    file.core_properties.title, file.core_properties.language = title, language
    # The library puts its own name there.
    file.core_properties.author = file.core_properties.comments = ""
    style = file.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10.5)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), {"sv": "sv-SE", "en": "en-GB"}[language])
    style.element.get_or_add_rPr().append(spoken)
    return file


def rows_or(file, heading, heads, rows, none, level=1):
    """A heading with a table under it, or the sentence that there is nothing."""
    file.add_heading(heading, level)
    if rows:
        table(file, heads, rows)
    else:
        file.add_paragraph(none)


def table(file, heads, rows):
    """A table whose first row is marked as its heading, and comes again on the next page."""
    made = file.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(made.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(str(text)).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = str(text)
    file.add_paragraph()


def saved(file):
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()
