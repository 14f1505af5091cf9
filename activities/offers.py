"""Where offers and proposals stand, for the pages that show them; every row through the gate."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.access import may
from collab.clock import today
from collab.dates import DAYS_UNTIL_WEEKS, day_near

from .models import Offer, Proposal
from .nudging import Nudging, nudgings

SHOWN_AT_MOST = 8


@dataclass(frozen=True)
class Standing:
    """An offer that is not settled, with what the actor may do about it."""

    offer: Offer
    may_decide: bool
    nudging: Nudging | None


def to_answer(actor):
    """The offers that the actor's party has yet to answer, the longest waiting first."""
    return (
        Offer.objects.for_actor(actor, "answer").filter(pk__in=seen(actor).waiting().values("pk")).for_page()
    )


def seen(actor):
    return Offer.objects.for_actor(actor)


def unsettled(actor):
    """The open offers of other parties about which the actor may decide: wishes first, then the longest waiting."""
    rows = Offer.objects.for_actor(actor, "decide").open().exclude(party=actor.party_id)
    found = [*rows.asked().for_page()[:SHOWN_AT_MOST], *rows.waiting().for_page()[:SHOWN_AT_MOST]]
    return standings(found[:SHOWN_AT_MOST], actor)


def of_activity(activity, actor):
    """The open offers of an activity the actor sees."""
    return standings(list(seen(actor).filter(activity=activity).open().for_page()), actor)


def standings(offers, actor):
    keys = [offer.pk for offer in offers]
    decided = Offer.objects.for_actor(actor, "decide").filter(pk__in=keys).exclude(party=actor.party_id)
    decidable = set(decided.values_list("pk", flat=True))
    waiting = [offer.commitment for offer in offers if offer.is_waiting and offer.pk in decidable]
    nudges = nudgings(waiting, actor) if waiting else {}
    return [Standing(offer, offer.pk in decidable, nudges.get(offer.commitment_id)) for offer in offers]


def declined(activity, actor):
    """The offers that were declined in an activity the actor sees, the latest first."""
    return seen(actor).filter(activity=activity).declined().for_page().order_by("-answered_at")


def proposals(actor):
    """The proposals that wait for the actor's answer, the longest waiting first."""
    return Proposal.objects.for_actor(actor, "answer").waiting().for_page()


def proposal_of(activity, actor):
    """The latest proposal of a draft, for those of its party who may answer for it."""
    return Proposal.objects.for_actor(actor).filter(activity=activity).for_page().order_by("-pk").first()


def may_propose(activity, actor):
    """Whether the actor may submit the draft to the coordinator."""
    is_own = activity.is_draft and activity.drafted_by_id == actor.party_id
    if not is_own or actor.party.is_coordinating or not may(actor, "change", activity):
        return False
    return not activity.proposals.waiting().exists()


def waiting_for(offer):
    """Waiting for an answer for three days, in words."""
    days = (today() - offer.waiting_since).days
    if days < 1:
        return _("Waiting for an answer since today")
    if days > DAYS_UNTIL_WEEKS:
        return _("Waiting for an answer since %(day)s") % {"day": day_near(offer.waiting_since, today())}
    words = ngettext("Waiting for an answer for %(n)s day", "Waiting for an answer for %(n)s days", days)
    return words % {"n": days}
