"""Profiles: what a party's files of one make mean, so that the next delivery needs no choices."""

from dataclasses import asdict

from django.db import models

from collab.access import AccessQuerySet, OwnParty, Role
from collab.clock import now
from collab.history import keep_versions
from collab.models import Collaboration, Party, Versioned, next_version

IMPORTERS = frozenset({Role.COORDINATOR, Role.DATA_ADMIN, Role.LEAD, Role.CONTACT})
# What is remembered of a column; what its heading says of the period is read anew from each file.
REMEMBERED = ("role", "part", "fills_down", "takes")
CHOICES = ("indicators", "others", "parts")


def heading(column):
    """What a column is known by the next time: its heading, or its measure when the heading holds a period."""
    return column["indicator"] or "*" if column["period"] else column["header"]


def headings(columns):
    return list(dict.fromkeys(heading(column) for column in columns))


class ImportProfileQuerySet(AccessQuerySet):
    def recognise(self, mapping):
        """The profile whose headings are those of a guessed mapping; None when nothing like it came before."""
        told = headings([asdict(column) for column in mapping.columns])
        return self.filter(headers=told).order_by("-used_at").first()

    def choices_for(self, batch, columns):
        """What the party chose the last time for names, in files with the same headings."""
        profile = self.filter(party=batch.party, headers=headings(columns["columns"])).first()
        return {name: profile.mapping[name] for name in CHOICES if profile and name in profile.mapping}

    def remember(self, batch):
        """Keep the choices of an imported batch for files with the same headings."""
        columns = batch.mapping["columns"]
        kept = {heading(c): {name: c[name] for name in REMEMBERED} for c in columns["columns"]}
        mapping = {
            "columns": kept,
            "dash": columns["dash"],
            **{name: batch.mapping[name] for name in CHOICES if name in batch.mapping},
        }
        profile, _is_new = self.update_or_create(
            party=batch.party,
            headers=headings(columns["columns"]),
            defaults={
                "collaboration": batch.collaboration,
                "name": batch.file_name,
                "mapping": mapping,
                "used_at": now(),
            },
        )
        return profile


@keep_versions
class ImportProfile(Versioned):
    """What a party's files with certain headers mean, remembered for the next delivery."""

    access = {
        "view": [OwnParty("party", to=IMPORTERS)],
        "change": [OwnParty("party", to=IMPORTERS)],
    }
    recorded_under = "party"

    collaboration = models.ForeignKey(Collaboration, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    # The headers by which the next file of the same make is known.
    headers = models.JSONField(default=list)
    # Column roles by header, and what names and a dash stand for.
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=now)

    objects = ImportProfileQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        triggers = [next_version()]
        constraints = [
            models.UniqueConstraint(fields=["party", "headers"], name="profile_once_per_party_and_headers")
        ]

    def __str__(self):
        return self.name

    def apply(self, mapping):
        """Give the columns of a guessed mapping the meanings that are remembered."""
        for column in mapping.columns:
            if kept := self.mapping["columns"].get(heading(asdict(column))):
                for name, value in kept.items():
                    setattr(column, name, value)
                column.certainty, column.reason = 1.0, "remembered"
        mapping.dash = self.mapping.get("dash", "")
        return mapping
