"""Freezing a report: its contents as they are now become the next version, and a worker makes the PDF of it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from activities.models import Snapshot

from .contents import contents
from .keys import keys_in
from .setting import enqueue


@transaction.atomic
def freeze(agreement, *, by, one_round=None, dnr=""):
    """The next version of a report, with the contents of now, in the language of the parties."""
    with override(settings.LANGUAGE_CODE):
        content = contents(agreement, by, one_round=one_round)
    snapshot = Snapshot.objects.freeze(
        agreement, content, sorted(keys_in(content)), one_round=one_round, dnr=dnr, by=by
    )
    transaction.on_commit(lambda: enqueue(snapshot.pk))
    return snapshot
