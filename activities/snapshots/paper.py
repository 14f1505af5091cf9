"""A report as the printed page takes it: the contents with every date, number and status in words."""

import re
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab import charts, marks, typeset
from collab.dates import day_short
from collab.numbers import measure, signed

TEMPLATE = typeset.TEMPLATES / "activities" / "report.typ"
# What stands where there is nothing to count.
NONE = "–"
# The field that a development is drawn in.
WIDE, HIGH = 150, 57


def print_report(content, *, stamp="", state=""):
    """The PDF of a report's contents; `state` says whether it is a draft or which version it is."""
    return typeset.pdf(TEMPLATE, page_of(content, stamp=stamp, state=state))


def page_of(content, *, stamp="", state=""):
    """What the template prints: `content` in words, with the labels around it."""
    said = worded(content)
    counts = [(row["status"], row["total"]) for row in content["statuses"]]
    return {
        **said,
        "labels": labels(),
        "facts": facts(content, state),
        "foot": " · ".join(filter(None, [content["title"], content["agreement"], state, demo_word(content)])),
        "sentence": sentence(content),
        "bar": [{"status": status, "count": n} for status, n in counts],
        "bar_alt": bar_in_words(content),
        "columns": [area["short"] for area in content["areas"]],
        "statuses": [
            {**row, "counts": [str(n or NONE) for n in row["counts"]], "total": str(row["total"])}
            for row in said["statuses"]
        ],
        "decisions": [{**row, "said": needs_in_words(row)} for row in said["decisions"]],
        "late": [
            {**row, "ago": days_late(row["days"]), "why": row["why"] or _("Nothing reported.")}
            for row in said["late"]
        ],
        "areas": [area_of(area) for area in said["areas"]],
        "trends": [trend_of(one) for one in content["trends"]],
        "parties": [{**row, "tally": tally(row), "signed": signed_in_words(row)} for row in said["parties"]],
        "stamp": stamp,
    }


def worded(content):
    """The same, with every day and status in words: `word` beside each status."""
    if isinstance(content, list):
        return [worded(one) for one in content]
    if not isinstance(content, dict):
        return content
    said = {key: day_in_words(key, value) or worded(value) for key, value in content.items()}
    return {**said, "word": str(marks.STATUSES[said["status"]][1])} if said.get("status") else said


def day_in_words(key, value):
    return day_short(date.fromisoformat(value)) if key.endswith("_on") and value else ""


def sentence(content):
    return " ".join(one["text"] for one in content["sentences"])


def facts(content, state):
    """(label, value) of the line under the title."""
    first, last, made = (
        day_short(date.fromisoformat(content[key])) for key in ("starts_on", "ends_on", "made_on")
    )
    return [
        (_("Period"), f"{first} – {last}"),
        (_("State"), state or _("Draft")),
        (_("As it was on"), made),
        (
            _("Reports"),
            _("%(done)s of %(total)s are in") % {"done": content["done"], "total": content["asked"]},
        ),
    ]


def bar_in_words(content):
    """Status of 16 activities: Done 2, On track 8."""
    counts = [f"{marks.STATUSES[row['status']][1]} {row['total']}" for row in content["statuses"]]
    return _("Status of the activities: %(counts)s.") % {"counts": ", ".join(counts)}


def demo_word(content):
    return _("Demo data") if content["is_demo"] else ""


def needs_in_words(row):
    """What each party says that it needs, or that none has said it."""
    if not row["needs"]:
        return _("The parties have not said what they need.")
    return " ".join(f"{need['party']}: {need['text']}" for need in row["needs"])


def days_late(n):
    return ngettext("%(n)s day late", "%(n)s days late", n) % {"n": n}


def area_of(area):
    needs = ", ".join(need["title"] for need in area["needs"])
    return {
        **area,
        "needs_told": area["needs"],
        "needs": _("Rests on the needs: %(needs)s") % {"needs": needs} if needs else "",
        "activities": [
            {**one, "judged": judged_in_words(one), "carried": carried_in_words(one)}
            for one in area["activities"]
        ],
    }


def judged_in_words(one):
    if not one["judged"]:
        return ""
    return _("Set by %(party)s: %(reason)s") % {"party": one["judged_by"], "reason": one["judged"]}


def carried_in_words(one):
    """Where an activity went on; a report frozen before that was told knows nothing of it."""
    agreement = one.get("carried_to")
    return _("Carried on to %(agreement)s") % {"agreement": agreement} if agreement else ""


def tally(row):
    return _("%(done)s of %(total)s") % {"done": row["done"], "total": row["asked"]}


def signed_in_words(row):
    """Name, title, day; or that nobody has signed as far as the portal knows."""
    if not row["signed_on"]:
        return _("No signature is registered")
    return ", ".join(filter(None, [row["signed_by"], row["signed_title"], row["signed_on"]]))


def panels(trend):
    """The panels of a development, as charts.trends draws them on one scale."""
    series = [(place["name"], [one["value"] for one in place["values"]]) for place in trend["places"]]
    whole = [trend["reference"]] if trend["reference"] else ()
    return charts.trends(series, trend["periods"], references=whole, back=trend["back"], unit=sign_of(trend))


def sign_of(trend):
    """What stands after each figure: the unit where it is short; else it stands above them once."""
    return trend["unit"] if trend["unit"] == "%" else ""


def trend_of(trend):
    drawn = panels(trend)
    return {
        "name": trend["name"],
        "about": about(trend),
        "panels": [panel_of(trend, panel) for panel in drawn],
    }


def about(trend):
    """From when to when, in which unit, and what the dashed line is."""
    unit = trend["unit"] if trend["unit"] != "%" else _("percent")
    span = f"{trend['periods'][0]}–{trend['periods'][-1]}" if trend["periods"] else ""
    dashed = _("Dashed: the whole municipality.") if trend["reference"] else ""
    return ". ".join(filter(None, [", ".join(filter(None, [span, unit])), dashed]))


def panel_of(trend, panel):
    latest = figure_in_words(panel, sign_of(trend))
    change = f" ({signed(panel['change'])})" if panel["change"] is not None else ""
    facts = {
        "place": panel["label"],
        "name": trend["name"],
        "latest": latest,
        "period": panel["latest_period"],
    }
    return {
        "place": panel["label"],
        "latest": f"{latest}{change}",
        "alt": _("%(name)s in %(place)s: %(latest)s %(period)s.") % facts,
        "span": panel["latest_period"],
        "line": scaled(panel["path"]),
        "reference": scaled(panel["reference"]),
        "dots": scaled(panel["dot"] + panel["lone"]),
    }


def figure_in_words(panel, unit):
    """The latest figure that may be shown; small counts are said as such, and others as missing."""
    if panel["latest"] is not None:
        return measure(panel["latest"], unit)
    return _("too few to show") if charts.SUPPRESSED in panel["values"] else _("no data")


def scaled(path):
    """A path in a square of 100 × 100 as one in the field of a panel."""
    move = partial(re.sub, r"(-?[\d.]+) (-?[\d.]+)")
    return move(lambda at: f"{float(at[1]) * WIDE / 100:.2f} {float(at[2]) * HIGH / 100 + 1:.2f}", path)


def labels():
    """The words of the page itself."""
    return {
        "demo": _("Demo data."),
        "demo_note": _("Activities, people and figures are made up."),
        "page": _("Page"),
        "of": _("of"),
        "status": _("Status"),
        "all": _("All"),
        "decisions": _("Needs a decision or a hand"),
        "no_decisions": _("Nothing needs a decision or a hand."),
        "late": _("Late, and why"),
        "no_late": _("Nothing is late."),
        "not_done": _("What was not carried out, and why"),
        "no_not_done": _("Nothing that was agreed has been given up."),
        "trends": _("The picture in the prioritised places"),
        "activities": _("Activities per priority area"),
        "no_activities": _("No activity is open to all parties."),
        "lead_note": _("The underlined party coordinates. Each party's own status stands beside its name."),
        "activity": _("Activity"),
        "activity_and_state": _("Activity and how it goes"),
        "parties": _("Parties and their own status"),
        "party": _("Party"),
        "short": _("Abbreviation"),
        "joint": _("Joint status"),
        "due": _("Due"),
        "why": _("Why"),
        "cause": _("Cause"),
        "lesson": _("What we learned"),
        "missing": _("no report"),
        "reports_in": _("Reports in"),
        "signed": _("Signed"),
        "signatures": _("The parties and their signatures"),
    }
