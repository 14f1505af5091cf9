"""Making the PDF of a frozen report: by a worker, once, and taken up again when a worker dies on the way."""

from contextlib import suppress

from django.core.cache import cache
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from kombu.exceptions import OperationalError

from activities.models import Snapshot
from collab.dates import day_full

from .paper import print_report
from .reading import state_of

STEPS, PROGRESS_SECONDS = 3, 60


@transaction.atomic
def set_pdf(pk):
    """Make the PDF of a frozen report, unless it is made or somebody is at it; whether it was made."""
    rows = Snapshot.objects.unset().select_for_update(skip_locked=True, of=("self",))
    snapshot = rows.filter(pk=pk).select_related("agreement", "frozen_by__user", "frozen_by__party").first()
    if snapshot is None:
        return False
    note_progress(snapshot, 1)
    with override(snapshot.content["language"]):
        pdf = print_report(snapshot.content, state=state_of(snapshot), stamp=stamp_of(snapshot))
    note_progress(snapshot, 2)
    snapshot.keep_pdf(pdf)
    note_progress(snapshot, STEPS)
    return True


def stamp_of(snapshot):
    """What stands last in the PDF: when it was frozen, its registry number, and the checksum of its contents."""
    facts = {
        "day": day_full(localdate(snapshot.frozen_at)),
        "n": snapshot.number,
        "sum": snapshot.content_sha256,
    }
    words = _("Version %(n)s, frozen %(day)s. Checksum of the contents (SHA-256): %(sum)s.") % facts
    return f"{_('Registry number')} {snapshot.dnr}. {words}" if snapshot.dnr else words


def progress_key(snapshot):
    return f"snapshot-progress:{snapshot.public_id}"


def note_progress(snapshot, done):
    cache.set(progress_key(snapshot), (done, STEPS), PROGRESS_SECONDS)


def progress(snapshot):
    """(done, of) as the worker told last; None while nobody is at it."""
    return cache.get(progress_key(snapshot))


def enqueue(pk):
    """Hand the work to a worker; without a broker it waits until `set_snapshots` finds it."""
    from activities.tasks import set_snapshot

    with suppress(OperationalError):
        set_snapshot.apply_async([pk], retry=False)
