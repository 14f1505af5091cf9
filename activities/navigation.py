"""The counts beside the entries of the menu: reports that are missing, one's own or everybody's."""

from django.utils.translation import gettext as _

from collab.navigation import COMMITMENTS_FIRST

from .asking import asked_day
from .listing import count_text
from .models import Commitment, FollowUpRound
from .models.questions import BESIDE_AT_MOST


def counts(request):
    """Puts the counts into the entries that `collab.navigation` made for this request."""
    entries, actor = getattr(request, "navigation", []), getattr(request, "actor", None)
    if actor is None or not entries:
        return {}
    if day := asked_day(request):
        # Whoever looks at another day stays there when the list is opened from the menu.
        listed = next(entry for entry in entries if entry["key"] == "activities")
        listed["url"] += f"?per={day.isoformat()}"
    # A page that has asked for the open rounds leaves them here.
    rounds = getattr(request, "open_rounds", None)
    if rounds is None:
        rounds = list(FollowUpRound.objects.for_actor(actor).open())
    if rounds:
        is_own = actor.role in COMMITMENTS_FIRST
        missing = Commitment.objects.for_actor(actor).missing_report(rounds)
        missing = missing.of(actor.party) if is_own else missing
        key = "overview" if is_own else "follow_up"
        entry = next(entry for entry in entries if entry["key"] == key)
        found = missing.order_by().values("pk")[:BESIDE_AT_MOST].count()
        entry["count"] = found and count_text(found, BESIDE_AT_MOST)
        entry["count_label"] = _("reports missing")
    return {}
