"""What a list hands out: columns declared once, rows through the gate for the acting membership."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import pgettext

from collab.access import WORKING
from collab.clock import today

TEXT, NUMBER, DATE, MOMENT = "text", "number", "date", "moment"
CHUNK = 2000


@dataclass(frozen=True)
class Column:
    """A heading, where the value comes from in the database, and how the value is put to the reader."""

    label: Any
    value: Any = None
    kind: str = TEXT
    width: int = 14
    show: Any = None


class Table:
    """A list as the acting membership sees it under the filter of its page; `to` are the roles that may take it out.

    A list of rows declares where each column comes from and answers `rows`, a queryset that came through the gate:
    the database then makes the cells. A list that is computed answers `cells` itself.
    """

    name = None
    columns = ()
    to = WORKING

    def __init__(self, actor, query):
        self.actor, self.query = actor, query

    @classmethod
    def is_for(cls, actor):
        """Whether the acting membership may take the list out of the portal."""
        return actor is not None and actor.role in cls.to

    def rows(self):
        raise NotImplementedError(f"{type(self).__name__} has no rows")

    def cells(self):
        """One tuple per row, in the order of the columns; read in pieces, whatever the number of rows."""
        sources = {f"column_{i}": source(column.value) for i, column in enumerate(self.columns)}
        found = self.rows().annotate(**sources).values_list(*sources)
        shown = [(i, column.show) for i, column in enumerate(self.columns) if column.show]
        for values in in_pieces(found):
            row = list(values)
            for i, show in shown:
                row[i] = show(row[i])
            yield row

    @property
    def title(self):
        return capfirst(str(self.name))

    @property
    def narrowing(self):
        """(label, value in words) of what the list was narrowed by."""
        return []

    def file_name(self, kind):
        demo = "demo-" if self.is_demo else ""
        return f"{demo}{slugify(self.title)}-{today().isoformat()}.{kind}"

    @property
    def is_demo(self):
        return settings.DEMO or self.actor.party.collaboration.is_demo


def in_pieces(queryset):
    """The rows, fetched by a cursor in the database two thousand at a time, whatever their number.

    The settings turn such cursors off for short lists; a long one would otherwise stand in memory as a whole. The
    request's own transaction keeps the cursor, so a pooler between is no trouble.
    """
    return iter(queryset._iterable_class(queryset, chunked_fetch=True, chunk_size=CHUNK))


def source(value):
    return value if hasattr(value, "resolve_expression") else F(value)


def words(choices):
    """A `show` that puts the label in place of the stored choice."""
    return lambda value: str(choices(value).label) if value else ""


def yes_or_no(value):
    return pgettext("answer", "yes") if value else pgettext("answer", "no")


def address(route):
    """A `show` that makes the full address of a row from its public id."""

    def show(public_id):
        before, after = around(route)
        return f"{settings.SITE_URL}{before}{public_id}{after}"

    return show


@cache
def around(route):
    """What stands before and after the public id in a route's address; asked once, not once per row."""
    before, _id, after = reverse(route, args=["-"]).partition("-")
    return before, after


def narrowing_of(form):
    """(label, value in words) of every value a filter form holds."""
    found = []
    for bound in form:
        value = form.value(bound.name)
        if value and not bound.is_hidden:
            choices = dict(getattr(bound.field, "choices", ())) if isinstance(value, str) else {}
            found.append((str(bound.label), str(choices.get(value, value))))
    return found
