"""The demo's joint analyses: needs on figures, causes that activities act on, weighed, chosen and approved."""

from datetime import timedelta

from activities.models import Activity
from agreements.models import PriorityArea
from collab import clock
from collab.access import Role
from lagesbild.models import CRITERIA, Cause, Need, SituationalPicture, Value

WEEK = timedelta(days=7)


def analyse(data, day, noon, agreement, people):
    """Make the pictures, the oldest first; each is weighed, chosen and approved as far as its data say."""
    by = people[data["by"]]
    leads = {person.party.code: person for person in people.values() if person.role == Role.LEAD}
    needs = {}
    for facts in data["picture"]:
        dated = day - facts["weeks"] * WEEK
        with clock.at(noon(dated)):
            situation = make_picture(facts, dated, agreement, by=by)
            own = [
                make_need(need, n, situation, agreement, needs.get(need.get("follows")), by=by)
                for n, need in enumerate(facts["need"])
            ]
            for code, rows in facts["scores"].items():
                told = [dict(zip(CRITERIA, row, strict=True)) for row in rows]
                situation.score(dict(zip(own, told, strict=True)), by=leads[code])
        needs |= {need.title: need for need in own}
        choose_and_approve(facts, situation, own, dated, noon, leads, by=by)


def make_picture(facts, dated, agreement, *, by):
    texts = {name: facts[name] for name in (*SituationalPicture.PARTS, *SituationalPicture.CRITIQUE)}
    situation = SituationalPicture.objects.create(
        collaboration=agreement.collaboration,
        title=facts["title"],
        dated_on=dated,
        is_demo=True,
        **texts | {name: text for name, text in facts.get("first", {}).items() if name in texts},
    )
    situation.record("created", by=by)
    return situation


def choose_and_approve(facts, situation, needs, dated, noon, leads, *, by):
    """A week later the scores are revealed, the council chooses, and the parties approve."""
    if not facts["approved"]:
        return
    first = facts.get("first", {"approved": ()})
    with clock.at(noon(dated + WEEK)):
        situation.reveal(by=by)
        for need, told in zip(needs, facts["need"], strict=True):
            chosen = told["chosen"]
            need.choose(is_chosen="rank" in chosen, rank=chosen.get("rank"), reason=chosen["reason"], by=by)
        for code in first["approved"]:
            situation.approve(by=leads[code])
    with clock.at(noon(dated + 2 * WEEK)):
        if "analysis" in first:
            situation.begin_edition()
            situation.analysis = facts["analysis"]
            situation.save()
            situation.record("changed", by=by, fields=["analysis"])
        for code in facts["approved"]:
            situation.approve(by=leads[code])


def make_need(facts, order, situation, agreement, follows, *, by):
    """A need with its evidence, its priority areas, and its causes with the activities that act on them."""
    need = Need.objects.create(
        situation=situation,
        order=order,
        title=facts["title"],
        statement=facts["statement"],
        caution=facts.get("caution", ""),
        follows=follows,
    )
    need.record("created", by=by)
    need.areas.set(situation.collaboration.areas.filter(name__in=facts["areas"]))
    for figure in facts["figures"]:
        rows = Value.objects.for_actor(by).filter(
            indicator__code=figure["indicator"], area__name=figure["area"], current_for__isnull=False
        )
        ended = rows.filter(period__ends_on__lte=situation.dated_on)
        need.rest_on(ended.latest("period__ends_on"), remark=figure.get("remark", ""), by=by)
    need.place(PriorityArea.objects.filter(agreement=agreement, letter__in=facts["priorities"]), by=by)
    made = {}
    for n, row in enumerate(facts["causes"]):
        made[row["text"]] = make_cause(row, n, need, made.get(row.get("behind")), agreement, by=by)
    return need


def make_cause(row, order, need, behind, agreement, *, by):
    facts = {name: row[name] for name in ("text", "kind", "horizon")}
    cause = Cause.objects.create(need=need, order=order, parent=behind, **facts)
    cause.record("created", by=by)
    for activity in Activity.objects.filter(priority_area__agreement=agreement, code__in=row["activities"]):
        links = activity.cause_links.select_related("cause")
        activity.act_on([*(link.cause for link in links), cause], by=by)
    return cause
