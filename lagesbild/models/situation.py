"""The joint situational picture as a dated document: what was mapped, what it means, who approves, how needs weigh."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import STAFF, WORKING, AccessQuerySet, Role, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Collaboration, Party, Public, Versioned, next_version

LONG = {"blank": True, "default": "", "db_default": ""}


class SituationQuerySet(AccessQuerySet):
    def newest_first(self):
        return self.order_by("-dated_on", "-pk")

    def with_approvals(self):
        """With `approved_by`: how many parties have approved the edition that stands."""
        now_valid = Q(approvals__edition=F("edition"))
        return self.annotate(approved_by=Count("approvals", filter=now_valid))

    def before(self, situation):
        """The cycle before: the newest earlier picture whose scores are revealed; None when there is none."""
        earlier = Q(dated_on__lt=situation.dated_on) | Q(dated_on=situation.dated_on, pk__lt=situation.pk)
        rows = self.filter(earlier, collaboration=situation.collaboration_id, revealed_at__isnull=False)
        return rows.newest_first().first()

    def analysed(self):
        """Those with a written analysis."""
        return self.exclude(analysis="")

    def adopted(self):
        """Those that every party has approved as they read now."""
        return self.filter(adopted_edition=F("edition"))


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
    # Counts the texts that parties have approved: what is changed after an approval is another edition.
    edition = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    adopted_edition = models.PositiveSmallIntegerField(null=True, editable=False)
    adopted_at = models.DateTimeField(null=True, editable=False)
    revealed_at = models.DateTimeField(null=True, editable=False)
    reveal_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    is_demo = models.BooleanField(default=False)

    # What lagen asks for, and how far the sources carry.
    PARTS = ("mapping", "other_information", "analysis")
    CRITIQUE = ("sources", "unseen", "other_reasons")
    TEXTS = ("title", "dated_on", *PARTS, *CRITIQUE)

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

    def standing(self, party):
        """The party, when it stands behind the picture; ValidationError for one that only observes."""
        if not self.parties().filter(pk=party.pk).exists():
            raise ValidationError(_("Your party follows the work and does not decide on the picture."))
        return party

    def stances(self):
        """(party, its stance or None) of every party that stands behind the picture."""
        held = {stance.party_id: stance for stance in self.party_stances.all()}
        return [(party, held.get(party.pk)) for party in self.parties()]

    @property
    def unwritten(self):
        """The names of the texts that are missing before anybody can approve."""
        named = {name: self._meta.get_field(name).verbose_name for name in (*self.PARTS, *self.CRITIQUE)}
        return [label for name, label in named.items() if not getattr(self, name).strip()]

    @property
    def is_adopted(self):
        """Whether every party has approved the texts as they stand."""
        return self.adopted_edition == self.edition

    @transaction.atomic
    def approve(self, *, by, version=None):
        """Let the party of `by` stand behind the texts; `version` is the one that was read, when a person read it."""
        party = self.standing(by.party)
        if version is not None and str(version) != str(self.version):
            raise ValidationError(
                _("The picture was changed while you read it. Read it again, then approve.")
            )
        if self.unwritten:
            raise ValidationError(
                _("Something is still to be written before it can be approved: %(texts)s."),
                params={"texts": ", ".join(map(str, self.unwritten))},
            )
        given = {"approved_by": by, "approved_at": now()}
        _approval, is_new = self.approvals.get_or_create(party=party, edition=self.edition, defaults=given)
        if is_new:
            self.record("approved", by=by, edition=self.edition)
            self.adopt_if_all_stand_behind(by)

    def adopt_if_all_stand_behind(self, by):
        approved = self.approvals.filter(edition=self.edition)
        if not self.parties().exclude(pk__in=approved.values("party")).exists():
            self.adopted_edition, self.adopted_at = self.edition, now()
            self.save(update_fields=["adopted_edition", "adopted_at"])
            self.record("adopted", by=by, edition=self.edition)

    def begin_edition(self):
        """Texts are about to be saved that are not those a party has approved: they are the next edition."""
        if self.approvals.filter(edition=self.edition).exists():
            self.edition += 1

    @transaction.atomic
    def score(self, scores, *, by):
        """Keep the party's own scores, {need: {criterion: 1 to 5}}, seen by nobody else until they are revealed."""
        if self.is_revealed:
            raise ValidationError(_("The scores are revealed and can no longer be changed."))
        party = self.standing(by.party)
        stance, _is_new = self.party_stances.select_for_update().get_or_create(situation=self, party=party)
        for need, told in scores.items():
            need.scores.update_or_create(
                party=by.party, defaults={**told, "scored_by": by, "scored_at": now()}
            )
        is_whole = self.needs.exclude(scores__party=by.party).count() == 0
        if is_whole and stance.scored_at is None:
            stance.scored_at = now()
            stance.save(update_fields=["scored_at"])
            self.record("scored", by=by)

    def weigh_anew(self):
        """There is a need that nobody has weighed: no party has weighed them all."""
        self.party_stances.update(scored_at=None)

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
    """How far a party has come with a picture: whether it has weighed every need; never how."""

    access = {"view": [Through("situation", "view")]}

    situation = models.ForeignKey(SituationalPicture, models.CASCADE, related_name="party_stances")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(null=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["situation", "party"], name="stance_once_per_party")]

    def __str__(self):
        return str(self.party)
