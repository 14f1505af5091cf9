"""The comments of an activity as its page shows them."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import mark_safe

from collab.access import may

from .forms.commenting import CommentForm
from .models import Comment
from .models.comment import mention_of, readers


@dataclass(frozen=True)
class Said:
    """A comment with its text as markup, and whether the actor may change it."""

    comment: Comment
    text: str
    may_change: bool


class Talk:
    """What is said in an activity that `actor` may see, the newest last, and the form to say more."""

    def __init__(self, activity, actor):
        self.activity, self.actor = activity, actor

    @cached_property
    def people(self):
        return readers(self.activity, self.actor)

    @cached_property
    def said(self):
        rows = Comment.objects.for_actor(self.actor).filter(activity=self.activity)
        own = set(
            Comment.objects.for_actor(self.actor, "change")
            .filter(activity=self.activity)
            .values_list("pk", flat=True)
        )
        found = list(rows.for_page())
        pattern = mention_of({person.user.name for person in self.people}) if found else None
        return [Said(row, with_mentions(row.text, pattern), row.pk in own) for row in found]

    @cached_property
    def form(self):
        """The form of a new comment; None for who may not write one."""
        if not may(self.actor, "comment", self.activity):
            return None
        # Names its fields apart from those of the report on the same page.
        return CommentForm(actor=self.actor, parent=self.activity, people=self.people, auto_id="comment_%s")


def with_mentions(text, pattern):
    """The text as paragraphs, with each mention of somebody who sees the activity marked."""
    pieces = pattern.split(text) if pattern else [text]
    marked = [
        format_html('<mark class="mention">@{}</mark>', piece) if i % 2 else conditional_escape(piece)
        for i, piece in enumerate(pieces)
    ]
    # Every piece is escaped above.
    return mark_safe(linebreaks("".join(marked)))  # noqa: S308
