"""What waits for a party's signature."""

from collab.clock import today

from .models import CollaborationAgreement, DeclarationOfIntent, Stage

# Before that the text or the decision behind it can still change.
READY = (Stage.SIGNING, Stage.COMING, Stage.IN_FORCE)


def waiting_for(actor):
    """The declarations and agreements that `actor` is to sign for its party, for the first time or anew."""
    found = []
    for model in (DeclarationOfIntent, CollaborationAgreement):
        rows = model.objects.for_actor(actor, "sign").filter(
            ends_on__gte=today(), is_historic=False, parts__party=actor.party_id
        )
        found += [row for row in rows if row.stage() in READY and actor.party in row.unsigned()]
    return found
