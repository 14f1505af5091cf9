"""What surrounds every page: who acts, where one can go, and what waits."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from .access import Role
from .clock import today
from .models import InboxItem

# Contacts and the steering group follow events on the pages of their rows.
READS_LOG = set(Role) - {Role.ELECTED, Role.CONTACT, Role.STEERING}
# key, label, icon, route; a page's `section` says which entry is current.
MAIN = [
    ("overview", _("Overview"), "home", "activities:overview"),
    ("activities", _("Activities"), "list", "activities:list"),
    ("lagesbild", _("Situational picture"), "map", "lagesbild:picture"),
    ("follow_up", _("Follow-up"), "report", "activities:follow_up"),
    ("agreements", _("Agreements and decisions"), "sign", "agreements:list"),
    ("parties", _("Parties"), "people", "collab:parties"),
]
ADMINISTRATION = [
    (
        "imports",
        _("Import data"),
        "upload",
        "lagesbild:imports",
        {Role.COORDINATOR, Role.DATA_ADMIN, Role.CONTACT, Role.LEAD},
    ),
    ("people", _("People"), "key", "collab:people", {Role.COORDINATOR, Role.LEAD}),
    ("log", _("Event log"), "log", "collab:log", READS_LOG),
]
COMMITMENTS_FIRST = {Role.LEAD, Role.CONTACT}


def entries(rows, current):
    return [
        {"key": key, "label": label, "icon": icon, "url": reverse(route), "current": key == current}
        for key, label, icon, route in rows
    ]


def page_frame(request):
    """The context that base.html asks for; empty of rows for whoever acts for no party."""
    actor = getattr(request, "actor", None)
    frame = {"is_demo": settings.DEMO, "today": today(), "samsyn_version": settings.VERSION}
    match = request.resolver_match
    view = getattr(getattr(match, "func", None), "view_class", None)
    if actor is None:
        return frame
    current = getattr(view, "section", None)
    navigation = entries(MAIN, current)
    navigation[2]["short"] = pgettext("a phone's tab", "Picture")
    if actor.role in COMMITMENTS_FIRST:
        navigation[0] |= {"label": _("My commitments"), "short": _("Mine")}
    # Where other packages put their counts.
    request.navigation = navigation
    return {
        **frame,
        "actor": actor,
        "collaboration": actor.party.collaboration,
        "navigation": navigation,
        "tabs": [
            *navigation[:4],
            {"key": "more", "label": _("More"), "icon": "menu", "url": reverse("collab:more")},
        ],
        "administration": entries([row[:4] for row in ADMINISTRATION if actor.role in row[4]], current),
        "memberships": [m for m in request.memberships if m.pk != actor.pk],
        "unread": InboxItem.objects.unread().for_actor(actor).count(),
    }
