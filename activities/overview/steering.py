"""The steering group's overview: on course or not, which priority areas are red and why, what to decide."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.developments import by_priority_area
from activities.progress import word

from .areas import TROUBLES_READ, PerPart
from .sight import Sight
from .troubles import TRIAGE_AT_MOST, Troubled


class Steering(PerPart, Troubled, Sight):
    """Is the agreement on course, and where does it need us?"""

    template = "activities/overview/steering.html"
    # Those of every priority area come out of the same question as the first to decide.
    triage_at_most = TROUBLES_READ

    @property
    def to_decide(self):
        """What the parties say that they need to move on, the worst first."""
        return [one for one in self.troubles if one.needs][:TRIAGE_AT_MOST]

    @property
    def verdict(self):
        """Two of four priority areas need a decision or a hand; or: everything goes as planned."""
        if not self.whole.total:
            return _("Nothing is planned yet.")
        n, total = len(self.in_trouble), len(self.areas)
        if not n:
            return _("The agreement is on course: no priority area needs a decision or a hand.")
        if total == 1:
            return _("The priority area needs a decision or a hand.")
        words = ngettext(
            "One of %(all)s priority areas needs a decision or a hand.",
            "%(n)s of %(all)s priority areas need a decision or a hand.",
            n,
        )
        return words % {"n": capfirst(word(n)), "all": word(total)}

    @property
    def development(self):
        """How each priority area has gone, round by round."""
        return by_priority_area(self.priority_areas, self.actor)
