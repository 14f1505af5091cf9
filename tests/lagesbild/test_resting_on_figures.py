"""What a need rests on, and why it is so: figures as they are and as they were, and causes in their order."""

import pytest
from django.core.exceptions import ValidationError

from collab.models import AuditEvent
from lagesbild.models import Cause, Evidence, Need, SituationalPicture, Value, tree_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(cast):
    situation = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild 2026")
    return Need.objects.create(situation=situation, title="Färre bränder")


@pytest.fixture
def cause(need):
    return Cause.objects.create(need=need, text="Mörkt")


def test_a_figure_that_a_reader_may_not_see_is_no_evidence_for_that_reader(cast, figures, need):
    figures.deliver(cast.bo, figures.row(12), release=False)
    value = Value.objects.get()
    need.rest_on(value, by=cast.alva)

    assert Evidence.objects.for_actor(cast.lea).exists()
    assert not Evidence.objects.for_actor(cast.cia).exists()

    value.batch.release(by=cast.lea)
    assert Evidence.objects.for_actor(cast.cia).exists()


def test_the_history_tells_of_an_unreleased_figure_only_those_who_have_it(cast, figures, need):
    def told(actor):
        return set(
            AuditEvent.objects.for_actor(actor)
            .filter(verb__startswith="evidence")
            .values_list("verb", flat=True)
        )

    figures.deliver(cast.bo, figures.row(12), release=False)
    need.rest_on(Value.objects.get(), by=cast.bo).remove(by=cast.bo)
    assert told(cast.lea) == {"evidence_added", "evidence_removed"}
    assert told(cast.cia) == set()

    figures.deliver(cast.bo, figures.row(9, n=2))
    need.rest_on(Value.objects.latest("pk"), by=cast.bo)
    assert told(cast.cia) == {"evidence_added"}


def test_evidence_stays_the_same_figure_when_it_is_revised(cast, figures, need):
    figures.deliver(cast.bo, figures.row(12))
    evidence = need.rest_on(Value.objects.get(), by=cast.alva)
    figures.deliver(cast.bo, figures.row(15))

    assert Value.objects.for_actor(cast.cia).of(evidence).number == 15
    taken = Evidence.objects.for_actor(cast.cia).taking_up(Value.objects.latest("pk"))
    assert list(Need.objects.for_actor(cast.cia).resting_on(taken)) == [need]
    with pytest.raises(ValidationError, match="redan"):
        need.rest_on(Value.objects.latest("pk"), by=cast.alva)


def test_a_figure_is_added_from_the_page_of_the_need(cast, figures, need, as_):
    figures.deliver(cast.bo, figures.row(12), figures.row(15, n=2), figures.row(9, area=figures.south, n=1))
    address = f"{need.get_absolute_url()}underlag/nytt/"
    assert "Anlagda bränder" in as_(cast.alva).get(address).content.decode()
    chosen = f"{address}?indikator={figures.fires.public_id}"
    quarter = Value.objects.get(number=15).period
    sent = {"area": figures.south.public_id, "period": quarter.code, "group": "", "remark": "Flest"}

    html = as_(cast.alva).post(chosen, sent).content.decode()

    assert "Det finns ingen siffra för den platsen och perioden. De senaste gäller kv 1 2026." in html
    assert 'value="Flest"' in html
    assert not need.evidence.exists()

    as_(cast.alva).post(chosen, {**sent, "area": cast.north.public_id})
    [shown] = need.evidence.all().shown_to(cast.cia)
    assert (shown.value.number, shown.row.remark, shown.is_revised) == (15, "Flest", False)


def test_a_figure_that_is_hidden_cannot_be_chosen_for_a_need(cast, figures, need, as_):
    figures.deliver(cast.bo, figures.row(12), release=False)
    hidden = Value.objects.get()
    address = f"{need.get_absolute_url()}underlag/nytt/?indikator={figures.fires.public_id}"

    page = as_(cast.alva).get(address).content.decode()
    assert hidden.period.code not in page
    sent = {"area": cast.north.public_id, "period": hidden.period.code, "group": ""}
    as_(cast.alva).post(address, sent)

    assert not Evidence.objects.exists()


def test_evidence_says_what_it_was_when_it_was_added_once_it_is_revised(cast, figures, need, as_):
    figures.deliver(cast.bo, figures.row(12))
    need.rest_on(Value.objects.get(), by=cast.alva)
    page = need.get_absolute_url()
    assert "oförändrad sedan dess" in as_(cast.cia).get(page).content.decode()

    figures.deliver(cast.bo, figures.row(15))

    [shown] = need.evidence.all().shown_to(cast.cia)
    assert (shown.value.number, shown.taken.number, shown.is_revised) == (15, 12, True)
    assert "Ändrad sedan dess" in as_(cast.cia).get(page).content.decode()


def test_a_revision_that_is_not_released_is_nothing_to_others(cast, figures, need):
    figures.deliver(cast.bo, figures.row(12))
    need.rest_on(Value.objects.get(), by=cast.alva)
    figures.deliver(cast.bo, figures.row(15), release=False)

    assert [shown.is_revised for shown in need.evidence.all().shown_to(cast.cia)] == [False]
    assert [shown.is_revised for shown in need.evidence.all().shown_to(cast.lea)] == [True]


def test_evidence_is_told_in_as_many_questions_however_much_there_is(
    cast, figures, need, django_assert_num_queries
):
    figures.deliver(cast.bo, *[figures.row(12 + n, n=n) for n in (1, 2, 3, 4)])
    for value in Value.objects.all():
        need.rest_on(value, by=cast.alva)
    with django_assert_num_queries(7):
        shown = need.evidence.all().shown_to(cast.cia)
        assert sorted(int(one.value.shown) for one in shown) == [13, 14, 15, 16]


def test_a_cause_cannot_lie_behind_itself(need):
    first = Cause.objects.create(need=need, text="Mörkt")
    second = Cause.objects.create(need=need, text="Trasig lampa", parent=first)
    first.parent = second
    with pytest.raises(ValidationError, match="sin egen orsak"):
        first.full_clean()


def test_causes_keep_the_order_they_are_given_under_what_they_cause(cast, need, cause, as_):
    second = Cause.objects.create(need=need, text="Tomt", order=1)
    behind = Cause.objects.create(need=need, text="Trasig lampa", parent=cause, order=2)

    as_(cast.alva).post(f"/lagesbild/orsak/{second.public_id}/upp/")

    [first, then] = tree_of(need.causes.all())
    assert (first.cause, then.cause) == (second, cause)
    assert [branch.cause for branch in then.below] == [behind]
    as_(cast.alva).post(f"/lagesbild/orsak/{second.public_id}/upp/")
    as_(cast.alva).post(f"/lagesbild/orsak/{second.public_id}/ned/")
    assert [branch.cause for branch in tree_of(need.causes.all())] == [cause, second]


def test_the_kind_of_a_cause_stands_in_words_beside_its_shape(cast, need, cause, as_):
    Cause.objects.create(need=need, text="Få vuxna", kind="social", horizon="long")
    html = as_(cast.cia).get(need.get_absolute_url()).content.decode()
    assert "cause__shape--situational" in html
    assert "cause__shape--social" in html
    assert "Situationell" in html
    assert "Social" in html
