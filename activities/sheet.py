"""The page of one activity: who does what, how it goes, what has been said, and what belongs to it."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import PriorityArea
from agreements.models.periods import Period
from collab.access import may
from collab.models import Document, Visit
from collab.numbers import number

from . import happenings
from .aims import Aims
from .models import Activity, Commitment, FollowUpReport, FollowUpRound, joint_status
from .progress import word
from .rows import due, place_link
from .waiting import waits_of


@dataclass(frozen=True)
class Part:
    """A party's commitment with its report in the open round, as the table shows it."""

    commitment: Commitment
    report: FollowUpReport
    due: str
    is_asked: bool
    may_change: bool
    may_report_for: bool
    is_unanswered: bool
    # How far the countable target has been reached, in words: 5 of 8 inspections.
    counted: str


def counted(commitment, reports):
    """5 of 8 inspections: the number told last, of the target; only the target before any was told."""
    if commitment.target_number is None:
        return ""
    told = (row.number for row in reports if row.commitment_id == commitment.pk and row.number is not None)
    facts = {"goal": number(commitment.target_number), "unit": commitment.target_unit, "n": ""}
    so_far = next(told, None)
    if so_far is None:
        return (_("Target %(goal)s %(unit)s") % facts).strip()
    return (_("%(n)s of %(goal)s %(unit)s") % {**facts, "n": number(so_far)}).strip()


class Sheet(Aims):
    """What the page shows of an activity that `actor` may see."""

    def __init__(self, activity, actor):
        self.activity, self.actor = activity, actor

    @cached_property
    def commitments(self):
        seen = Commitment.objects.for_actor(self.actor).filter(activity=self.activity)
        return list(seen.with_activity())

    @cached_property
    def reports(self):
        rows = FollowUpReport.objects.for_actor(self.actor).filter(commitment__in=self.commitments)
        people = ("reported_by__user", "reported_by__party")
        found = list(rows.newest_first().select_related("round", "commitment__party", *people))
        files = Document.objects.for_actor(self.actor).by_row(found)
        visited = Visit.objects.last_of(self.actor)
        for report in found:
            report.files = files.get(report.pk, [])
            is_others = report.reported_by_id != self.actor.pk
            report.is_new = visited is not None and is_others and report.reported_at > visited
        return found

    @cached_property
    def round(self):
        """The open round that asks about the activity, the one that ends first; None when none is open."""
        if self.activity.is_draft:
            return None
        rounds = FollowUpRound.objects.for_actor(self.actor).open().for_page()
        return rounds.filter(agreement=self.activity.priority_area.agreement_id).first()

    @cached_property
    def parts(self):
        """One row per party, the coordinating one first."""
        filled = {report.commitment_id: report for report in self.reports if self.round == report.round}
        filled = filled if self.round else {}
        changeable, in_place = self.open_to("change"), self.open_to("report_for")
        seen = Commitment.objects.for_actor(self.actor).filter(activity=self.activity)
        unanswered = set(seen.without_contact().values_list("pk", flat=True))
        return [
            Part(
                commitment=row,
                report=filled.get(row.pk),
                due=due(row),
                is_asked=bool(self.round) and (not (row.is_closed or row.is_offered) or row.pk in filled),
                may_change=row.pk in changeable,
                may_report_for=row.pk in in_place and row.party_id != self.actor.party_id,
                counted=counted(row, self.reports),
                is_unanswered=row.pk in unanswered,
            )
            for row in self.commitments
        ]

    @cached_property
    def original(self):
        """What the activity was copied from, when the reader sees that."""
        return self.activity.original_for(self.actor)

    @cached_property
    def carried(self):
        """By what it came here from an earlier agreement, when the reader sees that one; None when it did not."""
        return self.activity.fates.seen_by(self.actor).first()

    @cached_property
    def may_copy(self):
        return PriorityArea.objects.for_actor(self.actor, "plan").exists()

    @property
    def may_keep(self):
        """Whether the reader may save it as a template, and it is for all to read."""
        is_for_all = self.activity.visibility == Activity.Visibility.PARTIES
        return is_for_all and may(self.actor, "change", self.actor.party.collaboration)

    @cached_property
    def waits(self):
        """What each part waits for, and what waits for it."""
        return waits_of(self.commitments, self.actor, self.open_to("change"))

    def open_to(self, action):
        """The keys of the commitments on which the actor may do `action`."""
        rows = Commitment.objects.for_actor(self.actor, action).filter(activity=self.activity)
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def judgement(self):
        """The joint status that somebody set, or None."""
        return self.activity.judgement() if self.activity.is_judged else None

    @cached_property
    def follows(self):
        """The status that follows from what the parties report."""
        return joint_status(row.status for row in self.commitments)

    @cached_property
    def moves(self):
        """Every move of an end date in the activity, the newest first."""
        return happenings.moves(self.activity, self.commitments, self.actor)

    @cached_property
    def may_change(self):
        return may(self.actor, "change", self.activity)

    @cached_property
    def own(self):
        """The commitment the actor may report; None when there is none."""
        mine = self.open_to("report")
        return next((row for row in self.commitments if row.pk in mine), None)

    @property
    def reminded(self):
        """The parts whose next reminder is told: all to who keeps the activity, else the own."""
        if self.activity.is_draft or self.activity.is_closed:
            return []
        return [row for row in self.commitments if self.may_change or row == self.own]

    @property
    def lead(self):
        return next((row.party for row in self.commitments if row.is_lead), None)

    @property
    def owners(self):
        return [row.party for row in self.commitments]

    @cached_property
    def seats(self):
        """Every party of the agreement that may own, and those that do."""
        found = {party.pk: party for party in self.activity.possible_owners()}
        found |= {party.pk: party for party in self.owners}
        return sorted(found.values(), key=lambda party: (party.order, party.pk))

    @property
    def owned_by(self):
        """Three parties own the activity together, in words."""
        n = len(self.owners)
        words = ngettext("%(n)s party owns the activity.", "%(n)s parties own the activity together.", n)
        return words % {"n": capfirst(word(n))}

    @property
    def area_url(self):
        """The page of the priority area: its activities, indicators and decisions."""
        return reverse("activities:subject", args=[self.activity.priority_area.public_id])

    @property
    def places(self):
        """Each place as a link to its page."""
        return [place_link(area.public_id, area.name, area.kind) for area in self.activity.areas.all()]

    @property
    def reported(self):
        """Two of three parties have reported tertial 2, in words; nothing when no round asks."""
        asked = [part for part in self.parts if part.is_asked]
        if not asked:
            return ""
        done = sum(part.report is not None for part in asked)
        words = ngettext(
            "%(done)s of %(all)s party has reported %(round)s.",
            "%(done)s of %(all)s parties have reported %(round)s.",
            len(asked),
        )
        return words % {
            "done": capfirst(word(done)) if done else _("None"),
            "all": word(len(asked)),
            "round": self.round.in_sentence,
        }

    @cached_property
    def periods(self):
        """(round or None, reports) of the timeline: what was said outside rounds stands in its time."""
        groups = []
        for report in self.reports:
            if not groups or groups[-1][0] != report.round:
                groups.append((report.round, []))
            groups[-1][1].append(report)
        return groups

    @cached_property
    def history(self):
        return happenings.about(self.activity, self.actor)

    @property
    def has_expired(self):
        return self.activity.agreement.state() == Period.State.EXPIRED

    @property
    def facts(self):
        """(term, value) pairs beside the page."""
        agreement, area = self.activity.agreement, self.activity.priority_area
        belongs = format_html(
            '<a href="{}">{}</a>, <a href="{}">{}</a>',
            agreement.get_absolute_url(),
            agreement,
            self.area_url,
            area,
        )
        row = self.activity
        found = [
            (_("Operational goal"), row.goal),
            (_("Outcome goal"), row.outcome),
            (_("How we measure"), self.indicator and self.measure),
            (_("Belongs to"), belongs),
            (_("Funding"), self.funding),
            (_("Visible to"), row.get_visibility_display()),
            (_("The public"), _("May be told to the public") if row.is_public else ""),
        ]
        return [(term, value) for term, value in found if value]
