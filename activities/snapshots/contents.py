"""A report as plain data: the one structure that the page, the PDF and the Word file are made of, and that is frozen.

Dates are ISO texts under names that end in `_on`; what a sentence or figure rests on stands beside it as `source`.
"""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Status
from activities.models.questions import BY_STATUS
from activities.models.status import TROUBLED
from activities.progress import BAR
from collab.numbers import number

from .figures import trends
from .keys import key_of
from .rows import Rows
from .sentences import sentences


def contents(agreement, actor, *, one_round=None, at=None):
    """What a report of an agreement says, of one of its rounds or of all of it, now or as of an instant."""
    rows = Rows(agreement, actor, one_round=one_round, at=at)
    areas = [area_of(rows, area) for area in rows.areas]
    activities = [one for area in areas for one in area["activities"]]
    late = list(late_parts(rows))
    return {
        "language": get_language(),
        **heading(rows),
        "sentences": sentences(activities, late),
        "statuses": statuses(areas),
        "late": late,
        "decisions": decisions(rows),
        "areas": areas,
        "not_done": not_done(rows),
        "trends": trends(rows),
        "parties": parties(rows),
    }


def heading(rows):
    """What the report is of, and of which day."""
    agreement, one_round = rows.agreement, rows.round
    title = _("Follow-up of the agreement")
    if one_round:
        title = _("Follow-up, %(round)s") % {"round": one_round.in_sentence}
    period = one_round or agreement
    return {
        "title": title,
        "agreement": str(agreement),
        "collaboration": agreement.collaboration.name,
        "is_demo": settings.DEMO or agreement.is_demo,
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "made_on": rows.day.isoformat(),
        "closed_on": timezone.localdate(one_round.closed_at).isoformat() if rows.is_closed else "",
        "done": len([part for part in rows.asked if part in rows.reports]),
        "asked": len(rows.asked),
        "is_of_round": one_round is not None,
    }


def area_of(rows, area):
    """A priority area: the needs it rests on, and its activities with each party's own status."""
    activities = [row for row in rows.activities if row.priority_area_id == area.pk]
    return {
        "letter": area.letter,
        "name": area.name,
        "short": area.short,
        "needs": [{"title": need.title, "source": key_of(need)} for need in rows.needs(area)],
        "activities": [activity_of(rows, row) for row in activities],
    }


def activity_of(rows, activity):
    parts = rows.parts_of(activity)
    judged = rows.judgement(activity)
    written = [
        rows.reports[part.pk] for part in parts if part.pk in rows.reports and rows.reports[part.pk].text
    ]
    latest = max(written, key=lambda report: report.reported_at, default=None)
    return {
        **named(activity),
        "goal": activity.goal,
        "status": rows.status(activity),
        "due_on": activity.due_on.isoformat(),
        "note": latest.text if latest else "",
        "note_source": {"source": key_of(latest)} if latest else {},
        "judged": judged.reason if judged else "",
        "judged_by": judged.made_by.party.short if judged else "",
        "parts": [part_of(rows, part) for part in parts],
    }


def named(activity):
    """How a row about an activity names it, and where it is found."""
    key = key_of(activity)
    return {"activity": key, "source": key, "code": activity.code, "title": activity.title}


def part_of(rows, part):
    report = rows.reports.get(part.pk)
    return {
        **party_of(part.party),
        "is_lead": part.is_lead,
        "text": part.text,
        "status": report.status if report and rows.round else part.status,
        "due_on": part.due_on.isoformat(),
        "told": report.text if report else "",
        "counted": counted(part, report),
        "reported_on": timezone.localdate(report.reported_at).isoformat() if report else "",
        "is_missing": part.pk in rows.asked and report is None,
        "is_offered": part.is_offered,
        "source": key_of(report) if report else "",
    }


def party_of(party):
    return {"party": party.short, "party_code": party.code, "hue": party.hue}


def counted(part, report):
    """5 of 8 walks; empty for what is not counted."""
    if part.target_number is None:
        return ""
    so_far = report.number if report and report.number is not None else 0
    words = _("%(n)s of %(all)s %(what)s")
    return (
        words % {"n": number(so_far), "all": number(part.target_number), "what": part.target_unit}
    ).strip()


def statuses(areas):
    """How many activities of each status, per priority area and in all; a status nobody has is left out."""
    found = []
    for status in BAR:
        counts = [sum(one["status"] == status for one in area["activities"]) for area in areas]
        if any(counts):
            found.append({"status": status, "counts": counts, "total": sum(counts)})
    return found


def late_parts(rows):
    """The parties' parts whose day has passed and that are not finished, the latest first, and what they say of it."""
    by_key = {row.pk: row for row in rows.activities}
    late = [part for part in rows.parts if part.is_late(rows.day) and not part.is_offered]
    for part in sorted(late, key=lambda part: (part.due_on, part.pk)):
        report = rows.latest.get(part.pk)
        yield {
            **named(by_key[part.activity_id]),
            **party_of(part.party),
            "due_on": part.due_on.isoformat(),
            "days": (rows.day - part.due_on).days,
            "status": part.status,
            "why": " ".join(filter(None, [report.text, report.needs])) if report else "",
            "source": key_of(report) if report else key_of(by_key[part.activity_id]),
        }


def decisions(rows):
    """What needs a decision or a hand, the worst first, with what each party says that it needs."""
    found = []
    for activity in rows.activities:
        status = rows.status(activity)
        if status in TROUBLED:
            told = [
                (part, rows.latest[part.pk]) for part in rows.parts_of(activity) if part.pk in rows.latest
            ]
            needs = [
                {**party_of(part.party), "text": report.needs, "source": key_of(report)}
                for part, report in told
                if report.needs
            ]
            found.append(
                {**named(activity), "status": status, "due_on": activity.due_on.isoformat(), "needs": needs}
            )
    return sorted(found, key=lambda one: (BY_STATUS.index(one["status"]), one["due_on"], one["code"]))


def not_done(rows):
    """What was agreed and not carried out, each with its cause and what was learned."""
    by_key = {row.pk: row for row in rows.activities}
    found = []
    for part in rows.parts:
        report = rows.latest.get(part.pk)
        if report and report.status == Status.CANCELLED:
            found.append(
                {
                    **named(by_key[part.activity_id]),
                    **party_of(part.party),
                    "text": part.text,
                    "cause": str(report.get_cause_display()),
                    "lesson": report.lesson,
                    "told": report.text,
                    "source": key_of(report),
                }
            )
    return sorted(found, key=lambda one: one["code"])


def parties(rows):
    """Every party of the agreement: whether it signed, and how many of its reports are in."""
    found = []
    for part, signature in rows.signatures:
        own = [one.pk for one in rows.parts if one.party_id == part.party_id and one.pk in rows.asked]
        found.append(
            {
                **party_of(part.party),
                "name": part.party.title,
                "asked": len(own),
                "done": len([pk for pk in own if pk in rows.reports]),
                "signed_on": signature.signed_on.isoformat() if signature else "",
                "signed_by": signature.name if signature else "",
                "signed_title": signature.title if signature else "",
            }
        )
    return found
