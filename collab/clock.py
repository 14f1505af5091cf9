"""Today and now, in one place, so that a test or a simulated tick can say another date."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache

from django.utils import timezone

QUARTER = 15 * 60
_pretended = ContextVar("pretended", default=None)


def now():
    """The current instant, aware, UTC inside."""
    return _pretended.get() or timezone.now()


def today():
    """The current date in the portal's time zone."""
    return date_of(int(now().timestamp()) // QUARTER)


@lru_cache(maxsize=64)
def date_of(quarter):
    """The local date of a quarter of an hour since 1970: no clock of the world changes its date within one."""
    return timezone.localdate(datetime.fromtimestamp(quarter * QUARTER, UTC))


@contextmanager
def at(instant):
    """Within the block it is `instant`, for this thread alone."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
