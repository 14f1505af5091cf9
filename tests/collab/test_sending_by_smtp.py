"""Handing letters to a real mail server on loopback, which answers as a test tells it to."""

import email
import email.policy
import smtplib
import socketserver
import threading
from collections import Counter

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import BadHeaderError

from collab.letters import Letter
from collab.models import OutgoingMail


class Conversation(socketserver.StreamRequestHandler):
    """One client. `server.say` answers by the beginning of a command, or by "text" when a mail has come."""

    def handle(self):
        self.answer("220 here")
        while line := self.rfile.readline():
            command = line.decode().strip()
            self.server.commands.append(command)
            if command.startswith("ehlo"):
                self.answer(
                    "\r\n".join([f"250-{one}" for one in ("here", *self.server.extensions)] + ["250 END"])
                )
            elif command.upper() == "QUIT":
                self.answer("221 bye")
                return
            elif self.answer(self.said(command)) == "354":
                self.take_text()

    def said(self, command):
        told = {key: answer for key, answer in self.server.say.items() if command.startswith(key)}
        return next(iter(told.values()), "354 go on" if command.upper() == "DATA" else "250 ok")

    def take_text(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        answer = self.server.say.get("text", "250 kept") if lines else "554 no recipient"
        if answer.startswith("250"):
            self.server.kept.append(b"".join(lines))
        self.answer(answer)

    def answer(self, text):
        self.wfile.write(f"{text}\r\n".encode())
        return text[:3]


@pytest.fixture(
    params=[["PIPELINING", "SIZE 100000", "8BITMIME"], []],
    ids=["in groups", "one by one"],
)
def server(request, settings):
    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = allow_reuse_address = True
        commands, kept, say, extensions = [], [], {}, request.param

    with Server(("127.0.0.1", 0), Conversation) as server:
        server.commands, server.kept, server.say = [], [], {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "collab.smtp.GroupingBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()


def letter(subject="Hej", body="Brödtext", html="", to="bo@example.org"):
    made = Letter(subject, body, to=[to], headers={"Message-ID": "<a-1@example.org>"})
    if html:
        made.attach_alternative(html, "text/html")
    return made


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


TEXTS = {
    "short": "Hej.\n\nNågra ord på svenska.\n",
    "dots": ".\n..\n.början\nslut.",
    "other line ends": "En\r\nTvå\rTre\n",
    "long line": "ord " * 400,
    "no end": "Utan slut",
}


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("html", ["", "<!doctype html>\n<p>Hej å ä ö\n.\n</p>"], ids=["text", "html"])
def test_a_letter_arrives_as_django_would_have_written_it(server, body, html):
    subject = "Er part har fått ett delåtagande i en åtgärd som löper över flera år: Ekby"
    sent = letter(subject, body, html)
    get_connection().send_messages([sent])
    djangos = EmailMultiAlternatives(subject, body, to=sent.to, headers=sent.extra_headers)
    if html:
        djangos.attach_alternative(html, "text/html")
    expected = read(djangos.message().as_bytes(linesep="\r\n"))

    [kept] = [read(content) for content in server.kept]
    assert kept.defects == []
    # Django folds a long subject behind a space.
    assert kept["Subject"].strip() == subject
    for name in ("From", "To", "Message-ID", "MIME-Version"):
        assert kept[name] == expected[name]
    assert kept["Date"].datetime
    assert kept.get_content_type() == expected.get_content_type()
    for kind in ("plain", "html") if html else ("plain",):
        mine, theirs = kept.get_body([kind]), expected.get_body([kind])
        assert mine.get_content().splitlines() == theirs.get_content().splitlines()
    assert all(len(line) <= 998 for content in server.kept for line in content.split(b"\r\n"))
    assert b"\n" not in server.kept[0].replace(b"\r\n", b"")


def test_several_letters_go_over_one_connection(server):
    connection = get_connection()
    connection.open()
    connection.send_messages([letter(f"Hej {n}") for n in range(5)])
    connection.close()

    assert [read(content)["Subject"] for content in server.kept] == [f"Hej {n}" for n in range(5)]
    assert Counter(c.split()[0].lower() for c in server.commands)["ehlo"] == 1
    # Which of the two ways the letters went shows in how the commands are written.
    assert ("MAIL FROM" in server.commands[1]) == bool(server.extensions)


REFUSALS = {
    "sender": ({"MAIL": "553 not you", "mail": "553 not you"}, smtplib.SMTPSenderRefused, 553),
    "recipient": ({"RCPT TO:<bo": "550 who", "rcpt TO:<bo": "550 who"}, smtplib.SMTPRecipientsRefused, None),
    "data": ({"DATA": "451 later", "data": "451 later"}, smtplib.SMTPDataError, 451),
    "text": ({"text": "554 spam"}, smtplib.SMTPDataError, 554),
}


@pytest.mark.parametrize(("say", "error", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_smtplibs_own_error_and_the_next_letter_goes(server, say, error, code):
    connection = get_connection()
    connection.open()
    server.say |= say
    with pytest.raises(error) as refused:
        connection.send_messages([letter()])
    if code:
        assert refused.value.smtp_code == code
    else:
        assert refused.value.recipients["bo@example.org"][0] == 550
    assert server.kept == []
    # What the group left begun is taken back before the next.
    assert "rset" in server.commands or not server.extensions

    server.say.clear()
    connection.send_messages([letter("Nästa", to="cia@example.org")])
    connection.close()
    assert [read(content)["To"] for content in server.kept] == ["cia@example.org"]


def test_a_recipient_refused_for_good_is_noted_at_the_person(server, cast):
    for key in ("bo", "cia"):
        who = getattr(cast, key).user
        OutgoingMail.objects.create(key=key, recipient=who, subject="Hej", body="Brödtext")
    server.say |= {"RCPT TO:<bo": "550 who", "rcpt TO:<bo": "550 who"}
    assert OutgoingMail.objects.send_waiting() == 1

    cast.bo.user.refresh_from_db()
    assert cast.bo.user.bouncing_since
    assert [read(content)["To"] for content in server.kept] == ["cia@example.org"]


def test_a_server_that_closes_down_loses_no_mail(server, cast):
    for n in range(3):
        OutgoingMail.objects.create(key=str(n), recipient=cast.bo.user, subject=f"Hej {n}", body="Brödtext")
    server.say["text"] = "421 closing"
    assert OutgoingMail.objects.send_waiting() == 0
    server.say.clear()
    OutgoingMail.objects.unsent().retry()
    OutgoingMail.objects.update(next_attempt_at="2020-01-01T00:00Z")
    assert OutgoingMail.objects.send_waiting() == 3
    assert len(server.kept) == 3


@pytest.mark.parametrize("subject", ["Hej\nBcc: all@example.org", "Hej\rBcc: all@example.org"])
def test_a_subject_with_a_line_break_is_refused(subject):
    with pytest.raises(BadHeaderError):
        letter(subject).content()


def test_a_long_message_id_is_left_as_it_is():
    made = Letter("Hej", "Hej", to=["bo@example.org"], headers={"Message-ID": f"<{'a' * 120}@example.org>"})
    assert f"Message-ID: <{'a' * 120}@example.org>\r\n".encode() in made.content()
