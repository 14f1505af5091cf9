"""The demo's money, aims and steps."""

from datetime import date, timedelta

from activities.models import Activity, Funding, Step
from collab import clock
from lagesbild.models import Indicator

from .rounds import instant

MADE = 60


def plan_further(data, agreement, day, people, *, by):
    """Add the grants, what activities aim at, and the steps on the way, some of them done."""
    with clock.at(instant(day - timedelta(days=MADE))):
        fundings = [make_funding(facts, agreement.collaboration, day, by=by) for facts in data["funding"]]
    activities = {
        activity.code: activity for activity in Activity.objects.filter(priority_area__agreement=agreement)
    }
    for facts in data["aim"]:
        aim_at(activities[facts["code"]], facts, day, fundings[0], by=by)
    for facts in data["step"]:
        part = activities[facts["code"]].commitments.get(party__code=facts["party"])
        for one in facts["steps"]:
            take_step(part, one, day, by=people[facts["contact"]])


def make_funding(facts, collaboration, day, *, by):
    """The grant of the coming year: applied for in the autumn before it, reported in it and in the spring after."""
    year = day.year + 1
    funding = Funding(
        collaboration=collaboration,
        name=f"{facts['name']} {year}",
        url=facts["url"],
        applied_by=date.fromisoformat(f"{day.year}-{facts['applied_by']}"),
        interim_by=date.fromisoformat(f"{year}-{facts['interim_by']}"),
        final_by=date.fromisoformat(f"{year + 1}-{facts['final_by']}"),
        is_demo=True,
    )
    funding.full_clean()
    funding.save()
    funding.record("created", by=by)
    return funding


def aim_at(activity, facts, day, funding, *, by):
    values = {"outcome": facts["outcome"], "is_public": facts.get("is_public", False)}
    if facts.get("funding"):
        values["funding"] = funding
    if "indicator" in facts:
        values |= {
            "indicator": Indicator.objects.get(
                collaboration=activity.agreement.collaboration, code=facts["indicator"]
            ),
            "baseline": facts["baseline"],
            "baseline_period": facts["baseline_period"],
            "target": facts["target"],
            "target_by": day + timedelta(days=facts["target_in"]),
        }
    with clock.at(instant(day - timedelta(days=MADE))):
        activity.change(by=by, **values)


def take_step(part, facts, day, *, by):
    due_on = day + timedelta(days=facts.get("due", -facts.get("done", 0)))
    step = Step(commitment=part, text=facts["text"], due_on=min(due_on, part.activity.due_on))
    with clock.at(instant(day - timedelta(days=MADE))):
        step.take_on(by=by)
    if "done" in facts:
        with clock.at(instant(day - timedelta(days=facts["done"]))):
            step.finish(by=by)
