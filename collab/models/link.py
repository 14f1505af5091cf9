"""Rows that do nothing but link two others."""

from django.db import models

from collab.access import AccessQuerySet


class LinkQuerySet(models.QuerySet):
    def replace(self, holder, wanted):
        """Make `wanted` the rows linked to `holder`; returns whether they were others."""
        return self.replace_among(self.all(), holder, wanted)

    def replace_among(self, seen, holder, wanted):
        """As `replace`, of the links in `seen` alone; the others stay."""
        ends = [field for field in self.model._meta.concrete_fields if field.is_relation]
        own = next(field for field in ends if isinstance(holder, field.related_model))
        (other,) = (field for field in ends if field is not own)
        held = set(seen.filter(**{own.name: holder}).values_list(other.attname, flat=True))
        asked = {row.pk for row in wanted}
        self.filter(**{own.name: holder, f"{other.name}__in": held - asked}).delete()
        for pk in sorted(asked - held):
            self.create(**{own.name: holder, other.attname: pk})
        return held != asked


class GatedLinkQuerySet(LinkQuerySet, AccessQuerySet):
    """Links that exist for those who see both ends."""

    def replace(self, holder, wanted, *, by):
        """Make `wanted` the rows linked to `holder`, among those that `by` sees; whether they were others."""
        return self.replace_among(self.for_actor(by), holder, wanted)
