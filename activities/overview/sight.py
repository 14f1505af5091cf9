"""What every overview shares: the mandate and its clocks, what comes next, what happened; through the gate."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import happenings
from activities.law import legal_clocks
from activities.models import Activity, FollowUpRound, Funding
from activities.models.status import OPEN
from activities.progress import Progress
from activities.visiting import SinceVisit
from agreements.models import CollaborationAgreement, Decision, DeclarationOfIntent, PriorityArea, Stage
from agreements.models.periods import Period
from collab.clock import today
from collab.dates import day_full, day_long
from collab.models import Area
from lagesbild.models import Indicator

NEXT_AT_MOST = 6
ENDS_SOON_DAYS = 90
DECISIONS_AT_MOST = 5
FUNDERS_AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Coming:
    """A day in the calendar."""

    day: object
    icon: str
    title: str
    rest: str = ""
    url: str = ""


class Sight(SinceVisit):
    """What an actor sees of the whole collaboration; each question is asked once, when the page needs it."""

    template = None

    def __init__(self, actor):
        self.actor = actor

    @cached_property
    def agreements(self):
        """The agreements in force, else the one that ended last."""
        return CollaborationAgreement.objects.for_actor(self.actor).that_hold()

    @cached_property
    def rounds(self):
        """The open rounds, each with its progress."""
        rows = FollowUpRound.objects.for_actor(self.actor).open().for_page()
        return [Progress(one, self.actor) for one in rows]

    @cached_property
    def visible(self):
        return Activity.objects.for_actor(self.actor)

    @property
    def is_empty(self):
        return not self.visible.exists()

    @cached_property
    def priority_areas(self):
        """The priority areas of the agreements, in their order."""
        seen = PriorityArea.objects.for_actor(self.actor).filter(agreement__in=self.agreements)
        return list(seen.order_by("-agreement__starts_on", "agreement", "order"))

    @cached_property
    def places(self):
        """The places that the agreements prioritise."""
        prioritised = [pk for one in self.agreements for pk in one.places.values_list("area", flat=True)]
        return list(Area.objects.for_actor(self.actor).filter(pk__in=prioritised))

    @cached_property
    def coming(self):
        """The nearest dates: rounds that end, activities to be done, agreements that end, what funders want."""
        day = today()
        rounds = [progress.round for progress in self.rounds if progress.round.due_on >= day]
        rows = self.visible.keyed().filter(key_status__in=OPEN, key_due_on__gte=day).published()
        activities = rows.order_by("key_due_on", "key_id")[:NEXT_AT_MOST]
        ending = [one for one in self.periods if 0 <= one.days_left() <= ENDS_SOON_DAYS]
        last_day, to_be_done, ends = _("Last day to report %(round)s"), _("is to be done"), _("ends")
        found = [Coming(one.due_on, "flag", last_day % {"round": one.in_sentence}) for one in rounds]
        found += [Coming(a.due_on, "clock", a.title, to_be_done, a.get_absolute_url()) for a in activities]
        found += [Coming(one.ends_on, "sign", str(one), ends, one.get_absolute_url()) for one in ending]
        wanted = Funding.objects.for_actor(self.actor).deadlines(day, day + FUNDERS_AHEAD)
        address = reverse("activities:fundings")
        found += [Coming(one.day, "flag", str(one.funding), one.what, address) for one in wanted]
        return sorted(found, key=lambda one: one.day)[:NEXT_AT_MOST]

    @cached_property
    def happenings(self):
        return happenings.latest(self.actor)

    @cached_property
    def decisions(self):
        """The latest decisions, those without a date last."""
        seen = Decision.objects.for_actor(self.actor).select_related("declaration")
        return list(seen.latest_first()[:DECISIONS_AT_MOST])

    @cached_property
    def periods(self):
        """The newest agreement and declaration that are no demo; of demo data alone, the newest."""
        found = []
        for model in (CollaborationAgreement, DeclarationOfIntent):
            rows = list(model.objects.for_actor(self.actor).order_by("is_demo", "-ends_on"))
            # A draft tells of no end, unless there is nothing but drafts.
            found += [next((one for one in rows if one.stage() != Stage.DRAFT), rows[0])] if rows else []
        return found

    @property
    def endings(self):
        """(period, sentence) for what has ended or soon ends."""
        return [(period, text) for period in self.periods if (text := ending_text(period))]

    @cached_property
    def legal_clocks(self):
        return legal_clocks(self.actor)

    @cached_property
    def trends(self):
        """The first indicator that has figures for most of the prioritised places, drawn per place; None without."""
        seen = Indicator.objects.for_actor(self.actor)
        chosen = seen.most_told(self.places, self.actor) if self.places else None
        drawn = seen.filter(pk=chosen.pk).trends(self.places, self.actor) if chosen else ()
        return next(iter(drawn), None)

    @property
    def may_plan(self):
        return PriorityArea.objects.for_actor(self.actor, "plan").exists()

    @property
    def lede(self):
        """The agreement and the day, in words."""
        names = [str(agreement) for agreement in self.agreements]
        return " · ".join([*names, day_long(today())])


def ending_text(period):
    """The agreement expired on …; the declaration ends in … days."""
    name, left = str(period), period.days_left()
    if period.state() == Period.State.EXPIRED:
        return _("%(name)s expired on %(date)s.") % {"name": name, "date": day_full(period.ends_on)}
    if left > ENDS_SOON_DAYS:
        return ""
    if left == 0:
        return _("%(name)s ends today.") % {"name": name}
    text = ngettext(
        "%(name)s ends in %(n)s day, on %(date)s.", "%(name)s ends in %(n)s days, on %(date)s.", left
    )
    return text % {"name": name, "n": left, "date": day_full(period.ends_on)}
