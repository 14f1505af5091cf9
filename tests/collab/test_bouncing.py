"""Mail that comes back: the address is marked, the coordinator learns it in the portal, a sign-in clears it."""

import email
import io
import mailbox
import smtplib
import sys
import uuid

import pytest
from django.core.management import call_command

from activities.reminders import ticking
from collab import bounces
from collab.models import AuditEvent, OutgoingMail
from tests.conftest import PASSWORD

REPORT = """From: MAILER-DAEMON@mx.example.net
To: samsyn@samsyn.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

No such user here.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; bo@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown

--b
Content-Type: {kind}

Message-ID: <{id}@samsyn.example>
Subject: Rapportera T-06

Hej.
--b--
"""


def report(mail, action="failed", status="5.1.1", kind="message/rfc822"):
    return REPORT.format(id=getattr(mail, "message_id", mail), action=action, status=status, kind=kind)


@pytest.fixture
def mail(cast):
    return OutgoingMail.objects.create(key="a", recipient=cast.bo.user, subject="Hej", body="Brödtext")


def is_marked(cast):
    cast.bo.user.refresh_from_db()
    return cast.bo.user.bouncing_since is not None


def refuse(monkeypatch, error):
    class Server:
        def open(self):
            pass

        def close(self):
            pass

        def send_messages(self, messages):
            raise error

    monkeypatch.setattr("collab.models.outbox.get_connection", Server)


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_the_address_that_its_mail_went_to(cast, mail, kind):
    assert bounces.take(email.message_from_string(report(mail, kind=kind))) == {cast.bo.user}
    assert is_marked(cast)
    [event] = AuditEvent.objects.filter(verb="mail_bounced")
    assert (event.subject, event.actor) == (cast.bo, None)


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("relayed", "2.0.0"), ("failed", "4.2.2"), ("delivered", "2.0.0")],
)
def test_a_delay_marks_nobody(cast, mail, action, status):
    bounces.take(email.message_from_string(report(mail, action, status)))
    assert not is_marked(cast)


def test_a_report_about_a_mail_that_is_not_ours_marks_nobody(cast, mail):
    assert bounces.take(email.message_from_string(report(uuid.uuid4()))) == set()
    assert bounces.take(email.message_from_string("Subject: Hej\n\nJag är på semester.")) == set()
    assert not is_marked(cast)


def test_a_server_that_refuses_the_address_for_good_marks_it(cast, mail, monkeypatch):
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({"bo@example.org": (550, b"no such user")}))
    OutgoingMail.objects.send_waiting()
    assert is_marked(cast)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"bo@example.org": (450, b"greylisted")}),
        smtplib.SMTPDataError(554, b"this text looks odd"),
        TimeoutError("hang"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_refusal_for_now_or_of_the_text_marks_nobody(cast, mail, monkeypatch, error):
    refuse(monkeypatch, error)
    OutgoingMail.objects.send_waiting()
    assert not is_marked(cast)


def test_the_coordinator_is_told_once_in_the_portal_and_not_by_mail(cast, mail, mailoutbox, as_):
    bounces.take(email.message_from_string(report(mail)))
    mail.delete()
    ticking.run()
    ticking.run()

    [item] = cast.alva.inbox.all()
    assert item.mail is None
    assert not cast.bo.inbox.exists()
    assert mailoutbox == []
    assert "Mejl når inte Bo Björk, Polisen i Ekby" in as_(cast.alva).get("/inkorg/").content.decode()
    assert as_(cast.alva).post(f"/inkorg/{item.public_id}/").url == f"/anvandare/{cast.bo.public_id}/"


def test_a_neighbours_coordinator_is_not_told(cast, mail):
    cast.neighbour()
    bounces.take(email.message_from_string(report(mail)))
    ticking.run()
    assert not cast.zoe.inbox.filter(kind="bounced").exists()


def test_the_list_of_people_and_the_persons_page_show_it(cast, mail, as_):
    bounces.take(email.message_from_string(report(mail)))
    assert as_(cast.alva).get("/anvandare/").content.decode().count("Mejl kommer i retur") == 1
    page = as_(cast.alva).get(f"/anvandare/{cast.bo.public_id}/").content.decode()
    assert "Mejl till bo@example.org har kommit i retur sedan" in page


def test_a_sign_in_clears_it_and_a_new_return_is_told_again(cast, mail, client):
    cast.bo.user.set_password(PASSWORD)
    cast.bo.user.save()
    bounces.take(email.message_from_string(report(mail)))
    ticking.run()
    client.post("/logga-in/", {"login": "bo@example.org", "password": PASSWORD})
    assert not is_marked(cast)
    assert AuditEvent.objects.filter(verb="mail_arrives", actor=cast.bo).count() == 1

    bounces.take(email.message_from_string(report(mail)))
    ticking.run()
    assert cast.alva.inbox.count() == 2


def test_the_command_reads_a_pipe(cast, mail, monkeypatch, capsys):
    pipe = io.TextIOWrapper(io.BytesIO(report(mail).encode()))
    monkeypatch.setattr(sys, "stdin", pipe)
    call_command("take_bounces")
    assert is_marked(cast)
    assert "1 addresses" in capsys.readouterr().out


def test_the_command_reads_each_mail_of_a_folder_once(cast, mail, tmp_path, capsys):
    folder = mailbox.Maildir(tmp_path / "box", create=True)
    folder.add(report(mail))
    folder.add("Subject: Hej\n\nAnnat.")
    call_command("take_bounces", maildir=str(tmp_path / "box"))
    call_command("take_bounces", maildir=str(tmp_path / "box"))

    assert capsys.readouterr().out.splitlines() == [
        "1 addresses that no mail reaches",
        "0 addresses that no mail reaches",
    ]
    assert {message.get_subdir() for message in mailbox.Maildir(tmp_path / "box")} == {"cur"}


def test_a_coordinator_whose_own_address_is_dead_is_told_by_a_colleague(cast):
    agda = cast.person("Agda Alm", cast.k, "coordinator")
    cast.alva.user.note_bounce()
    bounces.tell_coordinators()
    assert agda.inbox.filter(kind="bounced").count() == 1
    assert not cast.alva.inbox.exists()
