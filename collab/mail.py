"""What a mail says, and mail kept as files for the demo and the tests.

A mail is composed when it is sent, in the person's language, of items the person may still see then.
"""

import email
import email.policy
import os
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation

from .clock import today
from .letters import Letter

# How the key of a mail begins that gathers what a person was told.
DIGEST = "digest:"


def compose(mail, items):
    """The message of an outgoing mail, or None when none of its items may be told any more."""
    if mail.subject:
        return message(mail, mail.subject, mail.body, mail.html)
    if not items:
        return None
    first = items[0]
    package, kind = first.subject_type.app_label, first.kind
    if mail.key.startswith(DIGEST) or not found(f"{package}/mail/{kind}.txt"):
        # Also what comes at once of kinds that have no letter of their own.
        package, kind = "collab", "digest"
    context = {
        "items": items,
        "person": mail.recipient,
        "collaboration": first.recipient.party.collaboration,
        "site_url": settings.SITE_URL,
        "today": today(),
        "is_demo": settings.DEMO,
        # What the templates of a mail work out once, for the text and the HTML alike.
        "memo": {},
    }
    with translation.override(mail.recipient.language or settings.LANGUAGE_CODE):
        text = found(f"{package}/mail/{kind}.txt").template
        subject, _, body = text.render(Context(context, autoescape=False)).strip().partition("\n")
        return message(mail, subject.strip(), body.strip(), html(package, kind, context))


def html(package, kind, context):
    """The same in HTML, for kinds that have it."""
    template = found(f"{package}/mail/{kind}.html")
    return template.render(context) if template else ""


@cache
def found(name):
    """A template, or None; looked for once, since Django looks again for what is missing."""
    try:
        return get_template(name)
    except TemplateDoesNotExist:
        return None


def message(mail, subject, body, html):
    """One message to one person; its Message-ID is the mail's own, through every attempt."""
    headers = {
        "Message-ID": f"<{mail.message_id}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    letter = Letter(subject, body, to=[mail.recipient.email], headers=headers)
    if html:
        letter.attach_alternative(html, "text/html")
    return letter


class FolderBackend(BaseEmailBackend):
    """Writes each message to MAIL_DIR under its Message-ID; the same message again is the same file."""

    def send_messages(self, messages):
        """Write the messages; returns how many are kept (a repeat counts, as it would at a mail server)."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            content = message.message()
            name = re.sub(r"[^A-Za-z0-9.@-]", "", str(content["Message-ID"])) + ".eml"
            draft = folder / f".{uuid.uuid4()}"
            draft.write_bytes(content.as_bytes())
            try:
                # link() fails when the name exists: a repeated delivery leaves the first file as it was.
                os.link(draft, folder / name)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return len(messages)


@dataclass
class KeptMail:
    """A mail read back from the folder."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str
    html: str


def kept_mails(limit=200):
    """The mails in the folder, the newest first; at most `limit`."""
    paths = Path(settings.MAIL_DIR).glob("*.eml") if settings.MAIL_DIR else []
    newest = sorted(paths, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [read_back(path) for path in newest[:limit]]


def kept_mail(name):
    """The mail of that name in the folder, or None."""
    paths = Path(settings.MAIL_DIR).glob("*.eml") if settings.MAIL_DIR else []
    # Looked up among the names that are there: an address can name no other file.
    return next((read_back(path) for path in paths if path.stem == name), None)


def read_back(path):
    content = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text, html = content.get_body(["plain"]), content.get_body(["html"])
    return KeptMail(
        name=path.stem,
        to=str(content["To"]),
        subject=str(content["Subject"]),
        # Django writes "-0000", which Python reads as a time without a zone.
        at=parsedate_to_datetime(content["Date"]).replace(tzinfo=UTC),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )
