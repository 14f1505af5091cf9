"""What stood in the first version's tables stands in today's: a database with rows in it is migrated forward."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from tests.migrated import server

FIRST = [("agreements", "0001_begin"), ("lagesbild", "0002_picture")]
APPROVED = [datetime(2024, 3, day, 9, tzinfo=UTC) for day in (4, 8)]
TEXTS = ("mapping", "other_information", "analysis", "sources", "unseen", "other_reasons")


class Old:
    """A database of its own at the first migrations; `model` is one of the state it has come to."""

    def __init__(self, name):
        self.name = name
        self.url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        connections.databases["old"] = {**connections.databases["default"], "NAME": name}

    def migrate(self, *targets):
        """Go to each of the targets, and read the state that the apps then have."""
        connections["old"].close()
        for target in targets:
            command = [sys.executable, settings.BASE_DIR / "manage.py", "migrate", "-v0", *target]
            subprocess.run(command, env={**os.environ, "DATABASE_URL": self.url}, check=True)
        loader = MigrationLoader(connections["old"])
        self.apps = loader.project_state(
            [n for n in loader.applied_migrations if n in loader.graph.nodes]
        ).apps

    def rows(self, app, model):
        return self.apps.get_model(app, model).objects.using("old")

    def make(self, app, model, **fields):
        return self.rows(app, model).create(**fields)


@pytest.fixture
def old(django_db_setup, django_db_blocker):
    name = f"old_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with server() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
        with django_db_blocker.unblock():
            found = Old(name)
            yield found
            connections["old"].close()
            del connections["old"], connections.databases["old"]
        cursor.execute(f"DROP DATABASE {name}")


def begun(old):
    """A collaboration of three parties, with a declaration, an agreement, two decisions and two pictures."""
    ekby = old.make("collab", "Collaboration", code="ekby", name="Trygga Ekby")
    parties = [
        old.make("collab", "Party", collaboration=ekby, name=code, code=code, title=code, kind=kind, **more)
        for code, kind, more in (
            ("K", "municipality", {"is_coordinating": True}),
            ("P", "state_authority", {}),
            ("O", "observer", {}),
        )
    ]
    user = old.make("collab", "User", email="lea@example.org", name="Lea Lind")
    lea = old.make("collab", "Membership", user=user, party=parties[1], role="lead")
    period = {"starts_on": date(2023, 1, 1), "ends_on": date(2026, 12, 31), "collaboration": ekby}
    declaration = old.make("agreements", "DeclarationOfIntent", name="Avsiktsförklaring", **period)
    agreement = old.make("agreements", "CollaborationAgreement", declaration=declaration, name="Ö", **period)
    signed = {"signed_on": date(2023, 3, 17), "signed_by": "Klara Kommun", "signed_title": "Direktör"}
    old.make("agreements", "DeclarationParty", declaration=declaration, party=parties[0], **signed)
    old.make("agreements", "DeclarationParty", declaration=declaration, party=parties[1])
    old.make("agreements", "AgreementParty", agreement=agreement, party=parties[0])
    old.make("agreements", "AgreementParty", agreement=agreement, party=parties[1], **signed)
    facts = {"declaration": declaration, "matter": "Trygghet", "outcome": "passed_on"}
    old.make(
        "agreements",
        "Decision",
        order=1,
        body="Arbetsutskottet",
        body_short="KSAU",
        passed_on_to="Kommunstyrelsen",
        dnr="KS-2023/410",
        **facts,
    )
    old.make("agreements", "Decision", order=2, body="Kommunstyrelsen", body_short="KS", **facts)
    for title, words in (("Hel", "Ord."), ("Halv", "")):
        texts = {**dict.fromkeys(TEXTS, "Ord."), "analysis": words}
        picture = old.make("lagesbild", "SituationalPicture", collaboration=ekby, title=title, **texts)
        for party, at in zip(parties[:2], APPROVED, strict=True):
            approval = {"approved_at": at, "approved_by": lea}
            old.make("lagesbild", "PartyStance", situation=picture, party=party, **approval)
    for name in ("bränder.csv", "brott.csv"):
        old.make(
            "lagesbild", "ImportProfile", collaboration=ekby, party=parties[1], name=name, headers=[name]
        )


def test_the_rows_of_the_first_version_are_those_of_today(old):
    old.migrate(FIRST[1])
    begun(old)
    old.migrate(["agreements"], ["lagesbild"])

    for kind, party in (("declaration", "K"), ("agreement", "P")):
        [signature] = old.rows("agreements", f"{kind}signature").select_related("party")
        assert (signature.party.code, signature.name, signature.title) == (party, "Klara Kommun", "Direktör")
        assert signature.signed_on == date(2023, 3, 17)
        # Who entered it and which text it was of was not kept then: it holds for the text as it stands.
        assert (signature.content, signature.entered_by, signature.withdrawn_at) == (None, None, None)
        assert old.rows("agreements", f"{kind}party").count() == 2

    first, second = old.rows("agreements", "Decision").order_by("order")
    bodies = {body.name: body for body in old.rows("agreements", "DecisionBody").select_related("party")}
    assert {name: body.party.code for name, body in bodies.items()} == {
        "Arbetsutskottet": "K",
        "Kommunstyrelsen": "K",
    }
    assert bodies["Arbetsutskottet"].order < bodies["Kommunstyrelsen"].order
    assert first.decided_by_id == bodies["Arbetsutskottet"].pk
    assert first.passed_to_id == second.decided_by_id == bodies["Kommunstyrelsen"].pk
    [number] = old.rows("agreements", "RegistryNumber").select_related("party")
    assert (number.decision_id, number.party.code, number.number) == (first.pk, "K", "KS-2023/410")

    whole, half = [old.rows("lagesbild", "SituationalPicture").get(title=title) for title in ("Hel", "Halv")]
    assert (whole.adopted_edition, whole.adopted_at) == (1, APPROVED[1])
    assert half.adopted_edition is None
    approvals = old.rows("lagesbild", "Approval").filter(situation=whole.pk, edition=1)
    assert sorted(approvals.values_list("approved_at", flat=True)) == APPROVED
    assert old.rows("lagesbild", "Approval").filter(situation=half.pk).count() == 2
    keys = set(old.rows("lagesbild", "ImportProfile").values_list("public_id", flat=True))
    assert len(keys) == 2
