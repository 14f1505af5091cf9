"""The pages of a priority area and of a place: all activities, indicators and decisions, and how it has gone."""

from collections import defaultdict
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import CollaborationAgreement, Decision, PriorityArea
from collab import charts
from collab.models import Area
from lagesbild.models import Indicator

from .listing import GROUPED_BELOW, count_text
from .models import Activity, FollowUpReport, FollowUpRound, joint_status
from .progress import BAR
from .rows import rows_of

ROUNDS_AT_MOST = 6


class Gathered:
    """What stands on both pages; `narrow` says which activities, `agreements` which agreements it is about."""

    def __init__(self, subject, actor):
        self.subject, self.actor = subject, actor

    @cached_property
    def seen(self):
        return self.narrow(Activity.objects.for_actor(self.actor).keyed())

    @cached_property
    def total(self):
        """How many activities there are, counted to 1,001."""
        return self.seen.capped()

    @property
    def total_text(self):
        return count_text(self.total)

    @cached_property
    def rounds(self):
        """The rounds of the agreements, oldest first."""
        seen = FollowUpRound.objects.for_actor(self.actor).filter(agreement__in=self.agreements)
        return list(seen.order_by("-starts_on")[:ROUNDS_AT_MOST])[::-1]

    @cached_property
    def activities(self):
        """The first of them by date, as rows of a list."""
        rows, _more = self.seen.with_parts().sorted_page("due", size=GROUPED_BELOW)
        open_rounds = [one for one in self.rounds if one.is_open()]
        return rows_of(rows, open_rounds, _("Reports"))

    @property
    def has_more(self):
        return self.total > len(self.activities)

    @cached_property
    def statuses(self):
        """(status, how many activities) as the bar and its table show them."""
        found = [(status, self.seen.filter(key_status=status).capped()) for status in BAR]
        return [(status, n) for status, n in found if n]

    @property
    def bar(self):
        return charts.stack(self.statuses)

    @cached_property
    def history(self):
        """A bar per round, of the joint status that the reports of the round give; only rounds with reports."""
        reports = FollowUpReport.objects.for_actor(self.actor).filter(
            round__in=self.rounds, commitment__activity__in=self.seen.order_by().values("pk")
        )
        told = defaultdict(lambda: defaultdict(list))
        for one, activity, status in reports.values_list("round", "commitment__activity", "status"):
            told[one][activity].append(status)
        found = []
        for one in self.rounds:
            joint = [joint_status(statuses) for statuses in told[one.pk].values()]
            counts = [(status, joint.count(status)) for status in BAR]
            if joint:
                found.append((one, charts.stack(counts), counts))
        return found

    @property
    def history_rows(self):
        """Rows for components/status_table.html: a status per row, a round per column."""
        rows = []
        for i, status in enumerate(BAR):
            counts = [bar_counts[i][1] for _round, _bar, bar_counts in self.history]
            if any(counts):
                rows.append({"status": status, "counts": counts, "total": sum(counts)})
        return rows

    @property
    def history_columns(self):
        return [one.name for one, _bar, _counts in self.history]

    @cached_property
    def decisions(self):
        declarations = [one.declaration_id for one in self.agreements]
        about = Q(agreement__in=self.agreements) | Q(agreement=None, declaration__in=declarations)
        seen = Decision.objects.for_actor(self.actor).filter(about)
        return list(seen.order_by("-decided_on", "-pk"))

    @cached_property
    def trends(self):
        """The indicators with figures for the places, each drawn per place on one scale."""
        return Indicator.objects.for_actor(self.actor).trends(self.places, self.actor)


class GatheredSubject(Gathered):
    """A priority area of an agreement."""

    def narrow(self, rows):
        return rows.filter(priority_area=self.subject)

    @property
    def agreements(self):
        return [self.subject.agreement]

    @cached_property
    def places(self):
        """The places the agreement prioritises, and those its activities here are in."""
        prioritised = Q(pk__in=self.subject.agreement.places.values("area"))
        used = Q(
            pk__in=Activity.areas.through.objects.filter(
                activity__in=self.seen.order_by().values("pk")
            ).values("area")
        )
        places = Area.objects.for_actor(self.actor).filter(prioritised | used)
        return list(places.exclude(kind=Area.Kind.MUNICIPALITY).order_by("order", "name"))


class GatheredPlace(Gathered):
    """A place, in whatever agreement."""

    def narrow(self, rows):
        return rows.filter(areas=self.subject)

    @cached_property
    def agreements(self):
        """The agreements that prioritise the place or have an activity there."""
        seen = CollaborationAgreement.objects.for_actor(self.actor)
        here = PriorityArea.objects.filter(activities__in=self.seen.order_by().values("pk"))
        prioritised = seen.filter(places__area=self.subject).values("pk")
        return list(seen.filter(Q(pk__in=prioritised) | Q(priority_areas__in=here)).distinct())

    @property
    def places(self):
        return [self.subject]
