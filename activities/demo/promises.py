"""The demo's citizen promises, with the occasions its parties have counted."""

from datetime import timedelta

from activities.models import Activity, Promise
from collab import clock

from .rounds import instant


def make_promises(rows, agreement, day, places, parties, people):
    """Make each promise as its first party would, publish it, and count what was done for it."""
    for facts in rows:
        promise = make_promise(facts, agreement, day, places, parties, people)
        for code, ago, text in facts["done"]:
            held_on = day - timedelta(days=ago)
            by = next(people[key] for party, key in facts["parties"] if party == code)
            with clock.at(instant(held_on, ago)):
                promise.count(held_on=held_on, party=parties[code], text=text, by=by)


def make_promise(facts, agreement, day, places, parties, people):
    writer = people[facts["parties"][0][1]]
    starts_on = day + timedelta(days=facts["from"])
    codes = facts["activities"]
    with clock.at(instant(starts_on - timedelta(days=14))):
        promise = Promise.objects.make(
            agreement=agreement,
            by=writer,
            text=facts["text"],
            target=facts["target"],
            unit=facts["unit"],
            starts_on=starts_on,
            ends_on=day + timedelta(days=facts["to"]),
            areas=[places[name] for name in facts["places"]],
            parties={parties[code]: people[key] for code, key in facts["parties"]},
            activities=Activity.objects.filter(priority_area__agreement=agreement, code__in=codes),
            is_demo=True,
        )
        promise.publish(by=writer)
    return promise
