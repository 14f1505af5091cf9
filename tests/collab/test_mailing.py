"""Mail: once, by its own Message-ID, in spite of servers that refuse, hang or vanish."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.management import CommandError, call_command

from collab.clock import now
from collab.mail import kept_mails
from collab.models import OutgoingMail
from collab.models.outbox import PATIENCE


def outgoing(cast, key="a", **fields):
    return OutgoingMail.objects.create(
        key=key, recipient=cast.bo.user, subject=f"Hej {key}", body="Brödtext", **fields
    )


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    settings.EMAIL_BACKEND = "collab.mail.FolderBackend"
    return tmp_path


@pytest.fixture
def server(monkeypatch):
    """A mail server that answers what a test tells it to: `server.say[address or subject] = error`."""

    class Server:
        sent, opened, say, is_down = [], 0, {}, None

        def open(self):
            self.opened += 1
            if self.is_down:
                raise self.is_down

        def close(self):
            pass

        def send_messages(self, messages):
            for message in messages:
                if error := self.say.get(message.subject):
                    raise error
                self.sent.append(message)

    server = Server()
    server.sent, server.say = [], {}
    monkeypatch.setattr("collab.models.outbox.get_connection", lambda: server)
    return server


def test_a_message_keeps_its_id_so_that_a_repeated_delivery_is_the_same_file(cast, folder):
    outgoing(cast)
    OutgoingMail.objects.send_waiting()
    # As after a crash between the sending and the note of it.
    OutgoingMail.objects.update(sent_at=None)
    OutgoingMail.objects.send_waiting()

    [kept] = kept_mails()
    assert (kept.subject, kept.to, kept.text.strip()) == ("Hej a", "bo@example.org", "Brödtext")


def test_many_mails_go_over_one_connection(cast, server):
    for n in range(120):
        outgoing(cast, str(n))
    assert OutgoingMail.objects.send_waiting() == 120
    assert (len(server.sent), server.opened) == (120, 1)


def test_nothing_waiting_opens_no_connection(cast, server):
    OutgoingMail.objects.send_waiting()
    assert server.opened == 0


@pytest.mark.parametrize(
    "refusal",
    [
        smtplib.SMTPRecipientsRefused({"bo@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(451, b"try later"),
        ValueError("a template went wrong"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_refused_mail_holds_up_no_other(cast, server, refusal):
    server.say["Hej 0"] = refusal
    for n in range(3):
        outgoing(cast, str(n))
    OutgoingMail.objects.send_waiting()

    assert [m.subject for m in server.sent] == ["Hej 1", "Hej 2"]
    waiting = OutgoingMail.objects.unsent().get()
    assert waiting.attempts == 1
    assert waiting.next_attempt_at > now()
    assert "example.org" not in waiting.error


def test_a_lost_connection_ends_the_round_and_the_next_begins_with_another_mail(cast, server):
    server.say["Hej 0"] = TimeoutError("hang")
    for n in range(3):
        outgoing(cast, str(n))
    assert OutgoingMail.objects.send_waiting() == 0
    assert OutgoingMail.objects.send_waiting() == 2


def test_a_server_that_is_down_costs_no_mail_an_attempt(cast, server):
    outgoing(cast)
    server.is_down = ConnectionRefusedError()
    OutgoingMail.objects.send_waiting()
    assert OutgoingMail.objects.get().attempts == 0

    server.is_down = None
    assert OutgoingMail.objects.send_waiting() == 1


def test_after_the_last_attempt_a_mail_is_a_dead_letter_until_somebody_tries_again(cast, server):
    outgoing(cast)
    server.say["Hej a"] = smtplib.SMTPDataError(550, b"no")
    with time_machine.travel(now(), tick=False) as traveller:
        for minutes in (*PATIENCE, 0):
            OutgoingMail.objects.send_waiting()
            traveller.shift(timedelta(minutes=minutes))
        assert OutgoingMail.objects.dead().count() == 1
        assert OutgoingMail.objects.get().error == "SMTPDataError 550"
        traveller.shift(timedelta(days=30))
        assert OutgoingMail.objects.send_waiting() == 0

        server.say.clear()
        assert OutgoingMail.objects.dead().retry() == 1
        assert OutgoingMail.objects.send_waiting() == 1


def test_a_mail_goes_to_one_person_and_says_that_a_machine_wrote_it(cast):
    outgoing(cast)
    OutgoingMail.objects.send_waiting()
    [message] = django_mail.outbox
    assert message.recipients() == ["bo@example.org"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_outbox_is_read_by_whoever_tries_the_demo(cast, folder, as_, settings):
    settings.DEMO = True
    outgoing(cast, html="<!doctype html><title>Hej</title><p style='color:red'>Hej")
    OutgoingMail.objects.send_waiting()
    [kept] = kept_mails()

    assert "Hej a" in as_(None).get("/utkorg/").content.decode()
    assert "Brödtext" in as_(None).get(f"/utkorg/{kept.name}/").content.decode()
    page = as_(None).get(f"/utkorg/{kept.name}/html/")
    assert "style-src 'unsafe-inline'" in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    settings.DEMO = False
    assert "Hej a" not in as_(None).get("/utkorg/").content.decode()


def test_a_tick_by_hand_is_refused_where_people_are_real(db, settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError):
        call_command("run_tick")
