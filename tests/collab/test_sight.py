"""Which roles the gate treats alike: a mail asks once for all of them."""

from itertools import combinations

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet

from activities.models import Activity
from collab.access import AccessQuerySet, Role, sight
from collab.models import Document, InboxItem, Membership
from collab.notify import tell

MODELS = [
    model
    for model in apps.get_models()
    if isinstance(model._default_manager.all(), AccessQuerySet) and "view" in getattr(model, "access", {})
]


def question(rows):
    try:
        return str(rows.order_by().query)
    except EmptyResultSet:
        return "nothing"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_roles_of_one_sight_are_asked_the_very_same_question(cast, model):
    people = {role: cast.person(f"{role.title()} Ek", cast.p, role) for role in Role.values}
    asked = {role: question(model.objects.for_actor(people[role])) for role in people}
    for one, other in combinations(people, 2):
        if sight(model, one) == sight(model, other):
            assert asked[one] == asked[other]


def test_lead_and_contact_see_an_activity_alike_and_a_reader_no_confidential_document(db):
    assert sight(Activity, Role.LEAD) == sight(Activity, Role.CONTACT)
    assert sight(Activity, Role.ELECTED) != sight(Activity, Role.CONTACT)
    assert sight(Document, Role.READER) != sight(Document, Role.CONTACT)


def test_many_readers_of_a_mail_are_asked_for_by_party_and_sight(cast, django_assert_num_queries):
    activity = cast.activity()
    tell([cast.bo, cast.lea], "planned", activity)
    list(InboxItem.objects.all().seen_by_recipients())
    # The items, who they are for (membership, person, party, collaboration), and one question to the gate.
    with django_assert_num_queries(6):
        assert len(InboxItem.objects.all().seen_by_recipients()) == 2


def test_of_two_parties_only_the_one_that_sees_it_is_told(cast):
    activity = cast.activity(parties=[cast.p], visibility="owners")
    tell([cast.bo, cast.cia], "planned", activity)
    told = InboxItem.objects.all().seen_by_recipients()
    assert [item.recipient for item in told] == [Membership.objects.get(pk=cast.bo.pk)]
