"""The state of declarations and agreements follows from the date, and the pages say it in words."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.models import CollaborationAgreement
from agreements.seeding import load_seed, seed_path
from collab import clock
from collab.models import Membership, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def huddinge():
    return load_seed(seed_path("huddinge"))


@pytest.fixture
def coordinator(huddinge):
    user = User.objects.create_user("sam@example.org", name="Sam Ordnare")
    party = huddinge.parties.get(is_coordinating=True)
    return Membership.objects.create(user=user, party=party, role="coordinator", starts_on=date(2023, 1, 1))


def on(day):
    return clock.at(timezone.make_aware(datetime.combine(day, time(9))))


@pytest.mark.parametrize(
    ("day", "agreement", "declaration"),
    [
        (date(2022, 12, 31), "gäller från 1 januari 2023", "gäller från 1 januari 2023"),
        (date(2023, 6, 1), "gäller till och med 31 december 2024", "gäller till och med 31 december 2026"),
        (date(2024, 12, 30), "löper ut om 1 dag", "gäller till och med 31 december 2026"),
        (date(2024, 12, 31), "löper ut i dag", "gäller till och med 31 december 2026"),
        (date(2025, 1, 1), "löpte ut 31 december 2024", "gäller till och med 31 december 2026"),
        (date(2026, 11, 23), "löpte ut 31 december 2024", "löper ut om 38 dagar"),
        (date(2027, 1, 1), "löpte ut 31 december 2024", "löpte ut 31 december 2026"),
    ],
)
def test_the_state_in_words_on_a_day(huddinge, day, agreement, declaration):
    assert huddinge.agreements.get().state_in_words(day) == agreement
    assert huddinge.declarations.get().state_in_words(day) == declaration


def test_the_page_says_that_the_agreement_has_expired_and_how_long_the_declaration_has_left(coordinator, as_):
    with on(date(2026, 11, 23)):
        page = as_(coordinator).get("/avtal/").content.decode()

    assert "löper ut om 38 dagar" in page
    assert "Löpte ut 31 december 2024" in page
    assert "Slutuppföljning" in page


def test_an_agreement_in_force_asks_for_no_final_follow_up(coordinator, as_):
    with on(date(2024, 5, 1)):
        page = as_(coordinator).get("/avtal/").content.decode()

    assert "Slutuppföljning" not in page
    assert "Gäller till och med 31 december 2024" in page


def test_questions_about_a_day_are_answered_by_the_database_too(huddinge):
    agreements = CollaborationAgreement.objects
    assert agreements.in_force(date(2024, 12, 31)).exists()
    assert not agreements.in_force(date(2025, 1, 1)).exists()
    assert agreements.expired(date(2025, 1, 1)).exists()


def test_an_agreement_cannot_reach_outside_its_declaration(huddinge):
    agreement = huddinge.agreements.get()
    agreement.ends_on = date(2027, 1, 1)
    with pytest.raises(ValidationError, match="rymmas"):
        agreement.full_clean()
