"""Tells Django about collab, and registers its system check."""

from django.apps import AppConfig


class CollabConfig(AppConfig):
    name = "collab"

    def ready(self):
        from . import checks  # noqa: F401
