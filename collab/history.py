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


def recorded(version):
    """When the database wrote a version."""
    return version.pgh_created_at


def as_of(model, instant, *, since=recorded, **narrowed):
    """{key: row} of the rows of `model` as they were at an instant, read from their versions.

    `since(version)` says from when a version held, where the row itself tells more than the day it was registered.
    """
    held = {}
    versions = model.versions.rel.related_model.objects.filter(**narrowed)
    for version in versions.order_by("pgh_id"):
        if (recorded(version) if is_gone(version) else since(version)) <= instant:
            held[version.pgh_obj_id] = version
    return {key: row_of(model, version) for key, version in held.items() if not is_gone(version)}


def is_first(version):
    return version.pgh_label == "insert"


def is_gone(version):
    return version.pgh_label == "delete"


def row_of(model, version):
    """The row that a version was of; never to be saved."""
    names = [field.attname for field in model._meta.concrete_fields if hasattr(version, field.attname)]
    return model.from_db(None, names, [getattr(version, name) for name in names])
