"""Today and now, in one place, so that a test or a simulated tick can say another date."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_pretended = ContextVar("pretended", default=None)


def now():
    """The current instant, aware, UTC inside."""
    return _pretended.get() or timezone.now()


def today():
    """The current date in the portal's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(instant):
    """Within the block it is `instant`, for this thread alone."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
