"""Asking as of another day: which day the address names, and which pages answer with how it was then."""

from datetime import date

from collab.clock import today


def asked_day(request):
    """The day in the past that `?per=` names; None when there is none, or no day that has passed."""
    try:
        day = date.fromisoformat(request.GET.get("per", ""))
    except ValueError:
        return None
    return day if day < today() else None
