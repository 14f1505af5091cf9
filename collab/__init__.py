"""The project, and the nouns every other package needs: parties, people, the one gate."""

from .celery import app as celery_app

__all__ = ["celery_app"]
