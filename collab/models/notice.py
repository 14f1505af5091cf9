"""How people want to be told: a choice per person and topic, where it differs from what the topic comes with."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.access import EVERYONE, STAFF, AccessQuerySet
from collab.history import keep_versions
from collab.notices import BY_KEY, BY_KIND, Pace, digest_day

from .inbox import InboxItem
from .membership import Membership
from .user import User


class NoticeChoiceQuerySet(AccessQuerySet):
    def paces(self, memberships, kind):
        """{membership: pace} at which each is told a kind; what a party owes always reaches somebody by mail."""
        topic = BY_KIND.get(kind)
        if topic is None:
            return dict.fromkeys(memberships, Pace.AT_ONCE)
        users = {membership.user_id for membership in memberships}
        chosen = dict(self.filter(topic=topic.key, user__in=users).values_list("user", "pace"))
        found = {membership: chosen.get(membership.user_id, topic.pace) for membership in memberships}
        for membership, pace in found.items():
            if topic.is_duty and pace == Pace.NEVER and not self.told_besides(membership, topic):
                found[membership] = Pace.AT_ONCE
        return found

    def told_besides(self, membership, topic):
        """Whether somebody else who reports for the party gets the topic by mail."""
        silent = NoticeChoice.objects.filter(topic=topic.key, pace=Pace.NEVER).values("user")
        others = Membership.objects.in_force().of(membership.party_id).filter(role__in=STAFF)
        return others.exclude(user=membership.user_id).exclude(user__in=silent).exists()

    @transaction.atomic
    def choose(self, user, paces, *, by):
        """Let a person be told as `paces` (pace by topic key) say; refused where a party would miss what it owes."""
        held = list(Membership.objects.in_force().filter(user=user, role__in=STAFF).select_related("party"))
        for membership in held:
            # Held, so that of two who choose at once the second sees the first's choice.
            membership.party.hold_people()
        errors = {
            key: LAST_TOLD % {"party": membership.party}
            for key, pace in paces.items()
            for membership in held
            if BY_KEY[key].is_duty and pace == Pace.NEVER and not self.told_besides(membership, BY_KEY[key])
        }
        if errors:
            raise ValidationError(errors)
        changed = [key for key, pace in paces.items() if self.set_one(user, key, pace)]
        if changed and by:
            by.record("notices_chosen", by=by, topics=changed)
        return changed

    def set_one(self, user, key, pace):
        """Keep one choice and let what waits for a digest follow it; whether it was another before."""
        choice = self.filter(user=user, topic=key).first()
        if pace == (choice.pace if choice else BY_KEY[key].pace):
            return False
        self.update_or_create(user=user, topic=key, defaults={"pace": pace})
        waiting = InboxItem.objects.for_digest().filter(recipient__user=user, kind__in=BY_KEY[key].kinds)
        # What was to come in a digest comes in the next one of the new kind, or no more.
        day = digest_day(Pace.DAILY if pace == Pace.AT_ONCE else pace)
        waiting.update(digest_on=day)
        return True


LAST_TOLD = _("Nobody else at %(party)s gets these by mail. Somebody there has to: choose another pace.")


@dataclass(frozen=True)
class OwnChoice:
    """Open to the person who chose, whichever party that person acts for."""

    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        return queryset.filter(user=actor.user_id)


@keep_versions
class NoticeChoice(models.Model):
    """That a person wants a topic at another pace than it comes with."""

    access = {"view": [OwnChoice()]}

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_choices")
    topic = models.CharField(max_length=20)
    pace = models.CharField(max_length=10, choices=Pace)

    objects = NoticeChoiceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_pace_per_topic")]

    def __str__(self):
        return f"{self.user} {self.topic}: {self.pace}"
