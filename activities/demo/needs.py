"""The demo's joint analysis: needs on figures, causes that activities act on, weighed and chosen."""

from datetime import timedelta

from activities.models import Activity
from agreements.models import PriorityArea
from collab import clock
from collab.access import Role
from lagesbild.models import CRITERIA, Cause, Need, SituationalPicture, Value

WEEK = timedelta(days=7)
TEXTS = ("mapping", "other_information", "analysis", "sources", "unseen", "other_reasons")


def analyse(data, day, noon, agreement, people):
    """Make the picture of a month ago, let every party weigh and approve it, and say what the council chose."""
    by = people[data["by"]]
    with clock.at(noon(day - 4 * WEEK)):
        situation = SituationalPicture.objects.create(
            collaboration=agreement.collaboration,
            title=data["title"],
            dated_on=day - 4 * WEEK,
            is_demo=True,
            **{name: data[name] for name in TEXTS},
        )
        situation.record("created", by=by)
        needs = [make_need(facts, n, situation, agreement, by=by) for n, facts in enumerate(data["need"])]
        leads = leads_of(people)
        for code, rows in data["scores"].items():
            told = [dict(zip(CRITERIA, row, strict=True)) for row in rows]
            situation.score(dict(zip(needs, told, strict=True)), by=leads[code])
    with clock.at(noon(day - 3 * WEEK)):
        situation.reveal(by=by)
        for need, facts in zip(needs, data["need"], strict=True):
            chosen = facts["chosen"]
            need.choose(is_chosen="rank" in chosen, rank=chosen.get("rank"), reason=chosen["reason"], by=by)
        for lead in leads.values():
            situation.approve(by=lead)


def leads_of(people):
    return {person.party.code: person for person in people.values() if person.role == Role.LEAD}


def make_need(facts, order, situation, agreement, *, by):
    """A need with its evidence, its priority areas, and its causes with the activities that act on them."""
    need = Need.objects.create(
        situation=situation,
        order=order,
        title=facts["title"],
        statement=facts["statement"],
        caution=facts.get("caution", ""),
    )
    need.record("created", by=by)
    need.areas.set(situation.collaboration.areas.filter(name__in=facts["areas"]))
    for figure in facts["figures"]:
        rows = Value.objects.for_actor(by).filter(
            indicator__code=figure["indicator"], area__name=figure["area"], current_for__isnull=False
        )
        need.rest_on(rows.latest("period__ends_on"), remark=figure.get("remark", ""), by=by)
    areas = PriorityArea.objects.filter(agreement=agreement, letter__in=facts["priorities"])
    need.place(areas, by=by)
    for row in facts["causes"]:
        cause = Cause.objects.create(need=need, text=row["text"], kind=row["kind"], horizon=row["horizon"])
        cause.record("created", by=by)
        for activity in Activity.objects.filter(
            priority_area__agreement=agreement, code__in=row["activities"]
        ):
            links = activity.cause_links.select_related("cause")
            activity.act_on([*(link.cause for link in links), cause], by=by)
    return need
