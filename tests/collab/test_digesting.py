"""The digest: one mail a morning, of what its reader may see when it goes, and of nothing twice."""

import email
import email.policy
import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from activities.reminders import ticking
from collab import clock
from collab.models import InboxItem, Membership, NoticeChoice, OutgoingMail, Party
from collab.notices import Pace

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# A Tuesday with working days on both sides.
DAY = date(2027, 3, 16)


@pytest.fixture(autouse=True)
def _mail_folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    settings.EMAIL_BACKEND = "collab.mail.FolderBackend"


def instant(day, hour=7, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)


def tick(day, hour=7, minute=0):
    return ticking.run(instant(day, hour, minute).isoformat())


def letters(settings):
    """(address, subject, text) of every mail in the folder."""
    found = []
    for path in sorted(settings.MAIL_DIR.glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = mail.get_body(["plain"]).get_content()
        found.append((str(mail["To"]), str(mail["Subject"]), body))
    return found


def report(cast, activity, party, by, day=DAY, hour=12, **told):
    with clock.at(instant(day, hour)):
        part = activity.commitments.get(party=party)
        part.report(**{"status": "on_track", "text": "Igång.", **told}, by=by)


@pytest.fixture
def shared(cast):
    """An activity of the municipality and the police, far from any reminder."""
    return cast.activity(due_on=date(2027, 12, 1))


def test_what_others_reported_comes_the_next_morning_in_one_mail(cast, shared, settings):
    other = cast.activity("Grannsamverkan", due_on=date(2027, 12, 1))
    report(cast, shared, cast.p, cast.bo)
    report(cast, other, cast.p, cast.bo)
    assert tick(DAY, 18)["sent"] == 0

    assert tick(DAY + timedelta(days=1), 6, 59)["digests"] == 0
    assert tick(DAY + timedelta(days=1))["digests"] == 1

    [(to, subject, text)] = letters(settings)
    assert (to, subject) == ("alva@example.org", "Sammanfattning: 2 saker att veta")
    assert "Ljus på vägen\n- Polisen i Ekby har rapporterat: Enligt plan." in text
    assert "Grannsamverkan" in text
    assert f"/aktiviteter/{shared.public_id}/" in text


def test_it_goes_once_however_often_it_ticks(cast, shared, settings):
    report(cast, shared, cast.p, cast.bo)
    for minute in range(5):
        tick(DAY + timedelta(days=1), 7, minute)
    assert len(letters(settings)) == 1


def test_what_was_read_in_the_inbox_is_left_out(cast, shared, settings):
    report(cast, shared, cast.p, cast.bo)
    InboxItem.objects.get().read()
    assert tick(DAY + timedelta(days=1))["digests"] == 0
    assert letters(settings) == []


def test_what_comes_after_the_digest_of_the_morning_waits_for_the_next(cast, shared, settings):
    report(cast, shared, cast.p, cast.bo)
    tick(DAY + timedelta(days=1))
    report(cast, shared, cast.p, cast.bo, DAY + timedelta(days=1), status="off_track", needs="Hjälp")
    assert tick(DAY + timedelta(days=1), 15)["digests"] == 0
    assert tick(DAY + timedelta(days=2))["digests"] == 1
    assert len(letters(settings)) == 2


def test_it_rests_on_weekends_and_in_the_weeks_of_rest(cast, shared, settings):
    settings.REMINDERS_REST_IN_WEEKS = range(27, 32)
    report(cast, shared, cast.p, cast.bo, date(2027, 7, 2))
    assert [tick(date(2027, 7, day))["digests"] for day in (3, 5, 30)] == [0, 0, 0]
    assert tick(date(2027, 8, 9))["digests"] == 1


def test_a_weekly_digest_comes_on_monday_or_the_working_day_after_it(cast, shared, settings):
    NoticeChoice.objects.choose(cast.alva.user, {"news": Pace.WEEKLY}, by=cast.alva)
    # 29 March is Easter Monday.
    report(cast, shared, cast.p, cast.bo, date(2027, 3, 23))
    assert [tick(date(2027, 3, day))["digests"] for day in (24, 25, 29)] == [0, 0, 0]
    assert tick(date(2027, 3, 30))["digests"] == 1


def test_at_once_and_never_are_what_they_say(cast, shared, settings):
    cast.person("Agda Alm", cast.k, "coordinator")
    NoticeChoice.objects.choose(cast.alva.user, {"news": Pace.AT_ONCE}, by=cast.alva)
    report(cast, shared, cast.p, cast.bo)
    assert tick(DAY, 13)["sent"] == 1
    assert letters(settings)[0][:2] == ("alva@example.org", str(shared))
    NoticeChoice.objects.choose(cast.alva.user, {"news": Pace.NEVER}, by=cast.alva)
    report(cast, shared, cast.p, cast.bo, hour=14, status="off_track", needs="Hjälp")
    assert tick(DAY + timedelta(days=1))["sent"] == 0
    assert cast.alva.inbox.count() == 2


def test_a_reminder_can_come_in_the_digest_of_the_same_morning(cast, settings):
    cast.activity(parties=[cast.p], due_on=DAY)
    NoticeChoice.objects.choose(cast.bo.user, {"reminders": Pace.DAILY}, by=cast.bo)
    assert tick(DAY) == {"reminders": 1, "offers": 0, "mails": 0, "digests": 1, "dropped": 0, "sent": 1}
    [(to, _subject, text)] = letters(settings)
    assert to == "bo@example.org"
    assert "PÅMINNELSER" in text
    assert "Sista dag är" in text


def test_a_settled_reminder_is_dropped_from_a_digest_that_has_not_gone(cast, settings):
    activity = cast.activity(parties=[cast.p], due_on=DAY)
    NoticeChoice.objects.choose(cast.bo.user, {"reminders": Pace.WEEKLY}, by=cast.bo)
    tick(DAY)
    report(cast, activity, cast.p, cast.bo, status="done")
    done = [tick(DAY + timedelta(days=n)) for n in range(1, 14)]
    assert sum(each["sent"] for each in done) == 0
    assert letters(settings) == []


def test_a_changed_mind_takes_what_waits_along(cast, shared, settings):
    report(cast, shared, cast.p, cast.bo)
    with clock.at(instant(DAY, 13)):
        NoticeChoice.objects.choose(cast.alva.user, {"news": Pace.NEVER}, by=cast.alva)
    assert tick(DAY + timedelta(days=1))["digests"] == 0


PARTIES, PEOPLE, EVENTS = 6, 2, 300


class Town:
    """Six parties with two people each, and activities that all, some or two of them own."""

    def __init__(self, cast):
        extra = [cast.party(code, f"Part {code}", Party.Kind.STATE_AUTHORITY) for code in ("U", "V")]
        # Rut only reads, and the outsider takes part in nothing but the collaboration.
        self.parties = [cast.k, cast.p, cast.b, cast.r, *extra]
        for party in (cast.r, *extra):
            cast.agreement.parts.create(party=party)
        cast.agreement.regrant()
        kept = Membership.objects.filter(party__in=self.parties)
        kept.exclude(role__in=("coordinator", "contact", "lead")).delete()
        self.people = {}
        for n, party in enumerate(self.parties):
            held = list(kept.filter(party=party))
            for i in range(PEOPLE - len(held)):
                role = "lead" if i else "contact"
                held.append(cast.person(f"Person{n}{i} Ek", party, role))
            self.people[party] = held[:PEOPLE]
        self.activities = []
        for n in range(20):
            owners = [self.parties[n % 6], self.parties[(n + 1 + n // 6) % 6], self.parties[(n + 3) % 6]]
            visibility = "owners" if n % 3 == 0 else "parties"
            name = f"Sluten sak {n:02}" if n % 3 == 0 else f"Öppen sak {n:02}"
            owners = list(dict.fromkeys(owners))
            made = cast.activity(name, parties=owners, visibility=visibility, due_on=date(2027, 12, 1))
            for part in made.commitments.all():
                part.contact = self.people[part.party][n % PEOPLE]
                part.save()
            self.activities.append((made, owners))

    def happen(self, cast):
        """300 reports within a day; returns what each person is to be told, by address."""
        expected = {person.user.email: set() for held in self.people.values() for person in held}
        statuses, n = ("on_track", "off_track", "stopped"), 0
        while n < EVENTS:
            for made, owners in self.activities:
                for party in owners:
                    if n == EVENTS:
                        return expected
                    part = made.commitments.get(party=party)
                    status = next(one for one in statuses[n % 3 :] + statuses[: n % 3] if one != part.status)
                    with clock.at(instant(DAY, 8) + timedelta(minutes=n)):
                        part.report(status=status, text="Så här går det.", needs="Mer tid", by=part.contact)
                    for other in made.commitments.exclude(pk=part.pk):
                        expected[other.contact.user.email].add(made.title)
                    n += 1
        return expected


@pytest.fixture
def town(cast):
    return Town(cast)


def named(text, town):
    return {made.title for made, _owners in town.activities if made.title in text}


def test_twelve_recipients_and_three_hundred_events_make_twelve_mails(cast, town, settings):
    expected = town.happen(cast)
    told = InboxItem.objects.filter(kind="reported").count()
    result = tick(DAY + timedelta(days=1))

    found = {to: text for to, _subject, text in letters(settings)}
    assert len(expected) == result["digests"] == result["sent"] == len(letters(settings)) == 12
    assert set(found) == set(expected)
    assert told > EVENTS
    for address, text in found.items():
        assert named(text, town) == {title for title in expected[address] if title.startswith("Öppen")}
        # What not all parties see is told without its name.
        hidden = {title for title in expected[address] if title.startswith("Sluten")}
        assert text.count("En aktivitet som inte alla parter ser") == len(hidden)


def test_what_was_hidden_between_building_and_sending_is_not_told(cast, town, settings):
    town.happen(cast)
    with clock.at(instant(DAY + timedelta(days=1))):
        assert OutgoingMail.objects.write_digests() == 12
        gone = next(
            (made, owners) for made, owners in town.activities if made.title.startswith("Öppen sak 01")
        )
        leaving = gone[1][1]
        part = gone[0].commitments.get(party=leaving)
        part.reports.all().delete()
        gone[0].share("owners", by=gone[0].commitments.get(is_lead=True).contact)
        part.withdraw(by=cast.alva)
        OutgoingMail.objects.send_waiting()

    found = {to: text for to, _subject, text in letters(settings)}
    assert len(found) == 12
    for person in town.people[leaving]:
        assert "Öppen sak 01" not in found[person.user.email]
        seen = InboxItem.objects.for_actor(person)
        assert not [item for item in seen if item.subject.activity == gone[0]]
        assert gone[0].public_id not in found[person.user.email]


def test_a_person_who_may_see_nothing_any_more_gets_no_mail(cast, shared, settings):
    report(cast, shared, cast.p, cast.bo)
    with clock.at(instant(DAY + timedelta(days=1))):
        assert OutgoingMail.objects.write_digests() == 1
        shared.grants.all().delete()
        assert OutgoingMail.objects.send_waiting() == 0
    assert letters(settings) == []


@pytest.mark.django_db(transaction=True)
def test_ticks_at_the_same_time_write_one_digest(cast, shared, settings):
    cast.person("Agda Alm", cast.k, "coordinator")
    for n in range(10):
        other = cast.activity(f"Sak {n}", due_on=date(2027, 12, 1))
        report(cast, other, cast.p, cast.bo)
    start = threading.Barrier(4)

    def one():
        start.wait()
        try:
            tick(DAY + timedelta(days=1))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [(_to, subject, _text)] = letters(settings)
    assert subject == "Sammanfattning: 10 saker att veta"
    assert InboxItem.objects.filter(mail__sent_at=None).count() == 0
