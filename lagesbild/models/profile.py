"""Import profiles: what a party's files of one make mean, so that the next delivery needs no choices."""

import re
from copy import deepcopy
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import NamedTuple

from django.apps import apps
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collab.access import AccessQuerySet, OwnParty, Role
from collab.clock import now
from collab.history import keep_versions
from collab.models import Collaboration, Party, Public, Versioned, next_version
from lagesbild.imports.mending import remembered_mends
from lagesbild.sheets.mapping import Mapping
from lagesbild.sheets.profiles import Changes, lay_over

IMPORTERS = frozenset({Role.COORDINATOR, Role.DATA_ADMIN, Role.LEAD, Role.CONTACT})
CHOICES = ("indicators", "others", "parts")
# So much of the headings must be the same for two files to be of one make, and so many of them.
LIKE, IN_COMMON = 0.5, 2
# So alike must two file names be, digits aside, for what was said of the whole table to hold for the next one.
SAME_NAME = 0.6
PROFILES_AT_MOST = 200
ROLES = {
    "indicator": gettext_lazy("Indicator"),
    "area": gettext_lazy("Area"),
    "period": gettext_lazy("Period"),
    "value": gettext_lazy("Value"),
    "group": gettext_lazy("Group"),
    "unit": gettext_lazy("Unit"),
}
DASHES = {"zero": gettext_lazy("Zero"), "missing": gettext_lazy("Missing")}
CHOICE_WORDS = {
    "skip": gettext_lazy("left out"),
    "suppressed": gettext_lazy("Withheld, as fewer than 5"),
    "not_available": gettext_lazy("Missing"),
    "not_applicable": gettext_lazy("There can be no number"),
}


def heading(column):
    """What a column is known by the next time: its heading, or its measure when the heading holds a period."""
    return column["indicator"] or "*" if column["period"] else column["header"]


def headings(columns):
    return list(dict.fromkeys(heading(column) for column in columns))


def bare(name):
    """A name without its ending, digits and marks: what stays from one delivery to the next."""
    return re.sub(r"[\W\d_]+", " ", re.sub(r"\.\w{2,4}$", "", name)).strip().casefold()


def in_words(choice):
    """What was said of a cell, for a person."""
    return CHOICE_WORDS.get(choice, choice.removeprefix("="))


class Recognised(NamedTuple):
    """A profile that a table fits, its meaning laid over the table's columns, and what has changed since."""

    profile: object
    mapping: Mapping
    changes: Changes
    likeness: float

    def needs_a_look(self, file_name, title):
        """Whether a person must look at the columns before anything is read by them."""
        is_told = bool(self.mapping.indicator or self.mapping.area)
        last = bare(self.profile.mapping.get("title", ""))
        is_other = bare(title) != last if title or last else not self.is_named_like(file_name)
        return self.changes.need_a_look() or bool(self.mapping.lacks()) or (is_told and is_other)

    def is_named_like(self, file_name):
        """Whether a file has the name of the first of its make, digits aside."""
        return SequenceMatcher(None, bare(self.profile.name), bare(file_name)).ratio() >= SAME_NAME


class ImportProfileQuerySet(AccessQuerySet):
    def recognise(self, guess):
        """The profile whose headings are most like those of a guessed mapping; None when none is like them."""
        told = headings([asdict(column) for column in guess.columns])
        known = [
            (profile.likeness(told), profile) for profile in self.order_by("-used_at")[:PROFILES_AT_MOST]
        ]
        likeness, profile = max(known, key=lambda pair: pair[0], default=(0, None))
        return Recognised(profile, *profile.lay_over(deepcopy(guess)), likeness) if likeness else None

    def source_of(self, batch):
        """The profile with a batch's very headings, else the one it was read by; None when there is none."""
        rows = self.filter(party=batch.party)
        told = headings(batch.mapping["columns"]["columns"])
        return rows.filter(headers=told).first() or rows.filter(pk=batch.mapping.get("profile") or 0).first()

    def remember(self, batch):
        """Keep the choices of an imported batch for the next delivery of the same make."""
        columns = batch.mapping["columns"]
        mapping = {
            "table": columns,
            "title": batch.mapping.get("title", ""),
            "more": bool(batch.mapping.get("more")),
            "mends": remembered_mends(batch.mapping.get("mends") or {}),
            **{name: batch.mapping[name] for name in CHOICES if name in batch.mapping},
        }
        profile = self.source_of(batch) or self.model(party=batch.party, collaboration=batch.collaboration)
        profile.headers, profile.mapping = headings(columns["columns"]), mapping
        profile.name, profile.used_at = profile.name or batch.file_name, now()
        profile.save()
        return profile


@keep_versions
class ImportProfile(Public, Versioned):
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
    # The meaning of the table's columns, what names stand for, and what was said of cells.
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

    def likeness(self, told):
        """How much of the headings of a table are those of this profile: 0 for too little, over 1 for the very same."""
        if self.headers == told:
            return 2
        one, other = (
            {text.casefold() for text in texts if text not in ("", "*")} for texts in (self.headers, told)
        )
        share = len(one & other) / max(len(one | other), 1)
        return share if share >= LIKE and len(one & other) >= IN_COMMON else 0

    def lay_over(self, guess):
        """(the guessed mapping of a table with the meanings that are remembered, what has changed since)."""
        if "table" in self.mapping:
            return lay_over(Mapping.from_json(self.mapping["table"]), guess)
        for column in guess.columns:
            kept = self.mapping["columns"].get(heading(asdict(column)))
            if kept and column.role != "personal":
                for name, value in kept.items():
                    setattr(column, name, value)
                column.certainty, column.reason = 1.0, "remembered"
        guess.dash = self.mapping.get("dash", "")
        return guess, Changes()

    @property
    def choices(self):
        """What was chosen for names, and of cells that could not be used as they stood."""
        return {name: self.mapping[name] for name in (*CHOICES, "mends") if name in self.mapping}

    @property
    def columns(self):
        """(heading, role) of each column that is read."""
        if "table" in self.mapping:
            found = [(column["header"], column["role"]) for column in self.mapping["table"]["columns"]]
        else:
            found = [(header, column["role"]) for header, column in self.mapping["columns"].items()]
        return [(header, role) for header, role in found if role not in ("ignored", "personal")]

    @property
    def columns_in_words(self):
        """(heading, what it means) of each column that is read."""
        return [(header, ROLES.get(role, role)) for header, role in self.columns]

    @property
    def sayings(self):
        """(text in the file, what it stands for), of names and of cells that could not be used as they stood."""
        table = self.mapping.get("table") or self.mapping
        told = [("-", DASHES[table["dash"]])] if table.get("dash") else []
        for said in self.mapping.get("mends", {}).values():
            told += [
                (text, CHOICE_WORDS.get(choice, choice.removeprefix("=")))
                for text, choice in said["texts"].items()
            ]
        known = self.indicators_by_id()
        for text, choice in self.mapping.get("indicators", {}).items():
            told.append((text, known.get(choice) or _("left out")))
        return told

    def indicators_by_id(self):
        names = apps.get_model("lagesbild", "Indicator").objects.filter(collaboration=self.collaboration)
        return dict(names.values_list("public_id", "name"))

    def get_absolute_url(self):
        return reverse("lagesbild:profile", args=[self.public_id])

    @transaction.atomic
    def forget(self, *, by):
        """Ask anew what such files mean; what was imported by the profile stays."""
        self.record("forgotten", by=by, name=self.name)
        self.delete()
