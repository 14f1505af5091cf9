"""A party leaves an agreement on a day: from the next request its people meet none of it, and nothing is mailed."""

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from activities.models import (
    Activity,
    ActivityDocument,
    CalendarFeed,
    Departure,
    FollowUpRound,
    Reminder,
    SavedView,
)
from activities.reminders import ticking
from activities.reminders.mail_links import MailLink
from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf
from agreements.models import AgreementDocument
from collab import clock
from collab.clock import today
from collab.documents.examining import examine
from collab.models import AuditEvent, InboxItem, OutgoingMail
from collab.notify import tell
from tests.collab.documents.files import pdf

YESTERDAY = timedelta(days=1)


@pytest.fixture
def world(cast, settings, tmp_path):
    """Polisen owns a part of an activity and sees another; its people have been told of both."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    cast.shared = cast.activity("Ljus på gångvägen", parties=[cast.k, cast.p, cast.b])
    cast.seen = cast.activity("Trygga trappor", parties=[cast.k, cast.b])
    cast.part = cast.shared.commitments.get(party=cast.p)
    cast.document = ActivityDocument.attach(examine("plan.pdf", pdf()), row=cast.shared, by=cast.alva)
    return cast


def leave(cast, last_on=None, fates=None):
    return Departure.objects.make(
        cast.agreement,
        cast.p,
        by=cast.alva,
        last_on=last_on or today() - YESTERDAY,
        lesson="Polisen går till en annan överenskommelse.",
        fates=fates or {},
    )


def test_the_pages_are_gone(world, as_):
    pages = [
        world.shared.get_absolute_url(),
        world.seen.get_absolute_url(),
        world.agreement.get_absolute_url(),
        world.part.get_report_url(),
        reverse("activities:subject", args=[world.safe.public_id]),
    ]
    client = as_(world.bo)
    assert {client.get(page).status_code for page in pages} == {200}
    leave(world)
    assert {client.get(page).status_code for page in pages} == {404}


def test_the_search_and_the_lists_find_nothing(world, as_):
    client = as_(world.bo)
    # A hit is marked, so that its words stand apart.
    assert "gångvägen" in client.get("/sok/?q=ljus").content.decode()
    leave(world)
    for page in ("/sok/?q=ljus", "/aktiviteter/", "/", "/uppfoljning/", "/avtal/", "/mitt-arv/"):
        text = client.get(page).content.decode()
        assert "gångvägen" not in text
        assert "Trygga trappor" not in text


def test_the_files_are_gone(world, as_):
    client = as_(world.bo)
    assert client.get(world.document.get_file_url()).status_code == 200
    leave(world)
    for page in (world.document.get_file_url(), world.document.get_absolute_url()):
        assert client.get(page).status_code == 404


def test_an_old_link_in_a_mail_opens_nothing(world, client):
    link = MailLink(world.part.public_id, world.bo.public_id, "", world.part.due_on, today())
    assert client.get(link.get_absolute_url()).status_code == 200
    leave(world)
    answer = client.get(link.get_absolute_url())
    assert answer.status_code == 410
    assert "Ljus" not in answer.content.decode()
    assert client.post(link.get_absolute_url(), {"status": "done"}).status_code == 410


def test_a_half_filled_form_comes_to_nothing(world, as_):
    client = as_(world.bo)
    address = world.part.get_report_url()
    client.get(address)
    leave(world)
    assert client.post(address, {"status": "done", "text": "Klart"}).status_code == 404
    comment = reverse("activities:comment", args=[world.shared.public_id])
    assert client.post(comment, {"text": "Hej"}).status_code == 404
    plan = {"title": "Nytt", "priority_area": world.safe.public_id, "due_on": today()}
    client.post(reverse("activities:create"), plan)
    assert not world.safe.activities.filter(title="Nytt").exists()


def test_nothing_of_it_is_mailed_that_was_waiting(world, mailoutbox):
    tell([world.bo], "planned", world.shared)
    tell([world.lea], "reported", world.part, slot="x")
    assert InboxItem.objects.for_digest().filter(recipient=world.lea).exists()
    leave(world)
    assert not InboxItem.objects.filter(recipient__party=world.p, kind__in=["planned", "reported"]).exists()
    OutgoingMail.objects.send_waiting()
    assert [mail for mail in mailoutbox if {*mail.to} & {world.bo.user.email, world.lea.user.email}] == []


def test_a_half_filled_signature_or_change_of_a_part_comes_to_nothing(world, as_):
    signing, editing = (
        world.agreement.get_sign_url(),
        reverse("activities:edit_commitment", args=[world.part.public_id]),
    )
    assert as_(world.lea).get(signing).status_code == 200
    assert as_(world.bo).get(editing).status_code == 200
    leave(world)
    signed = {
        "party": world.p.public_id,
        "how": "portal",
        "name": "Lea",
        "title": "Chef",
        "signed_on": today(),
    }
    assert as_(world.lea).post(signing, {**signed, "text": world.agreement.text_mark}).status_code == 404
    assert not world.agreement.signatures.exists()
    changed = {"text": "Något annat", "due_on": today(), "version": world.part.version}
    assert as_(world.bo).post(editing, changed).status_code == 404
    world.part.refresh_from_db()
    assert world.part.text == "Delen för P"


def test_the_files_of_the_agreement_and_its_frozen_report_are_gone(world, as_):
    document = AgreementDocument.attach(examine("avtal.pdf", pdf()), row=world.agreement, by=world.alva)
    frozen = freeze(world.agreement, by=world.alva)
    set_pdf(frozen.pk)
    pages = [document.get_file_url(), reverse("activities:snapshot_file", args=[frozen.public_id, "pdf"])]
    client = as_(world.bo)
    assert [client.get(page).status_code for page in pages] == [200, 200]
    leave(world)
    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_the_digest_of_the_next_morning_tells_nothing_of_it(world, mailoutbox):
    own = world.shared.commitments.get(party=world.b)
    own.report(status="off_track", text="Kabeln dröjer.", by=world.cia)
    mornings = {item.digest_on for item in InboxItem.objects.for_digest().filter(recipient=world.bo)}
    assert mornings
    leave(world)
    for morning in sorted(mornings):
        ticking.run(datetime.combine(morning, time(7, 1), timezone.get_current_timezone()).isoformat())
    letters = [mail for mail in mailoutbox if {*mail.to} & {world.bo.user.email, world.lea.user.email}]
    assert letters == []
    # The others are told as ever.
    assert [mail for mail in mailoutbox if mail.to == [world.alva.user.email]]


def test_a_mail_that_was_written_before_and_is_sent_after_the_last_day_is_not_sent(world, mailoutbox):
    leave(world, last_on=today())
    tell([world.bo], "planned", world.shared)
    tomorrow = timezone.localtime(clock.now()) + timedelta(days=1)
    with clock.at(tomorrow):
        # Nothing has been settled yet: the gate alone stands between the letter and the party.
        OutgoingMail.objects.send_waiting()
    assert [mail for mail in mailoutbox if world.bo.user.email in mail.to] == []


def test_a_round_that_opens_later_asks_the_party_for_nothing(world, mailoutbox):
    leave(world)
    opened = FollowUpRound(
        agreement=world.agreement,
        name="T3",
        starts_on=today(),
        ends_on=today() + timedelta(days=9),
        opens_on=today(),
        due_on=today() + timedelta(days=9),
    )
    opened.open(by=world.alva)
    ticking.run((timezone.localtime(clock.now()) + timedelta(minutes=1)).isoformat())
    told = InboxItem.objects.filter(kind="opened").values_list("recipient__party__code", flat=True)
    assert world.p.code not in set(told)
    assert [mail for mail in mailoutbox if {*mail.to} & {world.bo.user.email, world.lea.user.email}] == []


def test_no_reminder_comes_later(world, mailoutbox):
    leave(world)
    seven = datetime.combine(world.part.due_on - timedelta(days=14), time(8), timezone.get_current_timezone())
    ticking.run(seven.isoformat())
    for days in range(1, 20):
        ticking.run((seven + timedelta(days=days)).isoformat())
    told = {address for mail in mailoutbox for address in mail.to}
    assert world.alva.user.email in told
    assert not told & {world.bo.user.email, world.lea.user.email}


def test_a_reminder_that_was_written_but_not_sent_is_gone(world, mailoutbox):
    day = world.part.due_on - timedelta(days=14)
    with clock.at(datetime.combine(day, time(8), timezone.get_current_timezone())):
        Reminder.objects.write_due()
        leave(world, last_on=day - YESTERDAY)
        assert not Reminder.objects.filter(recipient=world.bo, handled_at=None).exists()
        Reminder.objects.deliver()
        assert not InboxItem.objects.filter(recipient=world.bo, kind="reminder").exists()


def test_the_calendar_the_export_the_inbox_and_the_saved_views_tell_nothing(world, as_):
    _feed, token = CalendarFeed.make(by=world.bo)
    SavedView.objects.keep(name="Ljusen", query="q=ljus", by=world.bo)
    tell([world.bo], "planned", world.shared, mail=False)
    client = as_(world.bo)
    address = reverse("activities:calendar_feed", args=[token])
    assert "Ljus" in client.get(address).content.decode()
    leave(world)
    assert "Ljus på gångvägen" not in client.get(address).content.decode()
    assert "Ljus på gångvägen" not in client.get("/inkorg/").content.decode()
    assert "Ljus på gångvägen" not in client.get("/aktiviteter/?q=ljus").content.decode()
    for name in ("export", "export_commitments"):
        file = client.get(reverse(f"activities:{name}", args=["xlsx"]))
        book = load_workbook(BytesIO(b"".join(file.streaming_content)))
        cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
        assert not any("Ljus på gångvägen" in cell for cell in cells)


def test_until_its_last_day_the_party_works_as_before(world, as_):
    leave(world, last_on=today())
    assert as_(world.bo).get(world.shared.get_absolute_url()).status_code == 200
    world.part.refresh_from_db()
    assert world.part.status == "not_started"

    tomorrow = timezone.localtime(clock.now()) + timedelta(days=1)
    ticking.run(tomorrow.isoformat())
    world.part.refresh_from_db()
    assert world.part.status == "stopped"
    with clock.at(tomorrow):
        assert not type(world.shared).objects.for_actor(world.bo).filter(pk=world.shared.pk).exists()


def test_each_part_gets_the_fate_that_was_chosen(world):
    one, two, three = [world.activity(title, parties=[world.k, world.p]) for title in ("Ett", "Två", "Tre")]
    parts = {activity: activity.commitments.get(party=world.p) for activity in (one, two, three)}
    fates = {
        parts[one]: ("taken_over", world.b),
        parts[two]: ("ended", None),
        parts[three]: ("reconsidered", None),
    }
    leave(world, fates=fates)

    for part in parts.values():
        part.refresh_from_db()
    assert [part.status for part in parts.values()] == ["cancelled", "cancelled", "stopped"]
    taken = one.commitments.get(party=world.b)
    assert (taken.text, taken.due_on, taken.is_offered) == (parts[one].text, parts[one].due_on, True)
    said = [part.reports.get() for part in parts.values()]
    assert [report.cause for report in said] == ["party", "party", ""]
    assert said[1].lesson == "Polisen går till en annan överenskommelse."
    assert "besluta vem" in said[2].needs
    # A part for which nothing was chosen is not forgotten.
    world.part.refresh_from_db()
    assert world.part.status == "stopped"
    event = AuditEvent.objects.about(one).filter(verb="part_taken_over").get()
    assert event.data == {"party": world.p.short, "to": world.b.short}


def test_what_it_coordinated_is_coordinated_by_who_takes_over(world):
    own = world.activity("Eget", parties=[world.p, world.k])
    part = own.commitments.get(party=world.p)
    leave(world, fates={part: ("taken_over", world.b)})
    assert own.commitments.get(is_lead=True).party == world.b

    other = world.activity("Annat", parties=[world.b, world.k])
    Departure.objects.make(
        world.agreement, world.b, by=world.alva, last_on=today() - YESTERDAY, lesson="Bolaget säljs."
    )
    assert other.commitments.get(is_lead=True).party == world.k


def test_its_offers_are_gone(world):
    made = world.activity("Erbjuden", parties=[world.k])
    made.take_in(world.p, text="Er del", due_on=made.due_on, by=world.alva)
    offer = made.offers.get(party=world.p)
    leave(world)
    offer.refresh_from_db()
    assert offer.answer == "withdrawn"


def test_the_party_that_coordinates_all_cannot_leave(world):
    with pytest.raises(ValidationError):
        Departure.objects.make(world.agreement, world.k, by=world.alva, last_on=today())


def test_the_coordinator_chooses_for_all_at_once_on_the_page(world, as_):
    address = reverse("activities:leave", args=[world.agreement.public_id])
    client = as_(world.alva)
    assert f"?party={world.p.public_id}" in client.get(address).content.decode()
    sent = {"last_on": today() - YESTERDAY, "lesson": "Slutar.", "all_fates": f"to:{world.b.public_id}"}
    sent[world.part.public_id] = "ended"
    other = world.activity("Mer", parties=[world.k, world.p])
    sent[other.commitments.get(party=world.p).public_id] = "reconsidered"
    page = client.get(f"{address}?party={world.p.public_id}").content.decode()
    assert "Tas över av Ekby Bostads AB" in page
    client.post(f"{address}?party={world.p.public_id}", sent)
    assert other.commitments.filter(party=world.b).exists()
    assert as_(world.bo).get(other.get_absolute_url()).status_code == 404


def test_leaving_the_declaration_is_leaving_what_lies_under_it(world, as_):
    address = reverse("activities:leave_declaration", args=[world.declaration.public_id])
    sent = {"last_on": today() - YESTERDAY, "lesson": "Slutar.", world.part.public_id: "ended"}
    as_(world.alva).post(f"{address}?party={world.p.public_id}", sent)
    client = as_(world.bo)
    for row in (world.declaration, world.agreement, world.shared):
        assert client.get(row.get_absolute_url()).status_code == 404


def test_the_grants_equal_the_facts_afterwards(world):
    world.activity("Hemlig", parties=[world.k, world.p], visibility="owners")
    leave(world)
    for row in [*world.safe.activities.all(), *world.shared.commitments.all(), world.agreement]:
        assert row.regrant() == 0


def test_who_joins_sees_from_its_day(world, as_):
    world.agreement.admit(world.r, by=world.alva, on=today() + YESTERDAY)
    client = as_(world.omar)
    assert client.get(world.shared.get_absolute_url()).status_code == 404
    world.agreement.admit(world.r, by=world.alva, on=today())
    assert client.get(world.shared.get_absolute_url()).status_code == 200


def test_a_party_that_is_let_in_again_before_its_last_day_keeps_its_parts(world):
    leave(world, last_on=today())
    world.agreement.admit(world.p, by=world.alva)
    ticking.run((timezone.localtime(clock.now()) + timedelta(days=1)).isoformat())
    world.part.refresh_from_db()
    assert world.part.status == "not_started"


def test_a_part_that_is_taken_over_is_taken_over_by_another_party(world):
    for taker in (None, world.p):
        with pytest.raises(ValidationError, match="Välj vem"):
            leave(world, fates={world.part: ("taken_over", taker)})
    assert not Departure.objects.exists()


def test_its_proposals_wait_no_more(world):
    draft = Activity.objects.plan(
        priority_area=world.safe,
        title="Vårt förslag",
        visibility="draft",
        parts=[{"party": world.p, "text": "Vår del"}],
        by=world.bo,
    )
    proposal = draft.propose(by=world.bo)
    leave(world)
    assert not type(proposal).objects.waiting().exists()
