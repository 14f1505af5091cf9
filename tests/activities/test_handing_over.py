"""What one person answers for goes to colleagues in one step, and nobody is left to answer alone or for nothing."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from activities.models import Handover, Reminder, Step
from collab import clock
from collab.clock import today
from collab.models import AuditEvent, InboxItem, Membership, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(cast):
    return cast.person("Eva Ek", cast.p, "contact")


def part(cast, activity):
    return activity.commitments.get(party=cast.p)


def hand_over(client, giver, **data):
    return client.post(f"/anvandare/{giver.public_id}/lamna-over/", data)


def test_all_goes_to_one_person_who_is_told_once(cast, eva, as_):
    first, second = cast.activity("Ljus"), cast.activity("Trygg gångväg")
    answer = hand_over(as_(cast.lea), cast.bo, receiver=eva.public_id)
    assert answer.status_code == 302
    assert {part(cast, one).contact for one in (first, second)} == {eva}
    assert InboxItem.objects.filter(recipient=eva, kind="took_over").count() == 1
    assert OutgoingMail.objects.filter(recipient=eva.user).count() == 1
    assert "tog över" not in as_(cast.bo).get("/mitt-arv/").content.decode()


def test_single_commitments_go_to_somebody_else(cast, eva, as_):
    first, second = cast.activity("Ljus"), cast.activity("Trygg gångväg")
    data = {"receiver": eva.public_id, part(cast, second).public_id: cast.lea.public_id}
    hand_over(as_(cast.alva), cast.bo, **data)
    assert part(cast, first).contact == eva
    assert part(cast, second).contact == cast.lea
    assert {one.receiver for one in Handover.objects.all()} == {eva, cast.lea}


def test_whoever_leaves_hands_over_the_own_and_nothing_else(cast, eva, as_):
    one = cast.activity("Ljus")
    hand_over(as_(cast.bo), cast.bo, receiver=eva.public_id)
    assert part(cast, one).contact == eva
    assert hand_over(as_(cast.bo), eva, receiver=cast.bo.public_id).status_code == 403
    assert part(cast, one).contact == eva


def test_it_is_recorded_in_the_activity_and_in_the_log(cast, eva, as_):
    one = cast.activity("Ljus")
    hand_over(as_(cast.lea), cast.bo, receiver=eva.public_id)
    assert AuditEvent.objects.filter(verb="handed_on").count() == 1
    page = as_(cast.alva).get(one.get_absolute_url()).content.decode()
    assert "lät Eva Ek ta över en del av" in page


def test_nobody_chosen_is_said_at_the_field(cast, eva, as_):
    one = cast.activity("Ljus")
    page = hand_over(as_(cast.lea), cast.bo)
    assert page.context["form"].errors["receiver"] == ["Välj vem som tar över åtagandena."]
    assert part(cast, one).contact == cast.bo


def test_nobody_of_another_party_takes_over(cast, eva, as_):
    one = cast.activity("Ljus")
    page = hand_over(as_(cast.lea), cast.bo, receiver=cast.cia.public_id)
    assert "receiver" in page.context["form"].errors
    with pytest.raises(ValidationError):
        Handover.objects.make(giver=cast.bo, receiver=cast.cia, by=cast.lea)
    assert part(cast, one).contact == cast.bo


def test_a_coordinator_hands_over_a_draft_without_being_shown_it(cast, eva, as_):
    hidden = cast.activity("Hemligt utkast", parties=[cast.p], visibility="draft")
    cast.activity("Ljus")
    page = as_(cast.alva).get(f"/anvandare/{cast.bo.public_id}/lamna-over/").content.decode()
    assert "Ljus" in page
    assert "Hemligt utkast" not in page
    hand_over(as_(cast.alva), cast.bo, receiver=eva.public_id)
    assert part(cast, hidden).contact == eva


def test_what_is_closed_stays_with_who_did_it(cast, eva, as_):
    done = part(cast, cast.activity("Ljus"))
    done.report(status="done", by=cast.bo)
    hand_over(as_(cast.lea), cast.bo, receiver=eva.public_id)
    done.refresh_from_db()
    assert done.contact == cast.bo


def test_reminders_that_have_not_gone_go_to_the_new_one(cast, eva):
    row = part(cast, cast.activity("Ljus"))
    waiting = Reminder.objects.create(
        recipient=cast.bo, commitment=row, offset=-3, due_on=row.due_on, slot_on=today()
    )
    told = Reminder.objects.create(
        recipient=cast.bo, commitment=row, offset=-14, due_on=row.due_on, slot_on=today()
    )
    Reminder.objects.filter(pk=told.pk).deliver_to(cast.bo.user_id)
    sent = OutgoingMail.objects.get(recipient=cast.bo.user)
    OutgoingMail.objects.filter(pk=sent.pk).update(sent_at=clock.now())
    Handover.objects.make(giver=cast.bo, receiver=eva, by=cast.lea)
    waiting.refresh_from_db()
    told.refresh_from_db()
    assert (waiting.recipient, waiting.handled_at) == (eva, None)
    assert told.recipient == cast.bo


def test_a_mail_that_was_written_but_not_sent_is_told_to_the_new_one(cast, eva):
    row = part(cast, cast.activity("Ljus"))
    one = Reminder.objects.create(
        recipient=cast.bo, commitment=row, offset=-3, due_on=row.due_on, slot_on=today()
    )
    Reminder.objects.deliver()
    Handover.objects.make(giver=cast.bo, receiver=eva, by=cast.lea)
    one.refresh_from_db()
    assert (one.recipient, one.handled_at) == (eva, None)
    assert not InboxItem.objects.unsent().filter(recipient=cast.bo, kind="reminder").exists()


def test_a_role_ends_and_what_hangs_on_it_goes_in_the_same_step(cast, eva, as_):
    one = cast.activity("Ljus")
    client, path = as_(cast.lea), f"/anvandare/{cast.bo.public_id}/avsluta/"
    refused = client.post(path, {"ends_on": today().isoformat()})
    assert refused.context["form"].errors["receiver"] == ["Välj vem som tar över åtagandena."]
    cast.bo.refresh_from_db()
    assert cast.bo.ends_on is None
    client.post(path, {"ends_on": today().isoformat(), "receiver": eva.public_id})
    cast.bo.refresh_from_db()
    assert cast.bo.ends_on == today()
    assert part(cast, one).contact == eva


def test_whoever_takes_over_the_role_takes_over_the_commitments_too(cast, as_):
    cecil = cast.person("Cecil C", cast.b, "reader")
    one = cast.activity("Ljus", parties=[cast.k, cast.b])
    data = {"ends_on": today().isoformat(), "successor": cecil.pk}
    as_(cast.alva).post(f"/anvandare/{cast.cia.public_id}/avsluta/", data)
    cecil.refresh_from_db()
    assert cecil.role == "contact"
    assert one.commitments.get(party=cast.b).contact == cecil


def test_a_party_keeps_a_lead(cast):
    with pytest.raises(ValidationError, match="utan partsansvarig"):
        cast.lea.end(on=today(), by=cast.alva)
    with pytest.raises(ValidationError, match="utan partsansvarig"):
        cast.lea.change_role("contact", by=cast.alva)
    cast.lea.end(on=today(), successor=cast.bo, by=cast.alva)
    cast.bo.refresh_from_db()
    assert cast.bo.role == "lead"


@pytest.mark.django_db(transaction=True)
def test_two_leads_ending_each_other_at_the_same_time_leave_one(cast):
    other = cast.person("Lo Lind", cast.p, "lead")
    yesterday, both = today() - timedelta(days=1), threading.Barrier(2)
    refused = []

    def end(goes, by):
        goes, by = (Membership.objects.acting().get(pk=one.pk) for one in (goes, by))
        both.wait()
        try:
            goes.end(on=yesterday, by=by)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=pair) for pair in ((cast.lea, other), (other, cast.lea))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Membership.objects.in_force().of(cast.p).filter(role="lead").count() == 1


def test_nobody_takes_over_who_cannot_report_or_has_left(cast, eva):
    one = cast.activity("Ljus")
    reader = cast.person("Rolf Ros", cast.p, "reader")
    Membership.objects.filter(pk=eva.pk).update(ends_on=today() - timedelta(days=1))
    for receiver in (reader, eva, cast.cia):
        with pytest.raises(ValidationError, match="samma part"):
            Handover.objects.make(giver=cast.bo, receiver=receiver, by=cast.alva)
    assert part(cast, one).contact == cast.bo


def test_whoever_takes_over_by_their_own_hand_is_not_told(cast):
    cast.activity("Ljus")
    Handover.objects.make(giver=cast.bo, receiver=cast.lea, by=cast.lea)
    assert not InboxItem.objects.filter(kind="took_over").exists()


def test_the_giver_s_steps_go_along_and_a_colleague_s_stay(cast, eva, as_):
    one = cast.activity("Ljus")
    for text, who in (("Bos", cast.bo), ("Leas", cast.lea), ("Klart", cast.bo)):
        made = Step(commitment=part(cast, one), text=text, due_on=one.due_on, contact=who)
        made.take_on(by=cast.bo)
    made.finish(by=cast.bo)
    # The end has come to lie before the steps.
    one.refresh_from_db()
    one.due_on -= timedelta(days=5)
    one.save()
    hand_over(as_(cast.lea), cast.bo, receiver=eva.public_id)
    owners = dict(Step.objects.values_list("text", "contact"))
    assert owners == {"Bos": eva.pk, "Leas": cast.lea.pk, "Klart": cast.bo.pk}
    assert AuditEvent.objects.filter(verb="step_changed", label="Bos").exists()
