"""What parties agree on together: who takes part in it, and the stage of its life that follows from the facts."""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab.access import Grantable
from collab.clock import today
from collab.models import Party

from .periods import Period
from .wording import listed


class Stage(models.TextChoices):
    """Where something that is agreed stands in its life; never stored."""

    DRAFT = "draft", _("Draft")
    DECIDING = "deciding", _("Awaits a decision")
    TURNED_DOWN = "turned_down", _("Not approved")
    SIGNING = "signing", _("Awaits signatures")
    COMING = "coming", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")


# The outcomes that stop a decision chain until the matter comes back, as they continue a sentence.
STOPPED = {
    "rejected": _("rejected by %(body)s"),
    "referred_back": _("referred back by %(body)s"),
    "tabled": _("tabled by %(body)s"),
}


class Joint(Period, Grantable):
    """What parties agree on together; each has a part in it, from one day to another, and signs it.

    It is in force within its period when its text is complete, its decision chain has not stopped and every party
    has signed (9 § of the law 2023:196), or when it is marked as historic.
    """

    class Meta(Period.Meta):
        abstract = True

    def signatories(self):
        """The parts of those who sign: all but the observers, in the collaboration's order."""
        return self.parts.exclude(party__kind=Party.Kind.OBSERVER).select_related("party")

    def observers(self):
        """The parts of those who only look on."""
        return self.parts.filter(party__kind=Party.Kind.OBSERVER).select_related("party")

    @property
    def purposes(self):
        """The purposes, one per line of the text."""
        return [line.strip() for line in self.purpose.splitlines() if line.strip()]

    def unfinished(self):
        """What the text itself lacks before it can be signed, each as words after "lacks"."""
        lacking = [] if self.purposes else [gettext("a purpose")]
        if not self.first_parts:
            lacking.append(gettext("parties"))
        return lacking

    @cached_property
    def all_parts(self):
        """Every part but the observers', from what was fetched with the row when it was."""
        parts = self.parts.all() if "parts" in fetched(self) else self.parts.select_related("party")
        return sorted(
            (part for part in parts if part.party.kind != Party.Kind.OBSERVER),
            key=lambda one: one.party.order,
        )

    @property
    def first_parts(self):
        """The parts of those it is made between: who joins later is no part of the text that was signed."""
        return [part for part in self.all_parts if part.is_original(self)]

    def content(self):
        """What is signed, as plain data: two texts are the same when these are."""
        return {
            "name": self.name,
            "period": [self.starts_on.isoformat(), self.ends_on.isoformat()],
            "purposes": self.purposes,
            "parties": [part.party.title for part in self.first_parts],
        }

    @cached_property
    def standing(self):
        """{party id: its signature} of those that have not been withdrawn."""
        return {one.party_id: one for one in self.signatures.all() if one.withdrawn_at is None}

    @property
    def text_mark(self):
        """A mark of the text: a page that showed another text has another."""
        words = json.dumps(self.content(), sort_keys=True, default=str)
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def signed_parties(self):
        """The names of those who have signed the text as it is; "" of nobody."""
        parties = [part.party for part, current, _any in self.signing() if current]
        return listed_parties(parties) if parties else ""

    @property
    def is_settled(self):
        """Whether its signatures are no longer changed: it is or was in force by them."""
        return not self.is_historic and self.stage() in (Stage.IN_FORCE, Stage.EXPIRED)

    def signing(self):
        """(part, its signature of the text as it is, its signature of any wording) of each that signs; None without."""
        return [
            (part, self.signature_of(part.party), self.standing.get(part.party_id)) for part in self.all_parts
        ]

    def sign(self, party, *, by, **facts):
        """Let a party sign (name, title, signed_on; on_paper with the scanned page) the text as it is."""
        return self.signatures.model.objects.sign(self, party, by=by, **facts)

    def signature_of(self, party):
        """The signature of a party that holds for the text as it is now, or None."""
        signature = self.standing.get(party.pk)
        return signature if signature and signature.holds_for(self) else None

    def unsigned(self, on=None):
        """The parties that take part on a day and lack a signature by then of the text as it is."""
        on = on or today()
        found = []
        for part in self.all_parts:
            signature = self.signature_of(part.party)
            if part.takes_part(max(on, self.starts_on)) and (signature is None or signature.signed_on > on):
                found.append(part.party)
        return found

    @property
    def signed_of_all(self):
        """(how many have signed the text as it is, of how many); for a page that names each."""
        rows = self.signing()
        return sum(current is not None for _part, current, _any in rows), len(rows)

    def outdated(self):
        """The signatures of an earlier wording, which are asked for anew."""
        return [one for one in self.standing.values() if not one.holds_for(self)]

    def last_decision(self, on=None):
        """The decision that the chain about it has come to by a day, or None."""
        on = on or today()
        steps = [one for one in self.own_decisions() if one.decided_on is None or one.decided_on <= on]
        return max(steps, key=lambda one: (one.order, one.pk), default=None)

    def awaited_body(self, on=None):
        """The body that the matter was passed on to and that has not decided; "" when none is awaited."""
        last = self.last_decision(on)
        return last.expects if last else ""

    def stage(self, on=None):
        """Where it stands on a day, today unless told."""
        on = on or today()
        by_date = Stage(self.state(on))
        if self.is_historic or by_date == Stage.EXPIRED:
            return by_date
        last = self.last_decision(on)
        if self.unfinished() or (last is None and not self.standing):
            return Stage.DRAFT
        if last and last.outcome in STOPPED:
            return Stage.TURNED_DOWN
        if self.awaited_body(on):
            return Stage.DECIDING
        return Stage.SIGNING if self.holding_up(on) else by_date

    def holding_up(self, on=None):
        """The parties without whose signature it is not in force: those it is made between, not who joined later."""
        first = {part.party_id for part in self.first_parts}
        return [party for party in self.unsigned(on) if party.pk in first]

    def is_in_force(self, on=None):
        return self.stage(on) == Stage.IN_FORCE

    def lacking(self, on=None):
        """What is missing on a day, each as words after "lacks" (saknar): text, decision, signatures."""
        found = self.unfinished()
        if body := self.awaited_body(on):
            found.append(gettext("a decision by %(body)s") % {"body": body})
        if parties := self.unsigned(on):
            found.append(gettext("a signature by %(parties)s") % {"parties": listed_parties(parties)})
        return found

    def state_in_words(self, on=None):
        """The stage with what is missing, as it continues a sentence: lacks a signature by …; in force until …."""
        stage = self.stage(on)
        if stage == Stage.DRAFT:
            lacking = self.unfinished()
            if not lacking:
                return gettext("draft")
            return gettext("draft, lacks %(what)s") % {"what": listed(lacking)}
        if stage == Stage.TURNED_DOWN:
            last = self.last_decision(on)
            return STOPPED[last.outcome] % {"body": last.body}
        if stage == Stage.DECIDING:
            return gettext("awaits a decision by %(body)s") % {"body": self.awaited_body(on)}
        if stage == Stage.SIGNING:
            return self.unsigned_in_words(self.holding_up(on))
        words = super().state_in_words(on)
        if stage == Stage.EXPIRED:
            return words
        # Of what is historic nothing is asked, until the first signature is registered.
        if (self.standing or not self.is_historic) and (late := self.unsigned(on)):
            return f"{words}; {self.unsigned_in_words(late)}"
        return words

    @property
    def lacking_more(self):
        """What is missing that the words of its state do not say already."""
        said = self.state_in_words()
        return [what for what in self.lacking() if what not in said]

    @staticmethod
    def unsigned_in_words(parties):
        return gettext("lacks a signature by %(parties)s") % {"parties": listed_parties(parties)}

    @transaction.atomic
    def admit(self, party, *, by, on=None):
        """Let a party take part from a day (None: as long as this holds); it sees what the others see from then."""
        if party.collaboration_id != self.collaboration_id:
            raise ValidationError(_("The party belongs to another collaboration."))
        part, _is_new = self.parts.update_or_create(party=party, defaults={"joined_on": on, "left_on": None})
        self.forget()
        self.regrant()
        self.record("admitted", by=by, party=party.title, on=on.isoformat() if on else "")
        return part

    @transaction.atomic
    def dismiss(self, party, *, by, on):
        """Let a party's part end on a day, the last on which it sees this."""
        part = self.parts.get(party=party)
        if part.joined_on and on < part.joined_on:
            raise ValidationError({"on": _("The last day cannot be before the first.")})
        part.left_on = on
        part.save(update_fields=["left_on"])
        self.forget()
        self.regrant()
        self.record("dismissed", by=by, party=party.title, on=on.isoformat())
        return part

    def forget(self):
        """Ask the database anew for what was kept of its parts and signatures."""
        for name in ("all_parts", "standing"):
            self.__dict__.pop(name, None)
        for name in ("parts", "signatures"):
            fetched(self).pop(name, None)


def fetched(row):
    """What was fetched with a row, by relation."""
    return row.__dict__.setdefault("_prefetched_objects_cache", {})


def listed_parties(parties):
    return listed([party.title for party in parties])
