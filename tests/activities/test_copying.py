"""Copying from last year: dates moved to working days, looked at first, and nothing of how it went."""

from datetime import date, timedelta

import pytest

from activities.models import Activity, FollowUpReport
from activities.models.copying import Copy, shifted, years_ahead
from agreements.models import PriorityArea
from collab.clock import today
from collab.models import InboxItem, OutgoingMail

URL = "/aktiviteter/kopiera/"


@pytest.fixture
def last_years(cast):
    """Done last year: reported, and with its own dates."""
    activity = cast.activity(
        "Vandring i centrum", due_in=-200, goal="Fler ska våga gå", starts_on=today() - timedelta(days=300)
    )
    part = activity.commitments.get(party=cast.p)
    part.due_on = activity.due_on - timedelta(days=30)
    part.target_number, part.target_unit = 8, "vandringar"
    part.save()
    part.report(status="done", by=cast.bo, text="Vi gick", in_round=cast.round())
    return activity


def sent(*activities, years=1, **more):
    keys = [row.public_id for row in activities]
    return {"a": keys, "offered": keys, "years": years, "priority_area": "", **more}


def seen(answer):
    """What the page says was looked at."""
    return answer.context["form"]["seen"].value()


def copy_through_the_page(client, *activities, **fields):
    look = client.post(URL, sent(*activities, **fields))
    return client.post(URL, sent(*activities, **fields, seen=seen(look), copy="1"), follow=True)


@pytest.mark.parametrize(
    ("day", "years", "wanted"),
    [
        (date(2026, 3, 12), 1, date(2027, 3, 12)),
        (date(2026, 3, 13), 1, date(2027, 3, 15)),
        (date(2026, 1, 6), 3, date(2029, 1, 8)),
        (date(2026, 12, 25), 1, date(2027, 12, 27)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2025, 7, 15), 1, date(2026, 7, 15)),
    ],
)
def test_a_date_lands_on_a_working_day(day, years, wanted):
    assert shifted(day, years) == wanted


def test_it_proposes_as_many_years_as_lead_past_today():
    assert years_ahead([today() - timedelta(days=10)]) == 1
    assert years_ahead([today() - timedelta(days=400)]) == 2


def test_nothing_is_made_before_the_new_dates_have_been_seen(cast, last_years, as_):
    client = as_(cast.bo)
    page = client.get(URL, {"a": last_years.public_id}).content.decode()
    assert "Vandring i centrum" in page
    assert "Gör kopian" not in page
    look = client.post(URL, sent(last_years))
    assert Activity.objects.count() == 1
    words = look.content.decode()
    assert "Gör kopian" in words
    assert str(shifted(last_years.due_on, 1).year) in words

    # Pressed with other years than were looked at: shown anew.
    client.post(URL, sent(last_years, years=2, seen=seen(look), copy="1"))
    assert Activity.objects.count() == 1


def test_the_copy_is_a_draft_with_moved_dates_and_no_trace_of_how_it_went(cast, last_years, as_):
    told = InboxItem.objects.count(), OutgoingMail.objects.count()
    answer = copy_through_the_page(as_(cast.bo), last_years)

    copy = Activity.objects.exclude(pk=last_years.pk).get()
    assert answer.redirect_chain[-1][0] == copy.get_absolute_url()
    assert copy.is_draft
    assert copy.drafted_by == cast.p
    assert copy.code != last_years.code
    assert (copy.title, copy.goal, copy.status) == ("Vandring i centrum", "Fler ska våga gå", "not_started")
    assert copy.due_on == shifted(last_years.due_on, 1)
    assert copy.starts_on == shifted(last_years.starts_on, 1)
    assert list(copy.areas.all()) == [cast.north]
    part = copy.commitments.get(party=cast.p)
    assert part.due_on == shifted(last_years.due_on - timedelta(days=30), 1)
    assert (part.status, part.contact, part.target_number, part.moved_from) == (
        "not_started",
        cast.bo,
        8,
        None,
    )
    assert copy.commitments.get(is_lead=True).party == cast.k
    assert not FollowUpReport.objects.filter(commitment__activity=copy).exists()
    assert (InboxItem.objects.count(), OutgoingMail.objects.count()) == told
    assert as_(cast.alva).get(copy.get_absolute_url()).status_code == 404


def test_a_contact_that_has_left_is_not_kept(cast, last_years, as_):
    cast.bo.ends_on = today() - timedelta(days=1)
    cast.bo.save()
    copy_through_the_page(as_(cast.lea), last_years)
    copy = Activity.objects.exclude(pk=last_years.pk).get()
    assert copy.commitments.get(party=cast.p).contact is None
    assert copy.commitments.get(party=cast.k).contact == cast.alva


def test_it_links_back_only_for_those_who_see_the_original(cast, as_):
    hidden = cast.activity("Hemlig", parties=[cast.p, cast.b], due_in=-200, visibility="owners")
    copy_through_the_page(as_(cast.bo), hidden)
    copy = Activity.objects.exclude(pk=hidden.pk).get()
    words = f"Kopierad från {hidden.code}, {hidden.due_on.year}"
    assert words in as_(cast.bo).get(copy.get_absolute_url()).content.decode()
    copy.share("parties", by=cast.bo)
    page = as_(cast.alva).get(copy.get_absolute_url()).content.decode()
    assert "Kopierad" not in page
    assert hidden.public_id not in page


def test_what_one_may_not_see_can_neither_be_offered_nor_copied(cast, as_):
    hidden = cast.activity("Hemlig", parties=[cast.p, cast.b], due_in=-200, visibility="owners")
    client = as_(cast.alva)
    assert "Hemlig" not in client.get(URL, {"a": hidden.public_id}).content.decode()
    assert "Hemlig" not in client.get(URL).content.decode()
    assert "Hemlig" not in client.post(URL, sent(hidden)).content.decode()
    assert Activity.objects.count() == 1


def test_several_are_copied_at_once_each_to_its_own_priority_area(cast, last_years, as_):
    other = cast.activity("Tillsyn", parties=[cast.k], due_in=-100, priority_area=cast.drugs)
    page = as_(cast.alva).get(URL, {"q": "tillsyn"}).content.decode()
    assert "Tillsyn" in page
    assert "Vandring" not in page
    answer = copy_through_the_page(as_(cast.alva), last_years, other)
    copies = Activity.objects.filter(copied_from__in=[last_years, other])
    assert {(row.title, row.priority_area) for row in copies} == {
        ("Vandring i centrum", cast.safe),
        ("Tillsyn", cast.drugs),
    }
    assert "2 kopior har sparats som utkast." in answer.content.decode()


def test_it_goes_to_the_priority_area_that_is_chosen(cast, last_years, as_):
    copy_through_the_page(as_(cast.bo), last_years, priority_area=cast.drugs.public_id)
    assert Activity.objects.get(copied_from=last_years).priority_area == cast.drugs


def test_a_party_that_takes_no_part_any_more_is_left_out_and_named(cast, last_years, as_):
    cast.agreement.parts.filter(party=cast.k).delete()
    copy = Copy(last_years, cast.safe, 1)
    assert copy.left_out == [cast.k]
    made = copy.make(by=cast.bo)
    assert [row.party for row in made.commitments.all()] == [cast.p]
    assert made.commitments.get().is_lead


def test_an_end_in_the_past_and_a_subject_without_a_home_are_refused_in_words(cast, as_):
    old = cast.activity("Gammal", parties=[cast.p], due_in=-800)
    page = as_(cast.bo).post(URL, sent(old, years=1)).content.decode()
    assert "som redan har varit. Välj fler år." in page

    PriorityArea.objects.filter(pk=cast.safe.pk).update(letter="X")
    expired = Activity.objects.get(pk=old.pk)
    cast.agreement.ends_on = today() - timedelta(days=1)
    cast.agreement.save()
    page = as_(cast.bo).post(URL, sent(expired, years=3)).content.decode()
    assert "inget avtal som gäller" in page
    assert Activity.objects.count() == 1


def test_without_a_choice_it_says_so(cast, last_years, as_):
    page = as_(cast.bo).post(URL, {**sent(last_years), "a": []}).content.decode()
    assert "Välj minst en aktivitet." in page
