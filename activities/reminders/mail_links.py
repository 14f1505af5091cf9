"""The links of a reminder: signed, for one person, one commitment and one round. They open a form and change nothing.

A link is no session: what it opens is asked of the gate at every request, as the membership that got the mail.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from activities.models import Activity, Commitment, FollowUpReport, FollowUpRound
from collab.clock import today
from collab.models import Membership

SALT = "activities.mail_links"
# Longer than the summer's rest: a link of the day before it works the day after it.
LIFE = timedelta(days=60)
DAY = "%Y%m%d"


class Dead(Exception):
    """The link opens nothing any more."""


class NeedsLogin(Exception):
    """The party, or what the activity is about, asks for a sign-in; `url` is the page behind it."""

    def __init__(self, url):
        super().__init__(url)
        self.url = url


@dataclass(frozen=True)
class MailLink:
    """What a token says: public ids, the date it is about, and the day it was written."""

    commitment: str
    membership: str
    round: str
    due_on: date
    written_on: date

    @classmethod
    def of(cls, item):
        """The link of an inbox item that reminds of a commitment."""
        data = item.data
        return cls(
            commitment=item.subject.public_id,
            membership=item.recipient.public_id,
            round=data.get("round_id", ""),
            due_on=date.fromisoformat(data["due_on"]),
            written_on=today(),
        )

    @classmethod
    def read(cls, token):
        """The link of a token; raises BadSignature when nobody here wrote it."""
        commitment, membership, one_round, *days = Signer(salt=SALT).unsign(token).split(".")
        due_on, written_on = (date(int(day[:4]), int(day[4:6]), int(day[6:])) for day in days)
        return cls(commitment, membership, one_round, due_on, written_on)

    @property
    def token(self):
        days = (self.due_on.strftime(DAY), self.written_on.strftime(DAY))
        return Signer(salt=SALT).sign(".".join([self.commitment, self.membership, self.round, *days]))

    def get_absolute_url(self):
        return reverse("activities:answer", args=[self.token])

    def open(self, *, hold=False):
        """(membership, commitment, round or None) as it stands now, held for a change; raises Dead or NeedsLogin."""
        membership = self.bearer()
        seen = Commitment.objects.for_actor(membership, "report").with_activity()
        seen = seen.select_for_update(of=("self",)) if hold else seen
        commitment = seen.filter(public_id=self.commitment).first()
        if commitment is None or today() > self.written_on + LIFE:
            raise Dead
        asked = self.asked_round(commitment)
        if asks_for_login(commitment):
            raise NeedsLogin(commitment.get_report_url())
        return membership, commitment, asked

    def bearer(self):
        """The membership that got the mail, while it is in force."""
        membership = Membership.objects.acting().filter(public_id=self.membership).first()
        if membership is None:
            raise Dead
        return membership

    def asked_round(self, commitment):
        """The round it is about, open; of a link about the own date, the one that asks now, if any."""
        if not self.round:
            if commitment.is_closed or commitment.due_on != self.due_on:
                raise Dead
            return commitment.round_to_report()
        found = FollowUpRound.objects.open().filter(public_id=self.round).first()
        if found is None or found.agreement_id != commitment.activity.priority_area.agreement_id:
            raise Dead
        return found

    def sent_report(self):
        """(membership, the newest report that the bearer wrote about the commitment); raises Dead without one."""
        membership = self.bearer()
        reports = FollowUpReport.objects.for_actor(membership).filter(reported_by=membership)
        report = reports.filter(commitment__public_id=self.commitment).newest_first().first()
        if report is None or asks_for_login(report.commitment):
            raise Dead
        return membership, report

    def is_open(self):
        """Whether the report can still be changed by it."""
        try:
            self.open()
        except (Dead, NeedsLogin):
            return False
        return True


def asks_for_login(commitment):
    """Whether links to the commitment lead through the sign-in: so its party wants it, or not all parties see it."""
    confidential = commitment.activity.visibility != Activity.Visibility.PARTIES
    return confidential or commitment.party.asks_for_login


__all__ = ["BadSignature", "Dead", "MailLink", "NeedsLogin", "asks_for_login"]
