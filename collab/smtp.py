"""Handing letters to a mail server: two round trips each where the server takes commands in groups (RFC 2920)."""

import re
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail.backends.smtp import EmailBackend

from .letters import Letter, in_address

OK, GO_ON, SHUTTING_DOWN = 250, 354, 421
AS_ACCEPTED = (OK, 251)
DOT = re.compile(rb"^\.", re.MULTILINE)


class GroupingBackend(EmailBackend):
    """Django's backend, but for letters to a server that takes groups; each refusal is smtplib's own error."""

    def _send(self, message):
        self.connection.ehlo_or_helo_if_needed()
        if not isinstance(message, Letter) or not self.connection.has_extn("pipelining"):
            return super()._send(message)
        sender, to = in_address(message.from_email), in_address(message.to[0])
        hand_over(self.connection, sender, to, message.content())
        return True


def hand_over(server, sender, to, content):
    """Send one message to one recipient, or raise what smtplib would."""
    size = f" size={len(content)}" if server.has_extn("size") else ""
    group = f"MAIL FROM:{bracketed(sender)}{size}\r\nRCPT TO:{bracketed(to)}\r\nDATA\r\n"
    server.send(group)
    mail, rcpt, data = server.getreply(), server.getreply(), server.getreply()
    refused = refusal(sender, to, mail, rcpt, data)
    if data[0] == GO_ON:
        # A server may wait for a text although it took no recipient; it gets an empty one, for nobody.
        server.send(b".\r\n" if refused else ready(content))
        kept = server.getreply()
        refused = refused or (None if kept[0] == OK else SMTPDataError(*kept))
        data = kept
    if refused is None:
        return
    if SHUTTING_DOWN in (mail[0], rcpt[0], data[0]):
        server.close()
    else:
        server.rset()
    raise refused


def refusal(sender, to, mail, rcpt, data):
    """The first refusal among the answers to a group, as an error; None when there is none."""
    if mail[0] != OK:
        return SMTPSenderRefused(*mail, sender)
    if rcpt[0] not in AS_ACCEPTED:
        return SMTPRecipientsRefused({to: rcpt})
    return None if data[0] == GO_ON else SMTPDataError(*data)


def bracketed(address):
    """Only the address of what may be a name with an address, as a command says it."""
    return address[address.rindex("<") :] if address.endswith(">") else f"<{address}>"


def ready(content):
    """The text as it travels: no line of its own is a single dot, and one ends it."""
    end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
    return DOT.sub(b"..", content) + end
