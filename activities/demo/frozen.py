"""The demo's frozen report: of the round that was closed last, published for those who were elected."""

from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf


def freeze_report(agreement, day, *, by):
    """Freeze and publish the report of the last closed round; nothing where no round is closed yet."""
    last = agreement.rounds.last_closed()
    if last is None:
        return
    snapshot = freeze(agreement, one_round=last, dnr=f"KS-{day.year}/417 (demo)", by=by)
    set_pdf(snapshot.pk)
    snapshot.refresh_from_db()
    snapshot.publish(by=by)
