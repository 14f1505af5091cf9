"""Saved views as tabs beside the list's own."""

from activities.models import SavedView


def saved_tabs(form, actor):
    """A tab per view that the actor has saved or the party has; the one that is open is current."""
    views = SavedView.objects.for_actor(actor).in_order()
    return [
        {
            "label": view.name,
            "url": view.get_absolute_url(),
            "total": None,
            "count": None,
            "current": bool(view.query) and view.query == form.sound_query,
        }
        for view in views
    ]
