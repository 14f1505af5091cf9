"""Two worlds that are equal but for what outsiders may not see: whatever they are shown must be equal too.

W holds a small joint work. W2 holds the same, made in the same order with the same addresses, and among it what is
hidden from the party that stands outside: a draft, an activity its owners keep to themselves, figures that are not
released, and another municipality.
"""

import hashlib
from datetime import timedelta

from django.db import transaction

from agreements.seeding import load_seed, seed_path
from collab import clock, demo
from collab.access import Role
from collab.models import Area, InboxItem, Membership, Party
from collab.models.recorded import ALPHABET
from lagesbild.models import ImportBatch, Indicator

from .demo import noon, read
from .demo.figures import quarters_before
from .models import Activity, Commitment, FollowUpReport, FollowUpRound, Offer

WORLD = "sandkoping"
VARIANTS = ("W", "W2")
STEPS = (
    *("collaboration", "agreement", "declaration", "party"),
    *("activity", "commitment", "priority_area", "recipient"),
)
ROLES = (Role.CONTACT, Role.LEAD, Role.READER, Role.STEERING)


def stable_id(*parts):
    """A public id that is the same in both worlds."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:12])


@transaction.atomic
def make_world(day, *, seed=1, variant="W"):
    """Make one of the two worlds as of a day; returns it, with the people of the party that stands outside."""
    world = World(day, seed, is_hiding=variant == "W2")
    world.make()
    return world


class World:
    def __init__(self, day, seed, *, is_hiding):
        self.day, self.seed, self.is_hiding = day, seed, is_hiding

    def make(self):
        if self.is_hiding:
            load_seed(seed_path(read("demo")["seed"]))
        self.collaboration = load_seed(seed_path(WORLD))
        self.agreement = self.collaboration.agreements.get()
        *self.insiders, self.outside = list(self.collaboration.parties.order_by("order"))
        self.add_people()
        self.make_round()
        for n in range(6):
            self.make_common(n)
            if self.is_hiding:
                self.make_hidden(n)
        self.report()
        self.deliver()
        self.name_rows()

    def add_people(self):
        rows = [
            {
                "key": f"{role}-{party.code.lower()}",
                "name": f"{role.label} {party.short}",
                "title": str(role.label),
                "memberships": [(party.code, role)],
            }
            for party in self.collaboration.parties.all()
            for role in (*ROLES, *([Role.COORDINATOR] if party.is_coordinating else []))
        ]
        parties = {party.code: party for party in self.collaboration.parties.all()}
        self.people = demo.make_people(rows, parties, starts_on=self.day - timedelta(days=365))

    @property
    def outsiders(self):
        """The people of the party that has no part in anything hidden."""
        return [self.person(role, self.outside) for role in ROLES]

    def person(self, role, party):
        return self.people[f"{role}-{party.code.lower()}"]

    def make_round(self):
        first = self.day - timedelta(days=30)
        self.round = FollowUpRound.objects.create(
            agreement=self.agreement,
            name="Omgång 1",
            starts_on=first,
            ends_on=self.day + timedelta(days=30),
            opens_on=first,
            due_on=self.day + timedelta(days=20),
        )

    def plan(self, n, title, parties, **fields):
        area = list(self.agreement.priority_areas.all())[n % 3]
        with clock.at(noon(self.day - timedelta(days=40 - n))):
            return Activity.objects.plan(
                priority_area=area,
                title=title,
                goal=f"Mål {n}",
                due_on=self.day + timedelta(days=10 * n - 5),
                areas=[place.area for place in self.agreement.places.all()],
                parts=[
                    {"party": p, "text": f"Del {n}", "contact": self.person(Role.CONTACT, p)} for p in parties
                ],
                by=self.person(Role.CONTACT, parties[0]),
                **fields,
            )

    def make_common(self, n):
        area = list(self.agreement.priority_areas.all())[n % 3]
        parties = [self.insiders[n % len(self.insiders)], self.outside]
        self.plan(
            n, f"Gemensam aktivitet {n}", parties, code=f"{area.letter}-{(n * 17 + self.seed) % 90 + 1:02}"
        )

    def make_hidden(self, n):
        """What only others know of: every other a draft, every other for its owners, with a report in the round."""
        area = list(self.agreement.priority_areas.all())[n % 3]
        code = f"{area.letter}-9{n}"
        owner = self.insiders[n % len(self.insiders)]
        if n % 2:
            draft = self.plan(n, f"Dolt utkast {n}", [owner], visibility=Activity.Visibility.DRAFT, code=code)
            if not owner.is_coordinating:
                draft.propose(by=self.person(Role.CONTACT, owner))
        else:
            others = [party for party in self.insiders if party != owner]
            visibility = Activity.Visibility.OWNERS
            hidden = self.plan(n, f"Dold aktivitet {n}", [owner, *others], visibility=visibility, code=code)
            self.send(hidden.commitments.first(), "stopped", "Dold text")

    def report(self):
        for commitment in Commitment.objects.filter(activity__title__startswith="Gemensam").order_by("pk"):
            if (commitment.due_on - self.day).days % 20 < 10:
                self.send(commitment, "on_track", f"Rapport {commitment.activity.code}")

    def send(self, commitment, status, text):
        with clock.at(noon(self.day - timedelta(days=3))):
            commitment.report(status=status, by=commitment.contact, text=text, in_round=self.round)

    def deliver(self):
        """Released figures for all; in W2 before them figures that wait for their release, and a newer revision."""
        keeper = self.person(Role.LEAD, self.insiders[0])
        indicator = Indicator.objects.create(
            collaboration=self.collaboration, code="brander", name="Bränder", unit="antal"
        )
        indicator.publish(by=keeper)
        hidden = Indicator(collaboration=self.collaboration, code="dold", name="Dold mätning", unit="antal")
        if self.is_hiding:
            hidden.save()
            self.deliver_one(hidden, keeper, "dold.xlsx", 40, release=False)
        self.deliver_one(indicator, keeper, "brander.xlsx", 10, release=True)
        if self.is_hiding:
            self.deliver_one(indicator, keeper, "reviderad.xlsx", 70, release=False)

    def deliver_one(self, indicator, by, name, number, *, release):
        areas = Area.objects.filter(collaboration=self.collaboration)
        quarters = quarters_before(self.day, 4)
        with clock.at(noon(self.day - timedelta(days=2))):
            ImportBatch.objects.deliver(
                by=by,
                name=name,
                release=release,
                rows=[
                    {"indicator": indicator, "area": a, "period": ("quarter", *q), "number": number + i + j}
                    for i, a in enumerate(areas)
                    for j, q in enumerate(quarters)
                ],
            )

    def name_rows(self):
        """Give every row that has an address the same one in both worlds, from what it is and not from its key."""
        mine = self.collaboration
        everything = {
            Party: lambda row: row.code,
            Area: lambda row: f"{row.kind} {row.name}",
            Membership: lambda row: row.user.email + row.role,
            Activity: lambda row: row.code,
            Commitment: lambda row: f"{row.activity.code} {row.party.code}",
            Offer: lambda row: f"{row.activity.code} {row.party.code}",
            FollowUpRound: lambda row: row.name,
            FollowUpReport: lambda row: (
                f"{row.commitment.activity.code} {row.commitment.party.code} {row.round}"
            ),
            Indicator: lambda row: row.code,
            ImportBatch: lambda row: row.file_name,
            type(self.agreement): lambda row: row.starts_on,
            type(self.agreement.declaration): lambda row: row.starts_on,
            self.agreement.priority_areas.model: lambda row: row.letter,
            self.agreement.declaration.decisions.model: lambda row: row.order,
            InboxItem: lambda row: f"{row.recipient.public_id} {row.kind} {row.subject.public_id}",
        }
        for model, name in everything.items():
            for row in model.objects.all():
                if model is not Party or row.collaboration_id == mine.pk:
                    own = stable_id(self.seed, model.__name__, collaboration_of(row).code, name(row))
                    model.objects.filter(pk=row.pk).update(public_id=own)


def collaboration_of(row):
    """The collaboration a row belongs to, however far up it stands."""
    for step in (
        "collaboration",
        "agreement",
        "declaration",
        "party",
        "activity",
        "commitment",
        "priority_area",
        "recipient",
    ):
        if above := getattr(row, step, None):
            return above if step == "collaboration" else collaboration_of(above)
    raise TypeError(f"{type(row).__name__} belongs to no collaboration")
