"""The joint situational picture as a dated document: what was mapped, what it means, who approves, how needs weigh."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, WORKING, AccessQuerySet, Role, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Collaboration, Membership, Party, Public, Versioned, next_version

LONG = {"blank": True, "default": "", "db_default": ""}


class SituationQuerySet(AccessQuerySet):
    def newest_first(self):
        return self.order_by("-dated_on", "-pk")

    def approved(self):
        """Those that every party standing behind them has approved as they read now."""
        given = PartyStance.objects.filter(
            situation=OuterRef(OuterRef("pk")), party=OuterRef("pk"), approved_at__isnull=False
        )
        behind = Party.objects.owning().filter(collaboration=OuterRef("collaboration"))
        return self.filter(Exists(behind)).exclude(Exists(behind.exclude(Exists(given))))


@keep_versions
class SituationalPicture(Public, Versioned):
    """A lägesbild as lagen (2023:196) 4 § asks for it: a mapping, other information, and an analysis of both."""

    access = {
        "view": [Through("collaboration", "view", to=WORKING)],
        "change": [Through("collaboration", "curate")],
        "score": [Through("collaboration", "view", to=STAFF)],
        "approve": [Through("collaboration", "view", to=frozenset({Role.COORDINATOR, Role.LEAD}))],
    }

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    dated_on = models.DateField(_("as of"), default=today)
    mapping = models.TextField(_("mapping of crime and safety"), **LONG)
    other_information = models.TextField(_("other information"), **LONG)
    analysis = models.TextField(_("analysis"), **LONG)
    sources = models.TextField(_("what the picture rests on"), **LONG)
    unseen = models.TextField(_("what the figures do not show"), **LONG)
    other_reasons = models.TextField(_("what else the figures may depend on"), **LONG)
    revealed_at = models.DateTimeField(null=True, editable=False)
    reveal_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    is_demo = models.BooleanField(default=False)

    TEXTS = (
        "title",
        "dated_on",
        "mapping",
        "other_information",
        "analysis",
        "sources",
        "unseen",
        "other_reasons",
    )

    objects = SituationQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-pk"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "title"],
                name="situation_title_once",
                violation_error_message=_("There is already a situational picture with that title."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("lagesbild:situation", args=[self.public_id])

    @property
    def is_revealed(self):
        return self.revealed_at is not None

    def parties(self):
        """The parties that stand behind the picture, observers left out, in the collaboration's order."""
        return Party.objects.filter(collaboration=self.collaboration_id).owning().order_by("order")

    def stances(self):
        """(party, its stance or None) of every party that stands behind the picture."""
        held = {stance.party_id: stance for stance in self.party_stances.select_related("approved_by__user")}
        return [(party, held.get(party.pk)) for party in self.parties()]

    def stance_of(self, party):
        """The party's stance, held for this transaction; ValidationError for a party that only observes."""
        if not self.parties().filter(pk=party.pk).exists():
            raise ValidationError(_("Your party follows the work and does not decide on the picture."))
        stance, _is_new = self.party_stances.select_for_update().get_or_create(situation=self, party=party)
        return stance

    @transaction.atomic
    def approve(self, *, by):
        """Note that the party of `by` stands behind the picture as it reads now."""
        stance = self.stance_of(by.party)
        if stance.approved_at is None:
            stance.approved_at, stance.approved_by = now(), by
            stance.save(update_fields=["approved_at", "approved_by"])
            self.record("approved", by=by)

    def unapprove(self):
        """Another text than the one approved: every party is asked anew."""
        self.party_stances.filter(approved_at__isnull=False).update(approved_at=None, approved_by=None)

    @transaction.atomic
    def score(self, scores, *, by):
        """Keep the party's own scores, {need: {criterion: 1 to 5}}, seen by nobody else until they are revealed."""
        if self.is_revealed:
            raise ValidationError(_("The scores are revealed and can no longer be changed."))
        stance = self.stance_of(by.party)
        for need, told in scores.items():
            need.scores.update_or_create(
                party=by.party, defaults={**told, "scored_by": by, "scored_at": now()}
            )
        is_whole = self.needs.exclude(scores__party=by.party).count() == 0
        if is_whole and stance.scored_at is None:
            stance.scored_at = now()
            stance.save(update_fields=["scored_at"])
            self.record("scored", by=by)

    def unscored(self):
        """The parties that have not scored every need."""
        return [party for party, stance in self.stances() if stance is None or stance.scored_at is None]

    @transaction.atomic
    def reveal(self, *, by, reason=""):
        """Show every party's scores to all; before everybody has scored, only with a reason."""
        if self.is_revealed:
            return
        if not self.party_stances.filter(scored_at__isnull=False).exists():
            raise ValidationError(_("Nobody has scored yet."))
        if self.unscored() and not reason.strip():
            raise ValidationError({"reason": _("Not every party has scored: write why you reveal now.")})
        self.revealed_at, self.reveal_reason = now(), reason.strip()
        self.save(update_fields=["revealed_at", "reveal_reason"])
        self.record("revealed", by=by)


@keep_versions
class PartyStance(models.Model):
    """How far a party has come with a picture: whether it has approved, and whether it has scored; never how."""

    access = {"view": [Through("situation", "view")]}

    situation = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="party_stances")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    scored_at = models.DateTimeField(null=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["situation", "party"], name="stance_once_per_party")]

    def __str__(self):
        return str(self.party)
