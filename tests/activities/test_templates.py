"""Templates: saved from an activity, kept by the coordinator, and planned from by whoever may plan."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import Activity, ActivityTemplate
from activities.models.copying import WEEKDAYS
from collab.clock import today
from collab.models import AuditEvent


@pytest.fixture
def activity(cast):
    shown = cast.activity("Vandring i centrum", due_in=60, goal="Fler ska våga gå", starts_on=today())
    part = shown.commitments.get(party=cast.p)
    part.due_on = today() + timedelta(days=20)
    part.save()
    return shown


@pytest.fixture
def template(cast, activity):
    return ActivityTemplate.objects.keep(activity, name="Trygghetsvandring", by=cast.alva)


def test_the_coordinator_saves_an_activity_as_a_template(cast, activity, as_):
    url = f"/aktiviteter/{activity.public_id}/mall/"
    assert url in as_(cast.alva).get(activity.get_absolute_url()).content.decode()
    answer = as_(cast.alva).post(url, {"name": "Trygghetsvandring"}, follow=True)

    [kept] = ActivityTemplate.objects.all()
    assert (kept.name, kept.title, kept.goal, kept.days) == (
        "Trygghetsvandring",
        "Vandring i centrum",
        "Fler ska våga gå",
        60,
    )
    assert {(p.party, p.text, p.days, p.is_lead) for p in kept.parts.all()} == {
        (cast.k, "Delen för K", 60, True),
        (cast.p, "Delen för P", 20, False),
    }
    assert "Trygghetsvandring" in answer.content.decode()
    assert AuditEvent.objects.about(kept).get().verb == "kept_as_template"


def test_others_neither_save_nor_manage(cast, activity, template, as_):
    for one in (cast.bo, cast.lea, cast.rut):
        client = as_(one)
        assert (
            f"/aktiviteter/{activity.public_id}/mall/"
            not in client.get(activity.get_absolute_url()).content.decode()
        )
        client.post(f"/aktiviteter/{activity.public_id}/mall/", {"name": "En till"})
        client.post(f"/mallar/{template.public_id}/", {"name": "Annat"})
        client.post(f"/mallar/{template.public_id}/ta-bort/")
    assert [row.name for row in ActivityTemplate.objects.all()] == ["Trygghetsvandring"]


def test_what_not_all_parties_see_becomes_no_template(cast, as_):
    hidden = cast.activity("Hemlig", parties=[cast.k, cast.b], visibility="owners")
    with pytest.raises(ValidationError):
        ActivityTemplate.objects.keep(hidden, name="Hemlig", by=cast.alva)
    page = as_(cast.alva).post(f"/aktiviteter/{hidden.public_id}/mall/", {"name": "Hemlig"})
    assert "Bara en aktivitet som alla parter" in page.content.decode()
    assert not ActivityTemplate.objects.exists()


def test_a_name_is_used_once_and_needed(cast, activity, template, as_):
    url = f"/aktiviteter/{activity.public_id}/mall/"
    assert (
        "redan en mall med det namnet" in as_(cast.alva).post(url, {"name": template.name}).content.decode()
    )
    assert "Skriv ett namn" in as_(cast.alva).post(url, {"name": ""}).content.decode()
    assert ActivityTemplate.objects.count() == 1


def test_whoever_plans_starts_from_it_with_every_date_worked_out(cast, template, as_):
    client = as_(cast.bo)
    assert "Trygghetsvandring" in client.get("/mallar/").content.decode()
    page = client.get("/aktiviteter/ny/", {"template": template.public_id, "start": "2027-01-07"})
    form = page.context["form"]
    assert form["title"].value() == "Vandring i centrum"
    assert form["due_on"].value() == WEEKDAYS.on_or_after(date(2027, 1, 7) + timedelta(days=60))
    assert [part.party for part in form.parts] == [cast.k, cast.p]
    police = form.parts[1]
    assert police["text"].value() == "Delen för P"
    assert police["due_on"].value() == date(2027, 1, 27)
    assert police["contact"].value() == cast.bo.public_id
    assert form.lead_id == cast.k.public_id
    assert not Activity.objects.filter(title="Vandring i centrum", visibility="draft").exists()


def test_what_is_sent_stands_over_the_template(cast, template, as_):
    data = {
        "title": "Egen rubrik",
        "draft": "1",
        "row": [cast.p.public_id],
        "priority_area": cast.safe.public_id,
    }
    as_(cast.bo).post(f"/aktiviteter/ny/?template={template.public_id}", data)
    made = Activity.objects.get(title="Egen rubrik")
    assert [row.party for row in made.commitments.all()] == [cast.p]


def test_an_unknown_template_or_day_is_as_if_not_asked_for(cast, template, as_):
    page = as_(cast.bo).get("/aktiviteter/ny/", {"template": "xxx", "start": "aldrig"})
    assert page.context["form"]["title"].value() is None
    page = as_(cast.bo).get("/aktiviteter/ny/", {"template": template.public_id, "start": "aldrig"})
    assert page.context["form"]["title"].value() == "Vandring i centrum"


def test_another_collaboration_sees_none_of_it(cast, template, as_):
    cast.neighbour()
    assert "Trygghetsvandring" not in as_(cast.zoe).get("/mallar/").content.decode()
    page = as_(cast.zoe).get("/aktiviteter/ny/", {"template": template.public_id})
    assert page.context["form"]["title"].value() is None


def test_it_is_renamed_and_removed_and_what_was_planned_stays(cast, activity, template, as_):
    client = as_(cast.alva)
    client.post(f"/mallar/{template.public_id}/", {"name": "Vandring"})
    assert ActivityTemplate.objects.get().name == "Vandring"
    client.post(f"/mallar/{template.public_id}/ta-bort/")
    assert not ActivityTemplate.objects.exists()
    assert Activity.objects.filter(pk=activity.pk).exists()
