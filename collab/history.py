"""Row versions: every domain table keeps each version of its rows, written by the database itself.

`AuditEvent` says who did what for whom; the versions say what the row looked like. Both are written in the
transaction of the change, and the application's database role can neither edit nor delete them.
"""

import pghistory


def keep_versions(model=None, *, exclude=None):
    """Class decorator: keep each version of the model's rows in `<Model>Event`, reachable as `row.versions`."""
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude,
        obj_field=pghistory.ObjForeignKey(related_name="versions", related_query_name="version_row"),
        context_field=None,
    )
    return track(model) if model else track
