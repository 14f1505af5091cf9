"""An auditor's overview: which duties are met and what shows it, with a way to the rows behind each."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.developments import rounds_of
from activities.models import Commitment, FollowUpReport
from activities.models.rounds import Unanswered
from collab.clock import today

from .areas import PerPart
from .sight import Sight

# A round whose reports are not locked within a month can be told afterwards.
CLOSED_WITHIN_DAYS = 30


@dataclass(frozen=True)
class Duty:
    """Something that is to be done, whether it is (None: the portal cannot tell), and what shows it."""

    text: str
    ground: str
    is_met: bool | None
    evidence: str
    # (address, words) of the rows behind it.
    links: list = field(default_factory=list)


@dataclass(frozen=True)
class Closing:
    """A round as an audit asks about it: closed in time or not, and how many reports came and did not."""

    round: object
    came: int
    silent: int

    @property
    def closed_on(self):
        return self.round.closed_at and timezone.localdate(self.round.closed_at)

    @property
    def days(self):
        """Days from the last day to report until it was closed, or until today."""
        return ((self.closed_on or today()) - self.round.due_on).days

    @property
    def is_in_time(self):
        return self.days <= CLOSED_WITHIN_DAYS

    @property
    def silent_url(self):
        return f"{self.round.get_absolute_url()}&show=missing#h-matrix"


class Auditing(PerPart, Sight):
    """Which duties are met?"""

    template = "activities/overview/auditing.html"
    # Every priority area is traced from its own page; this one says only how many.
    troubles = ()
    closed_within = CLOSED_WITHIN_DAYS

    @cached_property
    def duties(self):
        clocks = [self.clock_duty(clock) for clock in self.legal_clocks]
        rounds = [self.rounds_duty(), self.answers_duty()] if self.closings else []
        return [*clocks, *self.signature_duties(), self.decision_duty(), *rounds, *self.work_duties()]

    @property
    def unmet(self):
        return sum(duty.is_met is False for duty in self.duties)

    @property
    def verdict(self):
        """Two of eight duties are not met; or: every duty that the portal can tell is met."""
        if not self.unmet:
            return _("Every duty that the portal can tell of is met.")
        words = ngettext(
            "%(n)s of %(all)s duty is not met.", "%(n)s of %(all)s duties are not met.", len(self.duties)
        )
        return words % {"n": self.unmet, "all": len(self.duties)}

    @staticmethod
    def clock_duty(clock):
        ground = _("6 § of the law (2023:196), at least every second year")
        said = f"{clock.evidence} {clock.in_words()}"
        return Duty(clock.name, ground, clock.is_met, said, [(clock.url, _("Show"))])

    @cached_property
    def closings(self):
        """The latest rounds, oldest first, as far as the actor sees what was reported in them."""
        rounds = rounds_of(self.actor)
        reports = FollowUpReport.objects.for_actor(self.actor).filter(round__in=rounds)
        came = dict(reports.order_by().values_list("round").annotate(n=Count("pk")))
        seen = Commitment.objects.for_actor(self.actor).order_by().values("pk")
        silent = Unanswered.objects.filter(round__in=rounds, commitment__in=seen)
        silent = dict(silent.order_by().values_list("round").annotate(n=Count("pk")))
        return [Closing(one, came.get(one.pk, 0), silent.get(one.pk, 0)) for one in rounds]

    def rounds_duty(self):
        late = [one for one in self.closings if not one.is_in_time]
        names = ", ".join(one.round.in_sentence for one in late)
        said = _("Every round was closed in time.")
        if late:
            said = _("Closed too late, or not yet: %(rounds)s.") % {"rounds": names}
        rule = _("Within %(n)s days of the last day to report") % {"n": CLOSED_WITHIN_DAYS}
        links = [(one.round.get_absolute_url(), one.round.name) for one in late]
        return Duty(_("Close each follow-up round in time"), rule, not late, said, links)

    def answers_duty(self):
        silent = [one for one in self.closings if one.silent]
        n = sum(one.silent for one in silent)
        words = ngettext("%(n)s report did not come.", "%(n)s reports did not come.", n) % {"n": n}
        return Duty(
            _("Report each commitment in each round"),
            _("What the parties have taken on"),
            not n,
            words if n else _("Every report came in the rounds that are closed."),
            [(one.silent_url, one.round.name) for one in silent],
        )

    def signature_duties(self):
        """One per agreement that holds."""
        return [
            self.signature_duty(one, [party.short for party in one.unsigned()]) for one in self.agreements
        ]

    @staticmethod
    def signature_duty(agreement, unsigned):
        said, is_met = _("Every party has signed."), not unsigned
        if unsigned and agreement.is_historic:
            said, is_met = _("Historical: the dates of signature are not known."), None
        elif unsigned:
            said = _("Not signed by %(parties)s.") % {"parties": ", ".join(unsigned)}
        link = (agreement.get_absolute_url(), str(agreement))
        return Duty(
            _("A written agreement, signed by every party"),
            _("9 § of the law (2023:196)"),
            is_met,
            said,
            [link],
        )

    def decision_duty(self):
        awaited = [(one, body) for one in self.decisions if (body := one.awaits)]
        said = _("The latest decision is registered, and no other is awaited.")
        if not self.decisions:
            said = _("No decision is registered.")
        elif awaited:
            said = _("Awaited: %(bodies)s.") % {"bodies": ", ".join(body for _one, body in awaited)}
        shown = [one for one, _body in awaited] or self.decisions[:1]
        return Duty(
            _("Decide about the mandate"),
            _("The decision chain"),
            bool(self.decisions) and not awaited,
            said,
            [(one.get_absolute_url(), str(one)) for one in shown],
        )

    def work_duties(self):
        """What every part of the work is to have: somebody who answers for it, and a cause where it was dropped."""
        parts = Commitment.objects.for_actor(self.actor)
        alone = parts.without_contact().count()
        ended = FollowUpReport.objects.for_actor(self.actor).not_carried_out()
        dropped, unexplained = ended.count(), ended.filter(cause="").count()
        yield Duty(
            _("Somebody answers for each commitment"),
            _("What the parties have taken on"),
            not alone,
            ngettext("%(n)s commitment has no contact.", "%(n)s commitments have no contact.", alone)
            % {"n": alone}
            if alone
            else _("Every commitment has a contact."),
            [(f"{reverse('activities:list')}?state=unanswered", _("Show"))] if alone else [],
        )
        yield Duty(
            _("A cause for what was not carried out"),
            _("What the parties have taken on"),
            not unexplained,
            ngettext("%(n)s of %(all)s lacks its cause.", "%(n)s of %(all)s lack their cause.", unexplained)
            % {"n": unexplained, "all": dropped}
            if unexplained
            else _("Every part that was not carried out has its cause."),
            [(reverse("activities:not_carried_out"), _("Show"))] if dropped else [],
        )
