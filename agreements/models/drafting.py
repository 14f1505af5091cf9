"""Drafting: how an agreement or a declaration comes to be, and how its text is written until it is signed."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.clock import now


class Drafting(models.QuerySet):
    """The verb that makes a declaration or an agreement, with those it is made between."""

    @transaction.atomic
    def draft(self, *, parties, by, priority_areas=(), places=(), **facts):
        """Make it; nothing is in force by that, and nobody is told."""
        made = self.model(**facts)
        made.full_clean()
        made.save()
        made.record("drafted", by=by)
        if priority_areas or places:
            made.prioritise(priority_areas, places)
        for party in parties:
            made.parts.create(party=party)
        made.forget()
        made.regrant()
        return made


class Prioritising(models.Model):
    """What an agreement prioritises: subjects by letter, and places."""

    class Meta:
        abstract = True

    @transaction.atomic
    def rewrite(self, *, by, priority_areas, places, **values):
        """Change the text; what was signed of the earlier one is asked for anew."""
        stored = type(self).objects.get(pk=self.pk)
        before, changed = stored.content(), [name for name in values if getattr(stored, name) != values[name]]
        for name, value in values.items():
            setattr(self, name, value)
        self.full_clean()
        self.prioritise(priority_areas, places)
        self.forget()
        after = self.content()
        if after == before:
            return
        # Areas and places stand in rows of their own: by this a save on older ones is refused, too.
        self.written_at = now()
        self.save()
        rows = {name: differences(before[name], after[name]) for name in ("priority_areas", "places")}
        rows = {name: found for name, found in rows.items() if before[name] != after[name]}
        self.record(
            "changed",
            by=by,
            fields=[*changed, *rows],
            parties=[one.party.short for one in self.outdated()],
            rows=rows,
        )

    def prioritise(self, priority_areas, places):
        """Make these ((letter, name), in order) its priority areas, and these its places."""
        held = {area.letter: area for area in self.priority_areas.all()}
        for order, (letter, name) in enumerate(priority_areas, 1):
            area = held.pop(letter, None) or self.priority_areas.model(agreement=self, letter=letter)
            if (area.name, area.order) != (name, order):
                area.short_name = area.short_name if area.name == name else ""
                area.name, area.order = name, order
                area.save()
        for area in held.values():
            drop(area)
        wanted = {place.pk for place in places}
        self.places.exclude(area__in=wanted).delete()
        missing = wanted - set(self.places.values_list("area", flat=True))
        for pk in sorted(missing):
            self.places.create(area_id=pk)
        for name in ("priority_areas", "places"):
            self.__dict__.get("_prefetched_objects_cache", {}).pop(name, None)


def differences(before, after):
    """What came to a list and what left it, each in its order."""
    return {
        "added": [one for one in after if one not in before],
        "removed": [one for one in before if one not in after],
    }


def drop(area):
    """Take away a priority area under which nothing stands."""
    try:
        with transaction.atomic():
            area.delete()
    except models.ProtectedError as error:
        raise ValidationError(
            {"priority_areas": _("%(area)s has activities and stays: name it in its line.") % {"area": area}}
        ) from error
