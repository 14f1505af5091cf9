"""The law on municipal work against crime (2023:196), §§ 4–13: what each asks for, and what shows that it is met.

The wording is a paraphrase; the law itself is the source. One function per paragraph, each asking the gate.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import CollaborationAgreement, Council, Decision
from agreements.models.joint import listed_parties
from collab.access import Role
from collab.clock import today
from collab.dates import day_full
from collab.models import Membership, Party
from lagesbild.models import SituationalPicture

from .law import follow_up_clock, picture_clock
from .models import Snapshot
from .overview.auditing import Auditing, Duty
from .plan import MUNICIPAL, Plan


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, what it asks for, and the latest day when it is to be done again, where there is one."""

    number: str
    duty: Duty
    due_on: date | None = None


def paragraphs(actor):
    """Every paragraph that asks for something, in the law's order, as the actor sees it met."""
    current = agreement_of(actor)
    return [
        situation(actor),
        plan(actor, current),
        *renewals(actor),
        other_planning(),
        coordination(actor),
        *written_agreements(actor),
        council(actor),
        function(actor),
        contact_point(),
        board_and_council(actor, current),
    ]


def agreement_of(actor):
    """The agreement in force, else the one that ended last; None when there is none."""
    return next(iter(CollaborationAgreement.objects.for_actor(actor).that_hold()), None)


def paragraph(number, text, is_met, evidence, *links, due_on=None):
    ground = _("%(number)s of the law (2023:196)") % {"number": number}
    return Paragraph(number, Duty(text, ground, is_met, evidence, list(links)), due_on)


def situation(actor):
    """4 §: mapping, other information of importance, and an analysis of both."""
    text = _(
        "A picture of crime in the municipality: a mapping, other information of importance, and an analysis"
    )
    seen = SituationalPicture.objects.for_actor(actor).newest_first()
    # One that is being written takes nothing from the one that the parties have adopted.
    row = seen.adopted().first() or seen.first()
    if row is None:
        where = reverse("lagesbild:situations"), _("Situational pictures")
        return paragraph("4 §", text, False, _("No situational picture is written."), where)
    told = [
        (row.mapping, _("the mapping")),
        (row.other_information, _("other information")),
        (row.analysis, _("the analysis")),
    ]
    empty = [name for content, name in told if not content.strip()]
    said = _("%(title)s, as of %(day)s, holds all three.") % {"title": row, "day": day_full(row.dated_on)}
    if empty:
        said = _("%(title)s lacks %(parts)s.") % {"title": row, "parts": ", ".join(empty)}
    return paragraph("4 §", text, not empty, said, (row.get_absolute_url(), str(row)))


def plan(actor, agreement):
    """5 §: a plan of measures, decided with the picture as its ground."""
    text = _("A decided plan of measures that rests on the situational picture")
    if agreement is None:
        return paragraph("5 §", text, False, _("No agreement is registered."))
    own = Plan(agreement, actor, MUNICIPAL)
    decided = Decision.objects.for_actor(actor).filter(agreement=agreement, outcome=Decision.Outcome.APPROVED)
    n = len(own.activities)
    without = sum(row.cause is None for _area, _needs, rows in own.areas for row in rows)
    said = ngettext(
        "The municipality has a part in %(n)s activity.",
        "The municipality has a part in %(n)s activities.",
        n,
    ) % {"n": n}
    if without:
        more = ngettext(
            "%(n)s of them acts on no named cause.", "%(n)s of them act on no named cause.", without
        )
        said = f"{said} {more % {'n': without}}"
    decision = decided.latest_first().first()
    ruling = _("No decision about it is registered.")
    if decision:
        ruling = _("Decided by %(body)s.") % {"body": decision.body}
    links = [(f"{reverse('activities:plan', args=[agreement.public_id])}?scope={MUNICIPAL}", _("The plan"))]
    links += [(decision.get_absolute_url(), decision.body)] if decision else []
    return paragraph("5 §", text, bool(n and decision), f"{said} {ruling}", *links)


def renewals(actor):
    """6 §: both renewed at least every second year."""
    for clock in (picture_clock(actor), follow_up_clock(actor)):
        said = f"{clock.evidence} {clock.in_words()}"
        yield paragraph(
            "6 §",
            _("At least every second year: %(what)s") % {"what": clock.name[:1].lower() + clock.name[1:]},
            clock.is_met,
            said,
            (clock.url, _("Show")),
            due_on=clock.due_on,
        )


def other_planning():
    """7 §: taken together with other analyses and plans that laws ask for, where that fits."""
    text = _("Taken together with other analyses and plans that the law asks for, where that fits")
    return paragraph("7 §", text, None, _("Linked plans are not registered in the portal."))


def coordination(actor):
    """8 §: the municipality takes a certain responsibility for the coordination (3 § too): that of 9–12 §§, no more."""
    party = Party.objects.for_actor(actor).filter(is_coordinating=True).first()
    text = _(
        "The municipality answers for coordinating the preventive work within it, to the extent of 9–12 §§"
    )
    said = _("No party coordinates the collaboration.")
    if party:
        said = _("%(party)s coordinates the collaboration.") % {"party": party.title}
    links = [(reverse("collab:parties"), _("Parties"))]
    return paragraph("8 §", text, bool(party), said, *links)


def written_agreements(actor):
    """9 §: written agreements with purposes and areas; who has signed each that holds."""
    duties = Auditing(actor).signature_duties()
    if not duties:
        text = _("Written agreements on purposes and areas with those who matter for the work")
        yield paragraph("9 §", text, False, _("No agreement is registered."))
    for duty in duties:
        yield Paragraph("9 §", duty)


def council(actor):
    """10 §: a forum for strategic questions, led by the municipality; from the others people in leading positions."""
    text = _("A strategic council led by the municipality, with people in leading positions")
    where = reverse("agreements:councils"), _("Council and meetings")
    seen = Council.objects.for_actor(actor).filter(kind=Council.Kind.STRATEGIC)
    row = seen.exclude(closed_on__lte=today()).in_order().first()
    if row is None:
        # Who may see no council cannot tell that there is none.
        is_met = False if actor.role == Role.COORDINATOR else None
        return paragraph("10 §", text, is_met, _("No strategic council is registered in the portal."), where)
    empty, not_leading = row.lacking()
    said = [] if row.is_led_by_the_municipality() else [_("Nobody of the municipality leads it.")]
    if empty:
        said.append(_("Nobody sits for: %(parties)s.") % {"parties": listed_parties(empty)})
    if not_leading:
        facts = {"parties": listed_parties(not_leading)}
        said.append(_("Nobody in a leading position for: %(parties)s.") % facts)
    words = " ".join(said) or _("%(council)s has people in leading positions from every party.") % {
        "council": row
    }
    return paragraph("10 §", text, not said, words, (row.get_absolute_url(), str(row)))


def function(actor):
    """11 §: a function that supports the work."""
    rows = Membership.objects.in_force().filter(
        role=Role.COORDINATOR, party__is_coordinating=True, party__collaboration=actor.party.collaboration
    )
    n = rows.count()
    said = ngettext("%(n)s person coordinates.", "%(n)s persons coordinate.", n) % {"n": n}
    text = _("A coordination function that supports the work")
    return paragraph("11 §", text, n > 0, said, (reverse("collab:parties"), _("Parties")))


def contact_point():
    """12 §: a point of contact, and information to those who live in the municipality."""
    text = _("A point of contact, and information to those who live in the municipality")
    said = _("The portal names an address to turn to on its public page of contact.")
    if not settings.CONTACT_MAIL:
        said = _("The public page of contact names no address yet.")
    where = reverse("collab:contact"), _("Contact")
    return paragraph("12 §", text, bool(settings.CONTACT_MAIL), said, where)


def board_and_council(actor, agreement):
    """13 §: the board leads the work and reports to the council continually."""
    text = _("The municipal board leads the work and reports to the municipal council continually")
    rows = Snapshot.objects.for_actor(actor).published().for_page().newest_first()
    newest = rows.filter(agreement=agreement).first() if agreement else None
    if newest is None:
        where = reverse("activities:snapshots"), _("Frozen reports")
        return paragraph("13 §", text, False, _("No follow-up report is published."), where)
    day = timezone.localdate(newest.publication.published_at)
    said = _("%(report)s was published on %(day)s.") % {"report": newest, "day": day_full(day)}
    return paragraph("13 §", text, True, said, (newest.get_absolute_url(), str(newest)))
