"""Seeds: a municipality's collaboration and mandate, loaded from a data file that alone knows the names.

A seed adds what is missing and leaves what is there as people have made it, so it can be loaded again at any time.
"""

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from collab.models import Area, AreaAlias, Collaboration, Party

from .models import (
    AgreementArea,
    AgreementParty,
    Appendix,
    CollaborationAgreement,
    Decision,
    DecisionBody,
    DeclarationOfIntent,
    DeclarationParty,
    Motion,
    PriorityArea,
    Proposition,
    RegistryNumber,
    Reservation,
    Speaker,
)

SEEDS = Path(settings.BASE_DIR) / "seeds"


def seed_path(name):
    """Where the seed called `name` keeps its data."""
    return SEEDS / name / "seed.toml"


@transaction.atomic
def load_seed(path):
    """Load the seed in a file; returns its collaboration, with everything the file says and nothing else."""
    with open(path, "rb") as file:
        data = tomllib.load(file)
    collaboration = keep(Collaboration, data["collaboration"], by=["code"])
    seed = Seed(collaboration)
    seed.load_parties(data.get("party", []))
    seed.load_areas(data.get("area", []))
    seed.load_bodies(data.get("body", []))
    for declaration in data.get("declaration", []):
        seed.load_declaration(declaration)
    return collaboration


def keep(model, facts, *, by, **parents):
    """The row that `facts` describe, found by its parents and the fields `by`; made and recorded when it is missing."""
    key = {**parents, **{name: facts[name] for name in by}}
    row = model.objects.filter(**key).first()
    if row is None:
        row = model(**parents, **facts)
        row.full_clean(exclude=["name"] if model is Party else None)
        row.save()
        if hasattr(row, "record"):
            row.record("seeded", by=None)
    return row


class Seed:
    """What a seed holds for one collaboration; its names are looked up among that collaboration's own rows."""

    def __init__(self, collaboration):
        self.collaboration = collaboration
        self.parties, self.areas, self.bodies = {}, {}, {}

    def load_parties(self, rows):
        for order, facts in enumerate(rows, 1):
            self.parties[facts["code"]] = keep(
                Party, {"order": order, **facts}, by=["code"], collaboration=self.collaboration
            )

    def load_areas(self, rows):
        for order, row in enumerate(rows):
            facts = {"order": order, **row}
            aliases, parent = facts.pop("aliases", []), facts.pop("parent", None)
            area = keep(
                Area,
                {**facts, "parent": self.areas.get(parent)},
                by=["kind", "name"],
                collaboration=self.collaboration,
            )
            self.areas[area.name] = area
            for text in aliases:
                keep(AreaAlias, {"text": text}, by=["text"], area=area, party=None)

    def load_bodies(self, rows):
        """The bodies that decide, each of a party; a decision names them by the name."""
        for row in rows:
            facts = dict(row)
            party = self.parties[facts.pop("party")]
            self.bodies[party.code, facts["name"]] = keep(DecisionBody, facts, by=["name"], party=party)

    def load_declaration(self, row):
        facts = dict(row)
        agreements, decisions = facts.pop("agreement", []), facts.pop("decision", [])
        parties, new = facts.pop("parties"), set(facts.pop("new_parties", []))
        declaration = keep(
            DeclarationOfIntent, facts, by=["starts_on"], collaboration=self.collaboration, is_demo=False
        )
        for code in parties:
            keep(
                DeclarationParty,
                {"is_new": code in new},
                by=[],
                declaration=declaration,
                party=self.parties[code],
            )
        declaration.regrant()
        loaded = {facts["starts_on"]: self.load_agreement(declaration, facts) for facts in agreements}
        for order, facts in enumerate(decisions, 1):
            self.load_decision(declaration, loaded, order, facts)

    def load_agreement(self, declaration, row):
        facts = dict(row)
        priorities, places, parties = facts.pop("priority"), facts.pop("places"), facts.pop("parties")
        agreement = keep(
            CollaborationAgreement,
            facts,
            by=["starts_on"],
            collaboration=self.collaboration,
            declaration=declaration,
            is_demo=False,
        )
        for code in parties:
            keep(AgreementParty, {}, by=[], agreement=agreement, party=self.parties[code])
        for order, priority in enumerate(priorities, 1):
            keep(PriorityArea, {"order": order, **priority}, by=["letter"], agreement=agreement)
        for name in places:
            keep(AgreementArea, {}, by=[], agreement=agreement, area=self.areas[name])
        agreement.regrant()
        return agreement

    def load_decision(self, declaration, agreements, order, row):
        facts = dict(row)
        details = {
            Speaker: facts.pop("speakers", []),
            Motion: facts.pop("motions", []),
            Proposition: facts.pop("propositions", []),
            Reservation: facts.pop("reservations", []),
            Appendix: facts.pop("appendices", []),
        }
        about = agreements.get(facts.pop("agreement", None))
        coordinating = next(party for party in self.parties.values() if party.is_coordinating)
        details[RegistryNumber] = [
            {"party": coordinating, "number": number} for number in facts.pop("numbers", [])
        ]
        known = {
            "agreement": about,
            "decided_by": self.bodies.get((coordinating.code, facts["body"])),
            "passed_to": self.bodies.get((coordinating.code, facts.get("passed_on_to"))),
        }
        decision = keep(Decision, {"order": order, **known, **facts}, by=["order"], declaration=declaration)
        for model, rows in details.items():
            for place, detail in enumerate(rows, 1):
                numbered = {"order": place, **detail} if model is Speaker else detail
                keep(model, numbered, by=list(detail), decision=decision)
