"""The cast: a small made-up collaboration that every test tells its story with, and one beside it.

Ekby kommun (K) coordinates. Alva is its coordinator, Ada its lägesbild administrator, Rut its reader.
Polisen (P): Bo is contact, Lea is lead. Bostads AB (B): Cia is contact. Revisorerna (O) observe: Ove audits,
Eli is elected. Räddningstjänsten (R) takes part in nothing but the collaboration: Omar is its contact, the
outsider. Alby is another municipality: Zoe coordinates there. Tor looks after the installation, for no party.
"""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings

from activities.models import Activity, Commitment, FollowUpRound
from agreements.models import (
    AgreementArea,
    AgreementParty,
    CollaborationAgreement,
    DeclarationOfIntent,
    DeclarationParty,
    PriorityArea,
)
from agreements.seeding import load_seed, seed_path
from collab import access
from collab.clock import today
from collab.models import Area, Collaboration, Membership, Party, User
from tests.browser import browser_context_args, browser_type_launch_args, page  # noqa: F401
from tests.migrated import django_db_modify_db_settings  # noqa: F401

PASSWORD = "a-long-enough-test-password"


class Cast:
    """One collaboration with an agreement in force, made with the models' own verbs."""

    def __init__(self):
        self.ekby = Collaboration.objects.create(code="ekby", name="Trygga Ekby", tagline="Trygghet i Ekby")
        self.k = self.party("K", "Ekby kommun", Party.Kind.MUNICIPALITY, is_coordinating=True)
        self.p = self.party("P", "Polisen i Ekby", Party.Kind.STATE_AUTHORITY)
        self.b = self.party("B", "Ekby Bostads AB", Party.Kind.MUNICIPAL_COMPANY)
        self.r = self.party("R", "Ekby räddningstjänst", Party.Kind.MUNICIPAL_FEDERATION)
        self.o = self.party("O", "Ekby revisorer", Party.Kind.OBSERVER)
        self.people()
        self.year = today().year
        self.declaration, self.agreement = self.mandate(self.ekby, [self.k, self.p, self.b])
        self.safe = PriorityArea.objects.create(
            agreement=self.agreement, order=1, letter="T", name="Trygga platser"
        )
        self.drugs = PriorityArea.objects.create(agreement=self.agreement, order=2, letter="A", name="Droger")
        self.town = Area.objects.create(
            collaboration=self.ekby, kind=Area.Kind.MUNICIPALITY, name="Ekby", code="9901"
        )
        self.north = Area.objects.create(
            collaboration=self.ekby, kind=Area.Kind.DISTRICT, name="Norra Ekby", parent=self.town, order=1
        )
        AgreementArea.objects.create(agreement=self.agreement, area=self.north)

    def people(self):
        self.alva = self.person("Alva Ask", self.k, "coordinator")
        self.ada = self.person("Ada Al", self.k, "data_admin")
        self.rut = self.person("Rut Rönn", self.k, "reader")
        self.bo = self.person("Bo Björk", self.p, "contact")
        self.lea = self.person("Lea Lind", self.p, "lead")
        self.cia = self.person("Cia Cypress", self.b, "contact")
        self.omar = self.person("Omar Oxel", self.r, "contact")
        self.ove = self.person("Ove Ö", self.o, "auditor")
        self.eli = self.person("Eli En", self.o, "elected")
        self.tor = User.objects.create_user("tor@example.org", name="Tor Tall", is_technical=True)

    def party(self, code, title, kind, collaboration=None, **fields):
        order = Party.objects.count()
        return Party.objects.create(
            collaboration=collaboration or self.ekby,
            code=code,
            title=title,
            kind=kind,
            order=order,
            hue=order % 8 + 1,
            **fields,
        )

    def person(self, name, party, role, **fields):
        """A person with one membership, in force since last year; returns the membership."""
        email = name.split()[0].lower() + "@example.org"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
        starts_on = fields.pop("starts_on", today() - timedelta(days=365))
        return Membership.objects.create(user=user, party=party, role=role, starts_on=starts_on, **fields)

    def mandate(self, collaboration, parties):
        year = today().year
        declaration = DeclarationOfIntent.objects.create(
            collaboration=collaboration,
            name="Avsiktsförklaring",
            purpose="Ett tryggare Ekby",
            starts_on=date(year - 1, 1, 1),
            ends_on=date(year + 2, 12, 31),
        )
        agreement = CollaborationAgreement.objects.create(
            collaboration=collaboration,
            declaration=declaration,
            name="Överenskommelse",
            purpose="Godare grannsämja",
            starts_on=date(year - 1, 1, 1),
            ends_on=date(year + 1, 12, 31),
        )
        for party in parties:
            DeclarationParty.objects.create(declaration=declaration, party=party)
            AgreementParty.objects.create(agreement=agreement, party=party)
        declaration.regrant()
        agreement.regrant()
        return declaration, agreement

    def activity(
        self, title="Ljus på vägen", *, parties=None, lead=None, due_in=60, visibility="parties", **fields
    ):
        """An activity owned by `parties` (K and P unless told), the first of them coordinating."""
        parties = parties or [self.k, self.p]
        due_on = fields.pop("due_on", today() + timedelta(days=due_in))
        activity = Activity.objects.create(
            title=title,
            priority_area=fields.pop("priority_area", self.safe),
            due_on=due_on,
            visibility=visibility,
            drafted_by=lead or parties[0],
            **fields,
        )
        activity.place([self.north])
        for party in parties:
            self.commitment(activity, party, is_lead=party == (lead or parties[0]))
        activity.regrant()
        return activity

    def commitment(self, activity, party, **fields):
        contacts = {self.k: self.alva, self.p: self.bo, self.b: self.cia, self.r: self.omar}
        return Commitment.objects.create(
            activity=activity,
            party=party,
            text=fields.pop("text", f"Delen för {party.code}"),
            contact=fields.pop("contact", contacts.get(party)),
            due_on=fields.pop("due_on", activity.due_on),
            **fields,
        )

    def round(self, **fields):
        """An open follow-up round of the agreement."""
        return FollowUpRound.objects.create(
            **{
                "agreement": self.agreement,
                "name": f"Tertial 3 {self.year}",
                "short_name": "T3",
                "starts_on": today() - timedelta(days=60),
                "ends_on": today() + timedelta(days=10),
                "opens_on": today() - timedelta(days=5),
                "due_on": today() + timedelta(days=10),
                **fields,
            }
        )

    def neighbour(self):
        """Another municipality beside the first, with an agreement of its own; sets alby, a, zoe and its activity."""
        self.alby = Collaboration.objects.create(code="alby", name="Trygga Alby")
        self.a = self.party("K", "Alby kommun", Party.Kind.MUNICIPALITY, self.alby, is_coordinating=True)
        self.zoe = self.person("Zoe Zingo", self.a, "coordinator")
        _, agreement = self.mandate(self.alby, [self.a])
        self.alby_area = PriorityArea.objects.create(
            agreement=agreement, order=1, letter="T", name="Albys trygghet"
        )
        self.alby_activity = Activity.objects.create(
            title="Albys egen hemlighet", priority_area=self.alby_area, due_on=today(), drafted_by=self.a
        )
        self.commitment(self.alby_activity, self.a, is_lead=True, contact=self.zoe)
        return self


class SeededCast(Cast):
    """The same people in the made-up municipality that a seed loads: other parties, other places, other subjects."""

    def __init__(self):
        self.ekby = load_seed(seed_path("sandkoping"))
        self.k = self.ekby.parties.get(is_coordinating=True)
        self.p, self.b = self.ekby.parties.exclude(pk=self.k.pk).order_by("order")[:2]
        self.r = self.party("RÄDD", "Räddningstjänsten på prov", Party.Kind.MUNICIPAL_FEDERATION)
        self.o = self.party("OBS", "Revisorerna på prov", Party.Kind.OBSERVER)
        self.people()
        self.year = today().year
        self.agreement = self.ekby.agreements.order_by("-starts_on").first()
        self.declaration = self.agreement.declaration
        self.safe, self.drugs = self.agreement.priority_areas.order_by("order")[:2]
        self.town = self.ekby.areas.get(kind=Area.Kind.MUNICIPALITY)
        self.north = self.ekby.areas.exclude(pk=self.town.pk).first()


@pytest.fixture
def cast(db):
    return Cast()


@pytest.fixture
def seeded_cast(db):
    return SeededCast()


@pytest.fixture(autouse=True)
def _fresh_permissions():
    """A test that flushes the database gives permissions new ids; the gate's memory must not outlive them."""
    access.permission_id.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _test_settings():
    """From the first row on, for what is made once for a whole module, too."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture
def as_():
    """A browser signed in as a person: `as_(cast.bo).get("/")`. None is nobody."""

    def sign_in(who, language="sv"):
        client = Client(headers={"accept-language": language})
        if who is not None:
            client.force_login(getattr(who, "user", who))
        return client

    return sign_in
