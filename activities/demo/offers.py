"""The demo's offers and proposals: one that a party has not answered, one that waits for the coordinator."""

from datetime import timedelta

from activities.models import Activity
from collab import clock

from .rounds import instant, workday
from .work import part_of


def make_offers(data, day, agreement, parties, people):
    """Let others be offered parts, and a draft be proposed, as the data say."""
    for facts in data["offer"]:
        activity = plan(facts, day, agreement, parties, people, visibility=None)
        with clock.at(instant(day - timedelta(days=facts["made"] - 1))):
            for code, who in facts["accepted"].items():
                activity.offers.get(party=parties[code]).accept(by=people[who])
    for facts in data["proposal"]:
        draft = plan(facts, day, agreement, parties, people, visibility=Activity.Visibility.DRAFT)
        with clock.at(instant(day - timedelta(days=facts["made"] - 1))):
            draft.propose(by=people[facts["by"]], words=facts["words"])


def plan(facts, day, agreement, parties, people, *, visibility):
    areas = {area.name: area for area in agreement.collaboration.areas.all()}
    with clock.at(instant(day - timedelta(days=facts["made"]))):
        return Activity.objects.plan(
            priority_area=agreement.priority_areas.get(letter=facts["code"].partition("-")[0]),
            code=facts["code"],
            title=facts["title"],
            goal=facts["goal"],
            areas=[areas[name] for name in facts["places"]],
            due_on=workday(day + timedelta(days=facts["due"])),
            visibility=visibility,
            is_demo=True,
            parts=[part_of(part, day, parties, people) for part in facts["parts"]],
            by=people[facts["by"]],
        )
