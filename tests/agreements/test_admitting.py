"""Taking part: a party is let in from a day and leaves on a day, and what it sees follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from agreements.models import CollaborationAgreement
from collab.clock import today
from collab.models import AuditEvent, Party


def sees(actor, row):
    return type(row).objects.for_actor(actor).filter(pk=row.pk).exists()


def test_a_party_that_is_admitted_sees_the_agreement_from_its_day(cast):
    cast.agreement.admit(cast.r, on=today(), by=cast.alva)
    assert sees(cast.omar, cast.agreement)

    cast.agreement.admit(cast.r, on=today() + timedelta(days=1), by=cast.alva)
    assert not sees(cast.omar, cast.agreement)


def test_a_party_that_is_dismissed_sees_nothing_from_the_day_after(cast):
    cast.agreement.dismiss(cast.p, on=today(), by=cast.alva)
    assert sees(cast.bo, cast.agreement)

    cast.agreement.dismiss(cast.p, on=today() - timedelta(days=1), by=cast.alva)
    assert not sees(cast.bo, cast.agreement)
    assert cast.p not in cast.agreement.parties()


def test_the_grants_equal_the_facts_after_both(cast):
    cast.agreement.admit(cast.r, by=cast.alva)
    cast.declaration.dismiss(cast.p, on=today(), by=cast.alva)

    assert cast.agreement.regrant() == cast.declaration.regrant() == 0


def test_both_are_recorded_with_the_party_and_the_day(cast):
    cast.agreement.admit(cast.r, by=cast.alva)
    cast.agreement.dismiss(cast.r, on=today(), by=cast.alva)

    events = AuditEvent.objects.about(cast.agreement).filter(verb__in=["admitted", "dismissed"])
    assert [(e.verb, e.actor, e.data["party"]) for e in events] == [
        ("dismissed", cast.alva, cast.r.title),
        ("admitted", cast.alva, cast.r.title),
    ]
    assert events[0].data["on"] == today().isoformat()


def test_a_party_of_another_municipality_is_never_admitted(cast):
    cast.neighbour()
    with pytest.raises(ValidationError):
        cast.agreement.admit(cast.a, by=cast.alva)
    assert not sees(cast.zoe, cast.agreement)


def test_an_observer_looks_on_but_is_no_party_that_signs(cast):
    cast.agreement.admit(cast.o, by=cast.alva)

    assert sees(cast.ove, cast.agreement)
    assert cast.o not in cast.agreement.parties()
    assert [part.party for part in cast.agreement.observers()] == [cast.o]
    assert Party.Kind.OBSERVER not in {part.party.kind for part in cast.agreement.signatories()}


def test_the_verbs_belong_to_what_parties_agree_on_together(cast):
    assert CollaborationAgreement.admit is type(cast.declaration).admit
