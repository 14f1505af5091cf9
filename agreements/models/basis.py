"""What a decision rests on: rows of any package, each kind of row in a table of its own, seen by whoever sees both."""

from collections import defaultdict

from django.db import models, transaction

from collab.access import AccessQuerySet
from collab.clock import now

from .decision import Decision


class DecisionBasis(models.Model):
    """That a decision rests on a row; each package has one such table per kind of row, with a key to it.

    `to_row` names that key, `access` lets in whoever sees the decision and the row, and `offered` says which rows a
    decision may rest on.
    """

    to_row = None
    # What stands beside the row where it is offered and shown; each table says its own.
    kind = ""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="+")
    noted_at = models.DateTimeField(default=now)

    objects = AccessQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return str(self.row)

    @property
    def row(self):
        return getattr(self, self.to_row)

    @property
    def note(self):
        """What has happened to the row since, in words; "" when nothing has."""
        return ""

    @classmethod
    def offered(cls, actor):
        """The rows that `actor` may let a decision rest on, the newest first."""
        raise NotImplementedError(f"{cls.__name__} offers nothing")

    @classmethod
    def called(cls, row):
        """What stands beside the box that is ticked for a row."""
        return f"{cls.kind}: {row}"

    @classmethod
    def with_rows(cls, links):
        """The links with what a page tells of their rows."""
        return links.select_related(cls.to_row)


def key(row):
    """How a form names a row of any kind."""
    return f"{row._meta.model_name}:{row.public_id}"


def offered(actor):
    """(words, row) of everything that `actor` may let a decision rest on."""
    tables = DecisionBasis.__subclasses__()
    return [(table.called(row), row) for table in tables for row in table.offered(actor)]


def with_grounds(decisions, actor):
    """The decisions, each with what it rests on in `grounds`, as far as `actor` sees it."""
    decisions, found = list(decisions), defaultdict(list)
    for table in DecisionBasis.__subclasses__():
        links = table.objects.for_actor(actor).filter(decision__in=decisions)
        for basis in table.with_rows(links):
            found[basis.decision_id].append(basis)
    for decision in decisions:
        decision.grounds = found[decision.pk]
    return decisions


def decided_on(row, actor):
    """The decisions that rest on a row, as far as `actor` sees them, in the order they were made."""
    seen, pks = Decision.objects.for_actor(actor), []
    for table in DecisionBasis.__subclasses__():
        if table._meta.get_field(table.to_row).related_model is type(row):
            pks += (
                table.objects.for_actor(actor)
                .filter(**{table.to_row: row})
                .values_list("decision", flat=True)
            )
    return seen.filter(pk__in=pks).select_related("declaration").order_by("declaration", "order")


@transaction.atomic
def rest_on(decision, rows, *, by):
    """Let a decision rest on exactly `rows` among what `by` sees; what is hidden from `by` stays."""
    wanted, changed = {key(row): row for row in rows}, []
    for table in DecisionBasis.__subclasses__():
        model = table._meta.get_field(table.to_row).related_model
        links = table.objects.for_actor(by).filter(decision=decision)
        held = {key(one.row): one for one in table.with_rows(links)}
        for name, link in held.items():
            if name not in wanted:
                link.delete()
                changed.append(name)
        for name, row in wanted.items():
            if name not in held and isinstance(row, model):
                table.objects.create(decision=decision, **{table.to_row: row})
                changed.append(name)
    if changed:
        decision.record("grounds_changed", by=by, grounds=changed)


def without_unseen_grounds(events, actor):
    """The events, but not that a decision rests on something else, where `actor` sees nothing of what that is."""
    named = {name for event in events for name in event.data.get("grounds", ())}
    seen = {key(row) for row in grounds_named(named, actor)}
    return [
        event
        for event in events
        if event.verb != "grounds_changed" or not seen.isdisjoint(event.data.get("grounds", ()))
    ]


def grounds_named(names, actor):
    """The rows that `key` names so, as far as `actor` sees them."""
    for table in DecisionBasis.__subclasses__() if names else ():
        model = table._meta.get_field(table.to_row).related_model
        ids = [name.partition(":")[2] for name in names]
        yield from model.objects.for_actor(actor).filter(public_id__in=ids)
