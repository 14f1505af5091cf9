"""The demo's council: who sits in it, a meeting that has been and what it led to, and one to come with its papers."""

from datetime import time, timedelta

from activities.meeting_pack import make_pack
from activities.models import Activity, TakenPoint
from agreements.models import Council, Meeting, Seat
from collab import clock

from .rounds import instant

BEFORE, CALLED, STEP = timedelta(days=300), timedelta(days=60), timedelta(days=20)


def hold_meetings(data, day, agreement, people, *, by):
    council = Council(collaboration=agreement.collaboration, is_demo=True, **data["council"])
    with clock.at(instant(day - BEFORE)):
        council.begin(by=by)
        for facts in data["seat"]:
            take_seat(facts, council, people, by=by)
    for facts in data["meeting"]:
        meeting = hold(facts, council, day, by=by)
        follow_up(facts["point"], meeting, day, agreement, by=by)
    with clock.at(instant(day)):
        make_pack(meeting, by=by)


def take_seat(facts, council, people, *, by):
    person = people[facts["who"]]
    Seat(
        council=council,
        person=person,
        function=facts.get("function", Seat.Function.MEMBER),
        position=person.user.title,
        is_leading=facts.get("leading", False),
        starts_on=clock.today(),
    ).take(by=by)


def hold(facts, council, day, *, by):
    """Call a meeting, and write its minutes when it has been."""
    held_on = day + timedelta(days=facts["days"])
    meeting = Meeting(
        council=council,
        held_on=held_on,
        starts_at=time.fromisoformat(facts["time"]),
        place=facts["place"],
        is_demo=True,
    )
    with clock.at(instant(min(held_on, day) - CALLED)):
        meeting.call(by=by, points=[{"title": point["title"]} for point in facts["point"]])
    if held_on < day:
        held = meeting.points.all()
        points = [
            {**said, "public_id": point.public_id} for said, point in zip(facts["point"], held, strict=True)
        ]
        with clock.at(instant(held_on)):
            meeting.change(by=by, points=points, present=facts["present"])
    return meeting


def follow_up(points, meeting, day, agreement, *, by):
    """Let the points that say so become steps of parts."""
    for facts, point in zip(points, meeting.points.all(), strict=True):
        if "took" in facts:
            activity = Activity.objects.get(
                priority_area__agreement=agreement, code=facts["took"]["activity"]
            )
            part = activity.commitments.get(party__code=facts["took"]["party"])
            with clock.at(instant(meeting.held_on)):
                TakenPoint.objects.as_step(
                    point, commitment=part, due_on=min(activity.due_on, day + STEP), by=by
                )
