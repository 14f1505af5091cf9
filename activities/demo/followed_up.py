"""What the follow-up adds to the demo: counted targets, earlier reports, a set joint status, what was not done."""

from datetime import timedelta

from activities.models import Activity
from collab import clock

from .rounds import instant

KINDS = ("first", "last", "now")


def add_followup(data, added):
    """Put what `added` says of parts, and its activities, into the data of the activities."""
    data["activity"] += added["activity"]
    parts = {(one["code"], part["party"]): part for one in data["activity"] for part in one["parts"]}
    for extra in added["part"]:
        part = parts[extra["code"], extra["party"]]
        part["target"] = extra.get("target", {})
        for kind in KINDS:
            if kind in extra:
                part[kind] = part.get(kind, {}) | extra[kind]
    for part in parts.values():
        # Who reported in the round before had begun in the one before that.
        if "last" in part:
            part.setdefault("first", {"status": "on_track"})


def set_judgements(rows, agreement, day, people):
    """Set the joint statuses that somebody judged otherwise than follows."""
    for facts in rows:
        activity = Activity.objects.get(priority_area__agreement=agreement, code=facts["code"])
        with clock.at(instant(day - timedelta(days=facts["ago"]))):
            activity.judge(facts["status"], reason=facts["reason"], by=people[facts["by"]])
