"""Signing: party by party, in the portal or on paper, under the very text that was shown."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import AgreementSignature, Decision, Stage
from collab.clock import today
from collab.documents.examining import examine
from collab.models import AuditEvent, Document
from tests.collab.documents.files import pdf


@pytest.fixture(autouse=True)
def _documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def words(row):
    return fresh(row).state_in_words()


def on_paper(cast, party, joint=None, **facts):
    """The coordinator enters what a party signed on paper."""
    page = examine("sida.pdf", pdf())
    facts = {"name": "Klas Ek", "title": "Chef", "signed_on": today(), **facts}
    return (joint or cast.agreement).sign(party, by=cast.alva, on_paper=True, page=page, **facts)


def in_portal(cast, joint=None):
    joint = joint or cast.agreement
    return joint.sign(cast.p, by=cast.lea, name="Lea Lind", title="Chef", signed_on=today())


def test_the_state_changes_word_by_word_as_the_parties_sign(cast):
    assert (words(cast.agreement), cast.agreement.stage()) == ("utkast", Stage.DRAFT)
    in_portal(cast)
    assert words(cast.agreement) == "saknar underskrift av Ekby kommun och Ekby Bostads AB"
    on_paper(cast, cast.k)
    assert words(cast.agreement) == "saknar underskrift av Ekby Bostads AB"
    assert not fresh(cast.agreement).is_in_force()
    on_paper(cast, cast.b)
    assert words(cast.agreement).startswith("gäller till och med 31 december")
    assert fresh(cast.agreement).is_in_force()


def test_a_decision_that_is_awaited_or_refused_holds_it_up(cast):
    def decide(order, outcome, **facts):
        Decision.objects.create(
            declaration=cast.declaration,
            agreement=cast.agreement,
            matter="Trygghet",
            body="Kommunstyrelsen",
            order=order,
            outcome=outcome,
            **facts,
        )

    decide(1, "passed_on", passed_on_to="Kommunfullmäktige")
    assert words(cast.agreement) == "väntar på beslut i Kommunfullmäktige"
    decide(2, "referred_back")
    assert words(cast.agreement) == "återremitterades av Kommunstyrelsen"
    decide(3, "approved")
    assert words(cast.agreement).startswith("saknar underskrift av Ekby kommun, Polisen i Ekby och")


def test_it_is_a_draft_while_it_lacks_a_purpose_or_a_priority_area(cast):
    in_portal(cast)
    cast.agreement.purpose = ""
    cast.agreement.save()
    cast.agreement.priority_areas.all().delete()
    assert words(cast.agreement) == "utkast, saknar syfte och prioriterat område"
    with pytest.raises(ValidationError, match="saknar syfte"):
        on_paper(cast, cast.k, fresh(cast.agreement))


def test_the_historic_mark_stands_in_for_signatures_and_what_is_missing_is_still_named(cast):
    cast.agreement.is_historic = True
    cast.agreement.save()
    assert words(cast.agreement).startswith("gäller till och med")
    said = "underskrift av Ekby kommun, Polisen i Ekby och Ekby Bostads AB"
    assert fresh(cast.agreement).lacking() == [said]


def test_only_the_lead_signs_in_the_portal_and_only_for_the_own_party_today(cast):
    facts = {"name": "X", "title": "Y", "signed_on": today()}
    for who, party in ((cast.bo, cast.p), (cast.alva, cast.p), (cast.lea, cast.b)):
        with pytest.raises(ValidationError):
            cast.agreement.sign(party, by=who, **facts)
    with pytest.raises(ValidationError, match="i dag"):
        cast.agreement.sign(cast.p, by=cast.lea, **{**facts, "signed_on": today() - timedelta(days=1)})
    with pytest.raises(ValidationError, match="efter i dag"):
        on_paper(cast, cast.p, signed_on=today() + timedelta(days=1))
    with pytest.raises(ValidationError, match="inskannade"):
        cast.agreement.sign(cast.p, by=cast.alva, on_paper=True, **facts)
    assert not AgreementSignature.objects.exists()


def test_a_party_signs_once(cast):
    in_portal(cast)
    with pytest.raises(ValidationError, match="redan"):
        in_portal(cast)


def test_a_signature_is_recorded_with_who_and_when_and_on_whose_behalf(cast, as_):
    in_portal(cast)
    made = on_paper(cast, cast.b)
    assert made.is_for_another
    events = AuditEvent.objects.about(cast.agreement).filter(verb__startswith="signed")
    assert [(e.verb, e.actor, e.data["party"]) for e in events] == [
        ("signed_for", cast.alva, cast.b.title),
        ("signed", cast.lea, cast.p.title),
    ]
    page = as_(cast.bo).get(cast.agreement.get_absolute_url()).content.decode()
    assert "infört av Alva Ask på uppdrag av parten" in page
    assert "undertecknad på papper" in page
    assert Document.objects.for_actor(cast.bo).on(cast.agreement).get().dated_on == today()


def test_a_text_that_changes_asks_those_who_signed_anew_and_names_what_changed(cast, as_):
    in_portal(cast)
    on_paper(cast, cast.k)
    on_paper(cast, cast.b)
    agreement = fresh(cast.agreement)
    agreement.purpose = "Ett annat syfte"
    agreement.save()
    assert words(agreement) == "saknar underskrift av Ekby kommun, Polisen i Ekby och Ekby Bostads AB"
    page = as_(cast.bo).get(agreement.get_absolute_url()).content.decode()
    assert "ändrat sedan dess: syften" in page

    again = in_portal(cast, agreement)
    rows = AgreementSignature.objects.filter(party=cast.p).order_by("pk")
    assert [one.withdrawn_at is None for one in rows] == [False, True]
    assert fresh(agreement).signature_of(cast.p) == again


def test_a_signature_is_taken_back_with_its_reason_until_the_agreement_is_in_force(cast):
    made = in_portal(cast)
    made.withdraw(by=cast.lea, reason="Fel titel")
    assert words(cast.agreement) == "utkast"
    event = AuditEvent.objects.about(cast.agreement).first()
    assert (event.verb, event.data["reason"]) == ("signature_withdrawn", "Fel titel")
    assert AgreementSignature.objects.get().withdrawn_because == "Fel titel"

    again = in_portal(cast, fresh(cast.agreement))
    on_paper(cast, cast.k)
    on_paper(cast, cast.b)
    with pytest.raises(ValidationError, match="gäller"):
        AgreementSignature.objects.get(pk=again.pk).withdraw(by=cast.lea, reason="Ångrar mig")


def test_a_mistake_is_corrected_and_what_stood_before_is_kept(cast, as_):
    made = in_portal(cast)
    sent = {"name": "Lea Lind", "title": "Polischef", "signed_on": today(), "version": made.version}
    as_(cast.lea).post(made.get_edit_url(), sent)
    assert AgreementSignature.objects.get().title == "Polischef"
    event = AuditEvent.objects.about(cast.agreement).first()
    assert (event.verb, event.data["before"]) == ("signature_corrected", {"title": "Chef"})


def test_who_takes_no_part_in_it_and_who_only_observes_signs_nothing(cast):
    cast.agreement.admit(cast.o, by=cast.alva)
    for party in (cast.r, cast.o):
        with pytest.raises(ValidationError, match="ingen part"):
            on_paper(cast, party, fresh(cast.agreement))
    assert not AgreementSignature.objects.exists()


def test_what_is_taken_back_is_neither_corrected_nor_taken_back_again(cast):
    made = in_portal(cast)
    made.withdraw(by=cast.lea, reason="Fel titel")
    for change in (
        lambda: made.correct(by=cast.lea, title="Vd"),
        lambda: made.withdraw(by=cast.lea, reason="Nu"),
    ):
        with pytest.raises(ValidationError, match="redan"):
            change()
    made.refresh_from_db()
    assert (made.title, made.withdrawn_because) == ("Chef", "Fel titel")


def test_a_signature_is_not_moved_to_a_day_that_has_not_come(cast):
    made = in_portal(cast)
    with pytest.raises(ValidationError, match="efter i dag"):
        made.correct(by=cast.lea, signed_on=today() + timedelta(days=1))
    assert AgreementSignature.objects.get().signed_on == today()


def test_the_first_signature_of_what_is_historic_asks_for_the_others(cast, as_):
    cast.declaration.is_historic = True
    cast.declaration.save()
    assert words(cast.declaration).startswith("gäller till och med")
    assert "underskrift" not in words(cast.declaration)
    in_portal(cast, cast.declaration)
    assert words(cast.declaration).endswith("; saknar underskrift av Ekby kommun och Ekby Bostads AB")
    assert fresh(cast.declaration).is_in_force()
    page = as_(cast.alva).get(cast.declaration.get_absolute_url()).content.decode()
    assert "1 av 3 har skrivit under" in page
    for party in (cast.k, cast.b):
        on_paper(cast, party, fresh(cast.declaration))
    assert "underskrift" not in words(cast.declaration)


def portal_form(cast, **facts):
    return {
        "party": cast.p.public_id,
        "how": "portal",
        "name": "Någon Annan",
        "title": "Chef",
        "signed_on": today(),
        "text": cast.agreement.text_mark,
        **facts,
    }


def test_the_lead_signs_on_the_page_under_the_text_that_is_shown(cast, as_):
    page = as_(cast.lea).get(cast.agreement.get_sign_url()).content.decode()
    assert "Godare grannsämja" in page
    assert "T. Trygga platser" in page
    as_(cast.lea).post(cast.agreement.get_sign_url(), portal_form(cast))
    made = AgreementSignature.objects.get()
    # In the portal nobody signs in another name.
    assert (made.name, made.on_paper, made.content["purposes"]) == ("Lea Lind", False, ["Godare grannsämja"])


def test_a_text_that_changed_while_one_read_is_not_signed(cast, as_):
    sent = portal_form(cast)
    cast.agreement.purpose = "Nytt"
    cast.agreement.save()
    page = as_(cast.lea).post(cast.agreement.get_sign_url(), sent).content.decode()
    assert "Texten ändrades medan du läste" in page
    assert not AgreementSignature.objects.exists()


def test_the_coordinator_enters_a_paper_with_its_page(cast, as_):
    sent = {
        "party": cast.b.public_id,
        "name": "Bea Berg",
        "title": "VD",
        "signed_on": today(),
        "text": cast.declaration.text_mark,
        "page": SimpleUploadedFile("sida.pdf", pdf(), "application/pdf"),
    }
    as_(cast.alva).post(cast.declaration.get_sign_url(), sent)
    made = cast.declaration.signatures.get()
    assert (made.party, made.on_paper, made.entered_by) == (cast.b, True, cast.alva)
    assert made.page.title == "Underskrift av Ekby Bostads AB"


def test_who_joins_later_signs_too_but_does_not_undo_what_the_others_agreed(cast):
    in_portal(cast)
    on_paper(cast, cast.k)
    on_paper(cast, cast.b)
    cast.agreement.admit(cast.r, by=cast.alva, on=today())
    agreement = fresh(cast.agreement)
    assert agreement.is_in_force()
    assert words(agreement).endswith("; saknar underskrift av Ekby räddningstjänst")


def test_who_has_left_is_not_waited_for(cast):
    in_portal(cast)
    on_paper(cast, cast.k)
    cast.agreement.dismiss(cast.b, by=cast.alva, on=today() - timedelta(days=1))
    assert fresh(cast.agreement).is_in_force()
