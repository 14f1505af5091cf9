"""What is new since the reader's last visit: how much, and since when."""

from functools import cached_property

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.clock import now
from collab.dates import when
from collab.models import Visit

from . import happenings


class SinceVisit:
    """A first page that says what others have done since the `actor` was last here."""

    news_among = None

    @cached_property
    def visited(self):
        """When the visit before this one ended; None on the first."""
        return Visit.objects.last_of(self.actor)

    @property
    def since_visit(self):
        """Seven new since your last visit, yesterday 16.40; nothing on the first visit."""
        if self.visited is None:
            return ""
        n = happenings.new_since(self.actor, self.visited, among=self.news_among)
        facts = {"n": n, "when": when(localtime(self.visited), localtime(now()))}
        if not n:
            return _("Nothing new since your last visit, %(when)s") % facts
        if n >= happenings.NEW_AT_MOST:
            return _("Over %(n)s new since your last visit, %(when)s") % {**facts, "n": n - 1}
        words = ngettext(
            "%(n)s new since your last visit, %(when)s", "%(n)s new since your last visit, %(when)s", n
        )
        return words % facts
