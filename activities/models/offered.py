"""What is offered: an activity whose parts are offers, and a commitment that knows whether it still is one."""

import pgtrigger
from django.db import models

from collab.notify import tell


def knows_its_offer():
    """The trigger of the commitments by which each knows whether its offer is still open, whoever saves it."""
    return pgtrigger.Trigger(
        name="knows_its_offer",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            NEW.is_offered := EXISTS (
                SELECT FROM activities_offer WHERE commitment_id = NEW.id AND answer IN ('waiting', 'asked')
            );
            RETURN NEW;
        """,
    )


def tells_its_part():
    """The trigger of the offers by which a commitment looks again."""
    return pgtrigger.Trigger(
        name="tells_its_part",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("answer", "commitment_id") | pgtrigger.Delete,
        func="""
            UPDATE activities_commitment SET is_offered = is_offered
            WHERE id IN (
                CASE WHEN TG_OP <> 'INSERT' THEN OLD.commitment_id END,
                CASE WHEN TG_OP <> 'DELETE' THEN NEW.commitment_id END
            );
            RETURN NULL;
        """,
    )


class Offering(models.Model):
    """An activity whose parts are offered to the parties."""

    class Meta:
        abstract = True

    def offer_parts(self, parts, *, by, own=()):
        """Offer each part to its party and tell it; the party that acts, and those of `own`, have taken theirs."""
        for part in parts:
            if part.party_id in {by.party_id, *own}:
                continue
            offer = self.offers.create(party=part.party, commitment=part, made_by=by)
            tell(offer.people().exclude(user=by.user_id), "offered", offer)


class Offered(models.Model):
    """A commitment that may still be an offer."""

    class Meta:
        abstract = True

    def waiting_offer(self):
        """The offer the party has yet to answer, or None."""
        return self.offers.waiting().first()

    def take_up(self, *, by):
        """Whoever reports the part has taken it."""
        for offer in self.offers.open():
            offer.take(by=by)
