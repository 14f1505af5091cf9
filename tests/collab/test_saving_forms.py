"""A form saves once, loses nobody's text, offers only what its actor may see, and holds no personal data."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from activities.models import Activity, Commitment
from collab.forms import RowForm
from collab.models import AuditEvent
from collab.pages import EditPage

pytestmark = pytest.mark.django_db


class TextForm(RowForm):
    class Meta:
        model = Activity
        fields = ["title", "goal"]


class PartForm(RowForm):
    class Meta:
        model = Commitment
        fields = ["activity", "party", "text", "due_on"]


class TextPage(EditPage):
    model = Activity
    form_class = TextForm
    template_name = "base.html"


def send(row, actor, **data):
    row = type(row).objects.get(pk=row.pk)
    return TextForm({"title": "Ljus", "goal": "", "version": row.version, **data}, instance=row, actor=actor)


def test_a_save_is_recorded_with_the_names_of_the_changed_fields(cast):
    activity = cast.activity("Ljus")
    form = send(activity, cast.alva, title="Mer ljus")
    assert form.is_valid(), form.errors
    form.save()
    event = AuditEvent.objects.about(activity).first()
    assert (event.verb, event.actor, event.data) == ("changed", cast.alva, {"fields": ["title"]})


def test_a_form_made_on_an_old_version_shows_both_texts_and_keeps_mine(cast):
    activity = cast.activity("Ljus")
    before = activity.version
    theirs = send(activity, cast.alva, title="Deras")
    assert theirs.is_valid()
    theirs.save()
    mine = send(activity, cast.alva, title="Min", version=before)
    assert not mine.is_valid()
    assert [(str(label), a, b) for label, a, b in mine.conflict] == [("Vad som ska göras", "Deras", "Min")]
    assert mine["title"].value() == "Min"
    assert Activity.objects.get(pk=activity.pk).title == "Deras"


def test_sending_again_after_seeing_both_texts_is_a_choice(cast):
    activity = cast.activity("Ljus")
    before = activity.version
    send(activity, cast.alva, title="Deras").save()
    mine = send(activity, cast.alva, title="Min", version=before)
    assert not mine.is_valid()
    again = send(activity, cast.alva, title="Min", version=mine["version"].value())
    assert again.is_valid(), again.errors
    again.save()
    assert Activity.objects.get(pk=activity.pk).title == "Min"


def test_the_choices_hold_no_row_that_the_actor_may_not_see(cast):
    hidden = cast.activity("Hemligt", parties=[cast.p], visibility="draft")
    shown = cast.activity("Ljus")
    form = PartForm(actor=cast.alva)
    assert set(form.fields["activity"].queryset) == {shown}
    forged = PartForm(
        {"activity": hidden.pk, "party": cast.k.pk, "text": "x", "due_on": hidden.due_on}, actor=cast.alva
    )
    absent = PartForm(
        {"activity": 10**9, "party": cast.k.pk, "text": "x", "due_on": hidden.due_on}, actor=cast.alva
    )
    assert forged.errors["activity"] == absent.errors["activity"]


@pytest.mark.parametrize("text", ["Ring 070-123 45 67", "Skriv till anna@gmail.com", "Gäller 19811218-9876"])
def test_text_that_looks_like_personal_data_is_stopped_at_its_field(cast, text):
    form = send(cast.activity("Ljus"), cast.alva, goal=text)
    assert not form.is_valid()
    assert list(form.errors) == ["goal"]
    assert form["goal"].value() == text


def test_two_sendings_of_one_form_have_one_effect(cast):
    activity = cast.activity("Ljus")
    key = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    data = {"title": "En gång", "goal": "", "version": activity.version, "submission": key}
    answers = [edit(activity, cast.alva, data) for _ in range(3)]
    assert {(a.status_code, a.url) for a in answers} == {(302, activity.get_absolute_url())}
    assert AuditEvent.objects.filter(verb="changed").count() == 1


def edit(activity, actor, data):
    request = RequestFactory().post(f"/{activity.public_id}/", data)
    request.actor, request.user = actor, actor.user if actor else AnonymousUser()
    return TextPage.as_view()(request, public_id=activity.public_id)
