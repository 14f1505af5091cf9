"""Rows of any package whose grants derive from who takes part in an agreement: they follow its parts."""

from django.apps import apps

from collab.access import regrant


def regrant_followers(agreement):
    """Make the grants on everything under an agreement equal what its parts call for; returns how many differed.

    A model is under agreements when its `granted_by_parts` names the way from its rows to them.
    """
    differed = 0
    for model in apps.get_models():
        if way := getattr(model, "granted_by_parts", None):
            differed += regrant(model, model.objects.filter(**{way: agreement}).to_regrant())
    return differed
