"""Comments: what is said in an activity by those who work for a party that sees it, and who is mentioned in it."""

import re
from dataclasses import dataclass

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.access import EVERYONE, AccessQuerySet, Through, who_may
from collab.clock import now
from collab.history import keep_versions
from collab.models import Membership, Public, Versioned, next_version
from collab.notify import tell

from .activity import Activity
from .finding import writes_text

LONGEST = 2000


@dataclass(frozen=True)
class OwnComment:
    """Open to the person who wrote the comment, while it stands and the activity is still seen."""

    to: frozenset = EVERYONE

    def rows(self, queryset, actor):
        seen = Activity.objects.for_actor(actor)
        return queryset.filter(author=actor.pk, withdrawn_at=None, activity__in=seen)


def readers(activity, by):
    """The memberships in force that may see the activity, of those whose party `by` sees, by name."""
    known = Membership.objects.for_actor(by).in_force().select_related("user", "party")
    return who_may(known.order_by("user__name", "pk"), "view", activity)


def mention_of(names):
    """The pattern of an @ with one of the names; of names that begin alike the longest is meant."""
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)@({words})(?!\w)", re.IGNORECASE) if words else None


def mentioned(text, people):
    """Those of the people whose names stand in the text after an @."""
    pattern = mention_of({person.user.name for person in people})
    found = {name.casefold() for name in pattern.findall(text)} if pattern else set()
    return [person for person in people if person.user.name.casefold() in found]


class CommentQuerySet(AccessQuerySet):
    def for_page(self):
        """In the order they were written, with what a page shows of each."""
        return self.select_related("author__user", "author__party").order_by("written_at", "pk")

    def to_tell(self):
        return self.select_related("activity__priority_area__agreement", "author__user", "author__party")

    @transaction.atomic
    def write(self, *, activity, text, by):
        """Say something in an activity, and tell the mentioned and the other parties' contacts."""
        comment = self.model(activity=activity, author=by, text=text)
        comment.full_clean()
        comment.save()
        comment.record("commented", by=by)
        comment.tell_others(by=by)
        return comment


@keep_versions
class Comment(Public, Versioned):
    """Something a person said in an activity; once withdrawn, only that it was."""

    access = {"view": [Through("activity", "view")], "change": [OwnComment()]}
    recorded_under = "activity"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="comments", editable=False)
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    text = models.TextField(_("comment"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)])
    written_at = models.DateTimeField(default=now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        default_permissions = ()
        triggers = [next_version(), writes_text("ROW.activity_id", "text")]

    def __str__(self):
        """The activity: the log names a comment by it, and never holds a text that may be withdrawn."""
        return str(self.activity)

    def get_absolute_url(self):
        return f"{self.activity.get_absolute_url()}#{self.public_id}"

    @transaction.atomic
    def change(self, text, *, by):
        """Say it in other words, and tell those who are now mentioned."""
        if text == type(self).objects.get(pk=self.pk).text:
            return
        self.text, self.edited_at = text, now()
        self.full_clean()
        self.save()
        self.record("comment_changed", by=by)
        self.tell_mentioned(readers(self.activity, by), by=by)

    @transaction.atomic
    def withdraw(self, *, by):
        """Take the text away; that a comment stood there stays."""
        self.text, self.withdrawn_at = "", now()
        self.save()
        self.record("comment_withdrawn", by=by)

    def tell_others(self, *, by):
        """Tell the mentioned that they are, and the contacts of the other parties that something was said."""
        people = readers(self.activity, by)
        told = {person.user_id for person in self.tell_mentioned(people, by=by)}
        seeing = {person.pk for person in people}
        contacts = self.activity.commitments.all().people().exclude(party=by.party_id)
        others = [one for one in contacts if one.pk in seeing and one.user_id not in told]
        tell([one for one in others if one.user_id != by.user_id], "commented", self)

    def tell_mentioned(self, people, *, by):
        """Tell those of the people whom the text mentions, each once for this comment; returns them."""
        meant = [person for person in mentioned(self.text, people) if person.user_id != by.user_id]
        tell(meant, "mentioned", self)
        return meant
