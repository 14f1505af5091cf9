"""The demo's joint activities: each party's part, and what it reported, day by day."""

import hashlib
from datetime import timedelta

from activities.models import Activity
from collab import clock

from .rounds import instant, workday

MADE = 200
LAST_REPORTED = 6
NOT_IN_A_ROUND = 20
PLANNED_BEFORE = timedelta(days=10)


def make_activity(facts, agreement, day, parties, places, people, rounds, *, today=None):
    """Make an activity with its parts as of `day`, and let each party report what the data say it reported.

    `today` is the day that a moved date is counted from, when it is not `day` itself.
    """
    lead = people[facts["parts"][0]["contact"]]
    made_on = day - timedelta(days=facts.get("made", MADE))
    first = rounds.get("first")
    if first and "made" not in facts:
        made_on = min(made_on, first.opens_on - PLANNED_BEFORE)
    with clock.at(instant(made_on, minutes_of(facts["code"]))):
        activity = Activity.objects.plan(
            priority_area=agreement.priority_areas.get(letter=facts["code"].partition("-")[0]),
            code=facts["code"],
            title=facts["title"],
            goal=facts["goal"],
            areas=[places[name] for name in facts["places"]],
            due_on=workday(day + timedelta(days=facts["due"])),
            visibility=facts.get("visibility"),
            is_demo=True,
            is_agreed=True,
            parts=[part_of(part, day, parties, people) for part in facts["parts"]],
            by=lead,
        )
    commitments = {commitment.party.code: commitment for commitment in activity.commitments.all()}
    for part in facts["parts"]:
        for kind in ("first", "last", "now"):
            if kind in part and (kind != "first" or first):
                report(commitments[part["party"]], part[kind], rounds.get(kind), day, today or day, people)
    with clock.at(instant(min(day, today or day))):
        follow_parts(activity, commitments.values(), by=lead)


def follow_parts(activity, commitments, *, by):
    """Move the end date of an activity whose parts have moved past it."""
    activity.refresh_from_db()
    last = max(commitment.due_on for commitment in commitments)
    if last > activity.due_on:
        activity.change(by=by, due_on=last)


def part_of(part, day, parties, people):
    """A part as the verb that plans an activity takes it."""
    return {
        "party": parties[part["party"]],
        "text": part["text"],
        "contact": people[part["contact"]],
        "due_on": workday(day + timedelta(days=part["due"])) if "due" in part else None,
        **part.get("target", {}),
    }


def report(commitment, facts, in_round, day, today, people):
    """One report, written when the data say it was: `ago` days before, else late in its round."""
    if "ago" in facts:
        written_on = day - timedelta(days=facts["ago"])
        written_on = max(written_on, in_round.opens_on)
    elif in_round:
        written_on = in_round.due_on - timedelta(days=LAST_REPORTED)
    else:
        written_on = day - timedelta(days=NOT_IN_A_ROUND)
    with clock.at(instant(min(written_on, today), minutes_of(f"{commitment.text}{facts['status']}"))):
        commitment.report(
            status=facts["status"],
            by=people[facts["by"]] if "by" in facts else commitment.contact,
            number=facts.get("number"),
            cause=facts.get("cause", ""),
            lesson=facts.get("lesson", ""),
            on_behalf=facts.get("on_behalf", ""),
            text=facts.get("text", ""),
            needs=facts.get("needs", ""),
            new_due_on=workday(today + timedelta(days=facts["new_due"])) if "new_due" in facts else None,
            in_round=in_round,
        )


def minutes_of(text):
    """A minute of the working day that looks like chance and is the same every time."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:2]) % 480
