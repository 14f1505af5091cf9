"""Today and now, in one place, so that a test or a simulated tick can say another date."""

from django.utils import timezone


def now():
    """The current instant, aware, UTC inside."""
    return timezone.now()


def today():
    """The current date in the portal's time zone."""
    return timezone.localdate()
