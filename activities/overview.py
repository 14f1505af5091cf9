"""The page *Översikt*: where the round stands, what needs a hand, what comes next, what happened; through the gate."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import CollaborationAgreement, DeclarationOfIntent, PriorityArea
from agreements.models.periods import Period
from collab.access import Role
from collab.clock import today
from collab.dates import day_full, day_long
from collab.models import Area
from lagesbild.models import Indicator

from . import happenings
from .contactless import Contactless
from .models import Activity, Commitment, FollowUpReport, FollowUpRound
from .models.questions import BY_STATUS
from .models.status import OPEN
from .progress import Progress, word
from .rows import badges, due

TRIAGE_AT_MOST = 6
NEXT_AT_MOST = 6
ENDS_SOON_DAYS = 90


@dataclass(frozen=True)
class Trouble:
    """An activity that needs a decision or a hand, and why, in words."""

    activity: Activity
    why: str
    due: str
    parties: str


@dataclass(frozen=True)
class Coming:
    """A day in the calendar."""

    day: object
    icon: str
    title: str
    rest: str = ""
    url: str = ""


class Overview(Contactless):
    """What the coordinator, the steering group and the readers see first."""

    def __init__(self, actor):
        self.actor = actor

    @cached_property
    def agreements(self):
        """The agreements in force, else the one that ended last."""
        seen = CollaborationAgreement.objects.for_actor(self.actor)
        return list(seen.in_force()) or list(seen.order_by("-ends_on")[:1])

    @cached_property
    def rounds(self):
        """The open rounds, each with its progress."""
        rows = FollowUpRound.objects.for_actor(self.actor).open().for_page()
        return [Progress(one, self.actor) for one in rows]

    @cached_property
    def visible(self):
        return Activity.objects.for_actor(self.actor)

    @property
    def answered_for(self):
        """Every commitment for whoever looks after all; else nobody's."""
        rows = Commitment.objects.for_actor(self.actor)
        return rows if self.actor.role == Role.COORDINATOR else rows.none()

    @property
    def is_empty(self):
        return not self.visible.exists()

    @cached_property
    def troubled_total(self):
        return self.visible.keyed().count_needing_a_hand()

    @cached_property
    def troubles(self):
        """The worst first, of those the earliest due."""
        rows = self.visible.needing_a_hand().keyed().with_parts()
        activities, _more = rows.sorted_page("status", size=TRIAGE_AT_MOST)
        reports = latest_reports(activities, self.actor)
        rounds = [progress.round for progress in self.rounds]
        filled = FollowUpReport.objects.filled(activities, rounds)
        asked = {one.agreement_id for one in rounds}
        return [trouble(activity, reports, filled, asked) for activity in activities]

    @cached_property
    def coming(self):
        """The nearest dates: rounds that end, activities to be done, agreements and declarations that end."""
        day = today()
        rounds = [progress.round for progress in self.rounds if progress.round.due_on >= day]
        rows = self.visible.keyed().filter(key_status__in=OPEN, key_due_on__gte=day).published()
        activities = rows.order_by("key_due_on", "key_id")[:NEXT_AT_MOST]
        ending = [one for one in self.periods if 0 <= one.days_left() <= ENDS_SOON_DAYS]
        last_day, to_be_done, ends = _("Last day to report %(round)s"), _("is to be done"), _("ends")
        found = [Coming(one.due_on, "flag", last_day % {"round": one.in_sentence}) for one in rounds]
        found += [Coming(a.due_on, "clock", a.title, to_be_done, a.get_absolute_url()) for a in activities]
        found += [Coming(one.ends_on, "sign", str(one), ends, one.get_absolute_url()) for one in ending]
        return sorted(found, key=lambda one: one.day)[:NEXT_AT_MOST]

    @cached_property
    def happenings(self):
        return happenings.latest(self.actor)

    @cached_property
    def periods(self):
        """The newest agreement and declaration that are no demo; of demo data alone, the newest."""
        found = []
        for model in (CollaborationAgreement, DeclarationOfIntent):
            rows = model.objects.for_actor(self.actor).order_by("is_demo", "-ends_on")
            found += rows[:1]
        return found

    @property
    def clocks(self):
        """(period, sentence) for what has ended or soon ends."""
        return [(period, text) for period in self.periods if (text := clock_text(period))]

    @cached_property
    def trends(self):
        """The first indicator that has figures for the prioritised places, drawn per place; None without."""
        places = Area.objects.for_actor(self.actor).filter(
            pk__in=[pk for one in self.agreements for pk in one.places.values_list("area", flat=True)]
        )
        if not places:
            return None
        found = Indicator.objects.for_actor(self.actor).trends(places, self.actor)
        return max(found, key=lambda one: len(one.rows), default=None)

    @property
    def may_plan(self):
        return PriorityArea.objects.for_actor(self.actor, "plan").exists()

    @property
    def lede(self):
        """The agreement and the day, in words."""
        names = [str(agreement) for agreement in self.agreements]
        return " · ".join([*names, day_long(today())])

    @property
    def list_url(self):
        return f"{reverse('activities:list')}?view=attention"


def clock_text(period):
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


def latest_reports(activities, actor):
    """The newest report of each commitment of the activities, by commitment."""
    rows = FollowUpReport.objects.for_actor(actor).filter(commitment__activity__in=activities)
    return {report.commitment_id: report for report in rows.latest()}


def trouble(activity, reports, filled, asked):
    parts = activity.parts
    why = [*said(activity, parts, reports), *computed(activity, parts, filled, asked)]
    return Trouble(activity, " ".join(why), due(activity), badges(parts))


def said(activity, parts, reports):
    """What the parties behind the joint status wrote is needed, else what has happened."""
    if activity.status not in BY_STATUS[:2]:
        return []
    worst = [reports[part.pk] for part in parts if part.status == activity.status and part.pk in reports]
    texts = [report.needs or report.text for report in worst]
    return [text if text.endswith((".", "!", "?")) else f"{text}." for text in texts if text][:2]


def computed(activity, parts, filled, asked):
    """A passed date, and reports that are missing."""
    found = []
    late = [part for part in parts if part.is_late()]
    if activity.is_late():
        found.append(_("The end date has passed."))
    elif late:
        names = ", ".join(part.party.short for part in late)
        found.append(
            ngettext(
                "The own date of %(names)s has passed.", "The own dates of %(names)s have passed.", len(late)
            )
            % {"names": names}
        )
    missing = [part for part in parts if not part.is_closed and part.pk not in filled]
    if missing and activity.priority_area.agreement_id in asked:
        found.append(
            ngettext(
                "%(n)s of %(all)s party has not reported.",
                "%(n)s of %(all)s parties have not reported.",
                len(parts),
            )
            % {"n": capfirst(word(len(missing))), "all": word(len(parts))}
        )
    return found
