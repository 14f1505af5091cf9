"""What needs a decision or a hand, the worst first, each with why in words."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity, FollowUpReport, Judgement
from activities.models.status import TROUBLED
from activities.progress import word
from activities.rows import badges, due

TRIAGE_AT_MOST = 6


@dataclass(frozen=True)
class Trouble:
    """An activity that needs a decision or a hand, and why, in words."""

    activity: Activity
    why: str
    due: str
    parties: str
    # What the parties behind the status say that they need to move on.
    needs: list


class Troubled:
    """What needs a hand of all the actor sees; mixed into the pages that ask. They say `visible` and `rounds`."""

    triage_at_most = TRIAGE_AT_MOST

    @cached_property
    def troubled_total(self):
        return self.visible.keyed().count_needing_a_hand()

    @cached_property
    def troubles(self):
        """The worst first, of those the earliest due."""
        rows = self.visible.needing_a_hand().keyed().with_parts()
        activities, _more = rows.sorted_page("status", size=self.triage_at_most)
        reports = latest_reports(activities, self.actor)
        rounds = [progress.round for progress in self.rounds]
        filled = FollowUpReport.objects.filled(activities, rounds)
        asked = {one.agreement_id for one in rounds}
        judged = set_because(activities, self.actor)
        return [trouble(activity, reports, filled, asked, judged) for activity in activities]

    @property
    def list_url(self):
        return f"{reverse('activities:list')}?view=attention"


def latest_reports(activities, actor):
    """The newest report of each commitment of the activities, by commitment."""
    rows = FollowUpReport.objects.for_actor(actor).filter(commitment__activity__in=activities)
    return {report.commitment_id: report for report in rows.latest()}


def set_because(activities, actor):
    """{activity: why its joint status was set}, of those where somebody set it."""
    judged = [activity.pk for activity in activities if activity.is_judged]
    if not judged:
        return {}
    rows = Judgement.objects.for_actor(actor).filter(activity__in=judged, ended_at=None)
    return dict(rows.values_list("activity", "reason"))


def trouble(activity, reports, filled, asked, judged):
    parts = activity.parts
    worst = behind(activity, parts, reports)
    why = [*ended([judged.get(activity.pk, "")]), *said(worst), *computed(activity, parts, filled, asked)]
    needs = [report.needs for report in worst if report.needs]
    return Trouble(activity, " ".join(why), due(activity), badges(parts), needs)


def behind(activity, parts, reports):
    """The latest reports of the parties that the joint status speaks of; none while it is calm."""
    if activity.status not in TROUBLED:
        return []
    return [reports[part.pk] for part in parts if part.status == activity.status and part.pk in reports]


def said(worst):
    """What the parties behind the joint status wrote is needed, else what has happened."""
    return ended([report.needs or report.text for report in worst])[:2]


def ended(texts):
    """The texts that say something, each as a sentence."""
    return [text if text.endswith((".", "!", "?")) else f"{text}." for text in texts if text]


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
