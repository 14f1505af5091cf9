"""Offers: what others plan for a party is an offer until the party takes it, declines it or asks to change it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import Activity, Commitment, Nudge, Offer, Reminder
from activities.reminders import ticking
from collab import clock
from collab.clock import today
from collab.models import AuditEvent, InboxItem, OutgoingMail
from collab.working_days import working_days

REASON = "Vi har ingen patrull på kvällarna före sommaren."


@pytest.fixture(autouse=True)
def _in_swedish(cast):
    for one in (cast.bo, cast.lea, cast.alva, cast.cia):
        one.user.language = "sv"
        one.user.save()


def plan(cast, *parties, by=None, visibility="parties", **fields):
    contacts = {cast.k: cast.alva, cast.p: cast.bo, cast.b: cast.cia}
    return Activity.objects.plan(
        priority_area=cast.safe,
        title="Ljus på vägen",
        due_on=today() + timedelta(days=60),
        visibility=visibility,
        parts=[{"party": p, "text": f"Delen för {p.code}", "contact": contacts[p]} for p in parties],
        by=by or cast.alva,
        **fields,
    )


@pytest.fixture
def activity(cast):
    return plan(cast, cast.k, cast.p, cast.b)


@pytest.fixture
def offer(cast, activity):
    return activity.offers.get(party=cast.p)


def kinds(member):
    return list(member.inbox.order_by("pk").values_list("kind", flat=True))


def test_the_parts_of_other_parties_are_offers_and_their_contacts_are_told(cast, activity, mailoutbox):
    assert {(o.party, o.answer) for o in Offer.objects.all()} == {(cast.p, "waiting"), (cast.b, "waiting")}
    assert (kinds(cast.bo), kinds(cast.cia), kinds(cast.alva)) == (["offered"], ["offered"], [])
    OutgoingMail.objects.send_waiting()
    [letter] = [one for one in mailoutbox if one.to == ["bo@example.org"]]
    assert "erbjuds en del i en aktivitet" in letter.subject
    assert f"/erbjudanden/{activity.offers.get(party=cast.p).public_id}/" in letter.body
    assert activity.title not in letter.body


def test_a_draft_offers_nothing_until_it_is_published(cast):
    draft = plan(cast, cast.p, cast.k, by=cast.lea, visibility="draft")
    assert not Offer.objects.exists()
    draft.share("parties", by=cast.lea)
    assert [o.party for o in draft.offers.all()] == [cast.k]
    # A colleague of the party that acts is told as before.
    assert kinds(cast.bo) == ["planned"]


def test_a_party_that_is_taken_in_later_is_offered_its_part(cast):
    activity = plan(cast, cast.k)
    activity.take_in(cast.b, by=cast.alva, text="Byta lampor", due_on=None, contact=cast.cia)
    assert [o.party for o in activity.offers.all()] == [cast.b]
    assert kinds(cast.cia) == ["offered"]


def test_what_existed_before_or_was_agreed_is_no_offer(cast, as_):
    plan(cast, cast.k, cast.p, is_agreed=True)
    cast.activity()
    assert not Offer.objects.exists()
    assert "Svara på erbjudanden" not in as_(cast.bo).get("/").text


def test_one_press_on_the_own_page_takes_the_part(cast, activity, offer, as_):
    client = as_(cast.bo)
    page = client.get("/").text
    assert page.index("Svara på erbjudanden") < page.index("Rapportera nu")
    address = f"/erbjudanden/{offer.public_id}/ta/"
    assert f'action="{address}"' in page
    answer = client.post(address, follow=True)
    assert "Din part har tagit delen" in answer.text
    offer.refresh_from_db()
    assert (offer.answer, offer.answered_by) == ("accepted", cast.bo)
    assert "Svara på erbjudanden" not in client.get("/").text
    assert kinds(cast.alva) == ["offer_taken"]
    [event] = AuditEvent.objects.filter(verb="took_part")
    assert event.actor == cast.bo
    assert "tog sin del" in as_(cast.alva).get(activity.get_absolute_url()).text


def test_the_inbox_leads_to_a_page_with_the_same_button(cast, offer, as_):
    client = as_(cast.bo)
    item = cast.bo.inbox.get()
    page = client.post(f"/inkorg/{item.public_id}/", follow=True)
    assert page.redirect_chain[-1][0] == offer.get_absolute_url()
    assert f'action="/erbjudanden/{offer.public_id}/ta/"' in page.text
    assert "Delen för P" in page.text


def test_declining_takes_the_part_out_and_the_reason_stays(cast, activity, offer, as_, mailoutbox):
    answer = as_(cast.bo).post(f"/erbjudanden/{offer.public_id}/avboj/", {"reason": REASON}, follow=True)
    assert "Din part har avböjt" in answer.text
    assert not activity.commitments.filter(party=cast.p).exists()
    page = as_(cast.cia).get(activity.get_absolute_url()).text
    assert "Polisen i Ekby avböjde" in page
    assert REASON in page
    OutgoingMail.objects.send_waiting()
    # What asked Bo for an answer does not go any more.
    assert {m.to[0] for m in mailoutbox} == {"cia@example.org", "alva@example.org"}
    [event] = AuditEvent.objects.filter(verb="turned_down")
    assert event.actor == cast.bo
    assert REASON in as_(cast.alva).get("/inkorg/").text


def test_declining_asks_for_a_reason_and_stops_personal_data(cast, offer, as_):
    address = f"/erbjudanden/{offer.public_id}/avboj/"
    assert "Skriv varför" in as_(cast.bo).post(address, {"reason": ""}).text
    assert "telefonnummer" in as_(cast.bo).post(address, {"reason": "Ring 070-123 45 67"}).text
    offer.refresh_from_db()
    assert offer.is_waiting


def test_the_coordinating_part_cannot_be_declined_before_another_coordinates(cast, as_):
    activity = plan(cast, cast.p, cast.k)
    offer = activity.offers.get()
    page = as_(cast.bo).post(f"/erbjudanden/{offer.public_id}/avboj/", {"reason": REASON}).text
    assert "En annan part behöver ta över samordningen först" in page
    assert activity.commitments.filter(party=cast.p).exists()
    activity.hand_over(cast.k, by=cast.alva)
    Offer.objects.get().decline(REASON, by=cast.bo)
    assert not activity.commitments.filter(party=cast.p).exists()


def test_who_declines_what_only_its_owners_see_sees_it_no_more(cast, as_):
    activity = plan(cast, cast.k, cast.p, visibility="owners")
    client, offer = as_(cast.bo), activity.offers.get()
    answer = client.post(f"/erbjudanden/{offer.public_id}/avboj/", {"reason": REASON}, follow=True)
    assert answer.status_code == 200
    assert client.get(activity.get_absolute_url()).status_code == 404
    assert client.get(offer.get_absolute_url()).status_code == 404


def test_a_change_is_asked_for_and_taken_over(cast, activity, offer, as_, mailoutbox):
    later = today() + timedelta(days=70)
    wanted = {"text": "Vi går två kvällar", "due_on": later.isoformat()}
    as_(cast.bo).post(f"/erbjudanden/{offer.public_id}/be-om-andring/", wanted)
    offer.refresh_from_db()
    assert (offer.answer, offer.wanted_text) == ("asked", "Vi går två kvällar")
    page = as_(cast.alva).get(activity.get_absolute_url()).text
    assert "Vi går två kvällar" in page
    assert "Hela aktiviteten flyttas" in page
    as_(cast.alva).post(f"/erbjudanden/{offer.public_id}/andra/")
    part = activity.commitments.get(party=cast.p)
    assert (part.text, part.due_on) == ("Vi går två kvällar", later)
    activity.refresh_from_db()
    assert activity.due_on == later
    offer.refresh_from_db()
    assert offer.answer == "accepted"
    assert "offer_decided" in kinds(cast.bo)


def test_a_change_that_changes_nothing_is_no_change(cast, offer, as_):
    part = offer.commitment
    same = {"text": part.text, "due_on": part.due_on.isoformat()}
    page = as_(cast.bo).post(f"/erbjudanden/{offer.public_id}/be-om-andring/", same).text
    assert "Inget skiljer sig" in page
    offer.refresh_from_db()
    assert offer.is_waiting


def test_a_change_that_is_not_taken_over_is_an_offer_again_with_the_words(cast, offer, as_):
    with clock.at(clock.now() - timedelta(days=3)):
        Offer.objects.filter(pk=offer.pk).update(waiting_since=today())
    offer.refresh_from_db()
    offer.ask(text="Bara en kväll", due_on=offer.commitment.due_on, by=cast.bo)
    address = f"/erbjudanden/{offer.public_id}/sta-fast/"
    as_(cast.alva).post(address, {"reply": "Två kvällar behövs enligt lägesbilden."})
    offer.refresh_from_db()
    assert (offer.answer, offer.waiting_since) == ("waiting", today())
    assert offer.commitment.text == "Delen för P"
    page = as_(cast.bo).get("/").text
    assert "Två kvällar behövs enligt lägesbilden." in page
    offer.decline(REASON, by=cast.bo)


def test_reporting_on_a_part_takes_it(cast, offer):
    offer.commitment.report(status="on_track", by=cast.bo)
    offer.refresh_from_db()
    assert (offer.answer, offer.answered_by) == ("accepted", cast.bo)


def test_an_answer_is_given_once(cast, offer, as_):
    offer.accept(by=cast.bo)
    with pytest.raises(ValidationError, match="redan besvarat"):
        offer.decline(REASON, by=cast.lea)
    assert as_(cast.bo).post(f"/erbjudanden/{offer.public_id}/ta/").status_code == 409
    assert Commitment.objects.filter(party=cast.p).exists()


def test_nobody_answers_for_another_party(cast, offer):
    for verb in (
        lambda: offer.decline(REASON, by=cast.cia),
        lambda: offer.ask(text="Annat", due_on=today(), by=cast.alva),
        lambda: offer.accept(by=cast.cia),
    ):
        with pytest.raises(ValidationError, match="Bara parten själv"):
            verb()


def test_taking_out_the_party_ends_its_offer(cast, offer, as_):
    offer.commitment.withdraw(by=cast.alva)
    offer.refresh_from_db()
    assert offer.answer == "withdrawn"
    assert "Svara på erbjudanden" not in as_(cast.bo).get("/").text


def test_the_coordinator_sees_who_has_not_answered_and_reminds(cast, activity, offer, as_):
    Offer.objects.update(waiting_since=today() - timedelta(days=3))
    client = as_(cast.alva)
    for address in ("/", activity.get_absolute_url()):
        page = client.get(address).text
        assert "Väntar på svar sedan 3 dagar" in page
        assert f"/delar/{offer.commitment.public_id}/paminn/" in page
    page = client.post(f"/delar/{offer.commitment.public_id}/paminn/", {"back": "/"}, follow=True).text
    assert "Bo Björk har fått en påminnelse." in page
    assert kinds(cast.bo) == ["offered", "offer_reminder"]
    assert Nudge.objects.get().by == cast.alva
    assert "Alva Ask, Ekby kommun" in as_(cast.bo).get("/inkorg/").text


def test_others_see_that_it_waits_but_cannot_remind(cast, activity, offer, as_):
    page = as_(cast.rut).get(activity.get_absolute_url()).text
    assert "Väntar på svar" in page
    assert "/paminn/" not in page
    assert "Väntar på svar" not in as_(cast.rut).get("/").text


def test_a_hidden_offer_shows_nowhere_to_an_outsider(cast, as_):
    hidden = plan(cast, cast.p, cast.b, by=cast.lea, visibility="owners", goal="Hemligt")
    hidden.offers.get().ask(text="Hemlig ändring", due_on=today(), by=cast.cia)
    for address in ("/", "/aktiviteter/", "/inkorg/", "/handelser/"):
        page = as_(cast.alva).get(address).text
        assert hidden.code not in page
        assert "Hemlig" not in page
    assert as_(cast.alva).get(hidden.offers.get().get_absolute_url()).status_code == 404
    assert not InboxItem.objects.filter(recipient=cast.alva).exists()


def test_nobody_asks_how_an_offered_part_goes_until_it_is_taken(cast, activity, offer, as_):
    current = cast.round()

    def asked():
        """Whose reports are missing: of the round, beside the menu, on the own page."""
        parts = Commitment.objects.missing_report([current])
        own = as_(cast.bo).get("/")
        menu = {entry["key"]: entry.get("count") for entry in own.context["navigation"]}
        return (
            {part.party.code for part in parts},
            menu["overview"],
            offer.commitment.get_report_url() in own.text,
        )

    assert asked() == ({"K"}, 0, False)
    matrix = as_(cast.alva).get("/uppfoljning/").text
    assert matrix.count("Erbjuden") == 2
    assert "0 av 1" in as_(cast.alva).get("/aktiviteter/").text
    offer.ask(text="En gång", due_on=today() + timedelta(days=30), by=cast.bo)
    assert asked() == ({"K"}, 0, False)
    offer.agree(by=cast.alva)
    assert asked() == ({"K", "P"}, "1", True)
    assert "0 av 2" in as_(cast.alva).get("/aktiviteter/").text


def test_no_reminder_of_date_or_round_goes_for_a_part_that_is_not_taken(cast, activity, offer):
    part = offer.commitment
    with clock.at(noon(part.due_on)):
        Reminder.objects.write_due()
    assert not Reminder.objects.filter(commitment=part).exists()
    assert Reminder.objects.filter(commitment__party=cast.k).exists()
    offer.accept(by=cast.bo)
    with clock.at(noon(part.due_on)):
        Reminder.objects.write_due()
    assert Reminder.objects.filter(commitment=part).exists()


def noon(day):
    """A moment at which reminders go, on a working day at or after a day."""
    return ticking.instant(f"{working_days().on_or_after(day)}T12:00")


def test_a_part_knows_its_offer_whoever_saves_it(offer):
    part = Commitment.objects.get(pk=offer.commitment_id)
    version = part.version
    assert part.is_offered
    stale = Commitment.objects.get(pk=part.pk)
    offer.accept(by=offer.people().get())
    part.refresh_from_db()
    assert (part.is_offered, part.version) == (False, version)
    stale.text = "Sparad av någon som inte sett svaret"
    stale.save()
    part.refresh_from_db()
    assert not part.is_offered
