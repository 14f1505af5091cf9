"""A decision rests on a picture that every party has approved, both say so, and a later change is told."""

from django.urls import reverse

from agreements.models import Decision, DecisionBody
from agreements.models.basis import key, rest_on
from collab.models import AuditEvent
from lagesbild.models import DecisionPicture, SituationalPicture
from tests.agreements.test_registering_decisions import sent


def picture(cast, *, approved=True):
    written = dict.fromkeys((*SituationalPicture.PARTS, *SituationalPicture.CRITIQUE), "Därför.")
    row = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild 2026", **written)
    if approved:
        omar_leads = cast.person("Olga Ohl", cast.r, "lead")
        cia_leads = cast.person("Curt Cell", cast.b, "lead")
        for person in (cast.alva, cast.lea, cia_leads, omar_leads):
            row.approve(by=person)
    return row


def test_only_a_picture_that_every_party_has_approved_is_offered(cast, as_):
    DecisionBody.objects.create(party=cast.k, name="Styrelsen")
    url = reverse("agreements:register_decision", args=[cast.declaration.public_id])
    row = picture(cast, approved=False)
    row.approve(by=cast.alva)
    assert "Lägesbild 2026" not in as_(cast.alva).get(url).content.decode()
    row.delete()
    picture(cast)
    assert "Lägesbild 2026" in as_(cast.alva).get(url).content.decode()


def test_the_decision_and_the_picture_say_so_and_a_later_change_is_told(cast, as_):
    body = DecisionBody.objects.create(party=cast.k, name="Styrelsen")
    row = picture(cast)
    url = reverse("agreements:register_decision", args=[cast.declaration.public_id])
    as_(cast.alva).post(url, sent(body, rests_on=key(row)))

    decision = Decision.objects.get()
    page = as_(cast.bo).get(decision.get_absolute_url()).content.decode()
    assert "Beslutet vilar på en lägesbild:" in page
    assert row.get_absolute_url() in page
    assert "Ändrad sedan dess" not in page
    assert decision.get_absolute_url() in as_(cast.bo).get(row.get_absolute_url()).content.decode()
    assert row.get_absolute_url() in as_(cast.bo).get("/avtal/").content.decode()
    assert AuditEvent.objects.filter(verb="grounds_changed", actor=cast.alva).count() == 1

    row.refresh_from_db()
    row.begin_edition()
    row.analysis = "Av andra skäl."
    row.save()
    assert "Ändrad sedan dess" in as_(cast.bo).get(decision.get_absolute_url()).content.decode()


def test_whoever_sees_only_one_of_the_two_is_told_of_no_link(cast, as_):
    cast.agreement.admit(cast.o, by=cast.alva)
    cast.declaration.admit(cast.o, by=cast.alva)
    decision = Decision.objects.create(declaration=cast.declaration, matter="M", body="B", outcome="approved")
    row = picture(cast)
    rest_on(decision, [row], by=cast.alva)

    assert DecisionPicture.objects.for_actor(cast.alva).exists()
    # An elected representative reads decisions and no live picture; Omar's party sees the picture alone.
    assert "Lägesbild 2026" not in as_(cast.eli).get(decision.get_absolute_url()).content.decode()
    assert decision.get_absolute_url() not in as_(cast.omar).get(row.get_absolute_url()).content.decode()
    # Nor that something was changed.
    changed = "ändrade vad"
    assert changed in as_(cast.alva).get(decision.get_absolute_url()).content.decode()
    assert changed not in as_(cast.eli).get(decision.get_absolute_url()).content.decode()
