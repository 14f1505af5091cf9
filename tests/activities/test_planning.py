"""Planning an activity together: one page, one transaction, everybody told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import Activity, Commitment
from agreements.models import CollaborationAgreement
from collab.clock import today
from collab.models import AuditEvent, InboxItem, OutgoingMail

URL = "/aktiviteter/ny/"


def sent(cast, *parties, **fields):
    """The form as a browser sends it, with a row per party."""
    due_on = today() + timedelta(days=60)
    data = {
        "title": "Möta unga vid skolstart",
        "priority_area": cast.safe.public_id,
        "areas": [cast.north.public_id],
        "goal": "",
        "due_on": due_on.isoformat(),
        "visibility": "parties",
        "row": [party.public_id for party in parties],
        "lead": parties[0].public_id if parties else "",
    }
    for party in parties:
        data |= {
            f"part-{party.public_id}-text": f"Det {party.code} gör",
            f"part-{party.public_id}-due_on": "",
        }
    return {**data, **fields}


def test_an_activity_is_planned_with_a_part_per_party_and_each_is_told_once(cast, as_):
    contact = {f"part-{cast.p.public_id}-contact": cast.bo.public_id}
    response = as_(cast.alva).post(URL, sent(cast, cast.k, cast.p, cast.b, **contact), follow=True)

    activity = Activity.objects.get()
    assert response.redirect_chain[-1][0] == activity.get_absolute_url()
    parts = {part.party.code: part for part in activity.commitments.select_related("party")}
    assert set(parts) == {"K", "P", "B"}
    assert parts["K"].is_lead
    assert not parts["P"].is_lead
    assert parts["P"].contact == cast.bo
    assert parts["P"].due_on == activity.due_on
    assert list(activity.areas.all()) == [cast.north]
    told = InboxItem.objects.filter(kind="offered").values_list("recipient", flat=True)
    # B has no contact chosen and no lead: nobody is told for it.
    assert list(told) == [cast.bo.pk]
    assert OutgoingMail.objects.count() == 1
    assert list(AuditEvent.objects.about(activity).values_list("verb", flat=True)) == ["planned"]


def test_the_owners_see_it_at_once_and_may_report_their_own_part(cast, as_):
    as_(cast.alva).post(URL, sent(cast, cast.k, cast.p))

    activity = Activity.objects.for_actor(cast.bo).get()
    assert [c.party for c in Commitment.objects.for_actor(cast.bo, "report")] == [cast.p]
    assert Activity.objects.for_actor(cast.bo, "change").count() == 0
    assert Activity.objects.for_actor(cast.alva, "change").get() == activity


def test_the_button_of_a_party_adds_its_row_and_keeps_what_is_written(cast, as_):
    data = sent(cast, cast.k, add=cast.p.public_id, title="Halvskriven titel")
    page = as_(cast.alva).post(URL, data)

    assert Activity.objects.count() == 0
    form = page.context["form"]
    assert [part.party for part in form.parts] == [cast.k, cast.p]
    assert 'value="Halvskriven titel"' in page.text
    assert 'value="Det K gör"' in page.text
    assert page.text.count(f'value="{data["due_on"]}"') == 3
    assert f'<option value="{cast.safe.public_id}" selected' in page.text
    assert f'value="{cast.north.public_id}"' in page.text
    assert "Skapa aktivitet och meddela en part" in page.text
    assert 'class="error-summary"' not in page.text


def test_taking_out_a_row_keeps_the_others(cast, as_):
    page = as_(cast.alva).post(URL, sent(cast, cast.k, cast.p, drop=cast.k.public_id))
    assert [part.party for part in page.context["form"].parts] == [cast.p]


def test_what_is_wrong_is_said_at_its_field_and_above_and_the_values_are_kept(cast, as_):
    late = (today() + timedelta(days=90)).isoformat()
    text, day = f"part-{cast.p.public_id}-text", f"part-{cast.k.public_id}-due_on"
    page = as_(cast.alva).post(URL, sent(cast, cast.k, cast.p, **{text: ""}))

    assert Activity.objects.count() == 0
    assert "<title>Fel:" in page.text
    assert page.text.count("Skriv vad Polisen i Ekby ska göra, eller ta bort parten.") == 2
    assert f'href="#id_{text}"' in page.text
    assert "Möta unga vid skolstart" in page.text

    page = as_(cast.alva).post(URL, sent(cast, cast.k, cast.p, **{day: late}))
    assert Activity.objects.count() == 0
    assert f'href="#id_{day}"' in page.text
    assert "Senast" in page.text


def test_an_end_date_that_has_passed_is_refused(cast, as_):
    page = as_(cast.alva).post(URL, sent(cast, cast.k, due_on=today().isoformat()))
    assert Activity.objects.count() == 0
    assert "Välj ett datum efter i dag" in page.text


def test_personal_data_is_stopped_in_a_row_and_in_a_draft_too(cast, as_):
    text = {f"part-{cast.k.public_id}-text": "Ring 070-123 45 67 om pojken"}
    for button in ({}, {"draft": "1"}):
        page = as_(cast.alva).post(URL, sent(cast, cast.k, **text, **button))
        assert Activity.objects.count() == 0
        assert "telefonnummer" in page.text
        assert "070-123 45 67" in page.text


def test_a_draft_asks_for_a_title_and_nothing_else(cast, as_):
    data = {"title": "Bara en idé", "draft": "1", "row": [cast.p.public_id], "due_on": "i vår"}
    as_(cast.bo).post(URL, data)

    draft = Activity.objects.get()
    assert draft.is_draft
    assert draft.drafted_by == cast.p
    assert InboxItem.objects.count() == 0
    page = as_(cast.bo).post(URL, {"title": "", "draft": "1"})
    assert Activity.objects.count() == 1
    assert "Skriv vad som ska göras." in page.text


def test_a_draft_with_other_parties_is_told_to_none_of_them(cast, as_):
    as_(cast.bo).post(URL, sent(cast, cast.p, cast.k, draft="1"))

    assert Activity.objects.for_actor(cast.alva).count() == 0
    assert Commitment.objects.for_actor(cast.alva).count() == 0
    assert Commitment.objects.for_actor(cast.alva, "report").count() == 0
    assert InboxItem.objects.count() == 0


def test_the_same_form_sent_twice_makes_one_activity(cast, as_):
    browser = as_(cast.alva)
    key = browser.get(URL).context["form"]["submission"].value()
    for _ in range(2):
        browser.post(URL, sent(cast, cast.k, submission=str(key)))
    assert Activity.objects.count() == 1


def test_only_parties_of_the_agreement_that_are_no_observers_are_offered_or_taken(cast, as_):
    page = as_(cast.alva).get(URL)
    offered = [*page.context["form"].row_parties, *page.context["form"].others]
    assert offered == [cast.k, cast.p, cast.b]
    as_(cast.alva).post(URL, sent(cast, cast.k, cast.r))
    assert [part.party for part in Commitment.objects.all()] == [cast.k]
    for party in (cast.r, cast.o):
        with pytest.raises(ValidationError):
            Activity.objects.plan(
                priority_area=cast.safe,
                title="Utan rätt",
                by=cast.alva,
                parts=[{"party": cast.k, "text": "Vår"}, {"party": party, "text": "Deras"}],
            )


def test_a_contact_of_another_party_is_refused(cast, as_):
    wrong = {f"part-{cast.p.public_id}-contact": cast.alva.public_id}
    as_(cast.alva).post(URL, sent(cast, cast.k, cast.p, **wrong))
    assert Activity.objects.count() == 0


def test_a_party_that_does_not_coordinate_the_collaboration_plans_only_with_itself(cast, as_):
    page = as_(cast.bo).post(URL, sent(cast, cast.k))
    assert Activity.objects.count() == 0
    assert "Er egen part måste ha ett delåtagande" in page.text
    as_(cast.alva).post(URL, sent(cast, cast.p))
    assert Activity.objects.get().commitments.get().party == cast.p


def test_an_activity_may_be_planned_under_an_agreement_that_has_expired(cast, as_):
    agreement = CollaborationAgreement.objects.get(pk=cast.agreement.pk)
    agreement.starts_on, agreement.ends_on = today() - timedelta(days=800), today() - timedelta(days=400)
    agreement.save()
    as_(cast.alva).post(URL, sent(cast, cast.k, cast.p))

    activity = Activity.objects.get()
    assert activity.due_on > agreement.ends_on
    page = as_(cast.alva).get(activity.get_absolute_url())
    assert "löpte ut" in page.text
    assert "/redigera/" in page.text
