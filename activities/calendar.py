"""A membership's own dates as iCalendar (RFC 5545): its commitments, and the last days to report.

A calendar is read by programs outside the portal and synchronised to phones. So a title is told only of what every
party of the agreement sees anyway; of anything else there is the date and a link that asks for a sign-in.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from collab.clock import now, today

from .models import Activity, Commitment, FollowUpRound, Step

LINE_OCTETS = 75
# What has passed stays a while, so that a phone that was off still shows it.
PAST = timedelta(days=60)
REFRESH = "PT4H"


def calendar_of(membership):
    """The text of the calendar, as the gate lets the membership see it now, in its person's language."""
    with translation.override(membership.user.language or settings.LANGUAGE_CODE):
        title = f"Samsyn, {membership.party.short}"
        lines = [
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//Samsyn//Samsyn//SV"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("NAME", escaped(title)),
            ("X-WR-CALNAME", escaped(title)),
            ("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
            ("X-PUBLISHED-TTL", REFRESH),
            *(line for event in events(membership) for line in event),
            ("END", "VCALENDAR"),
        ]
    return "".join(folded(f"{name}:{value}") for name, value in lines)


def events(membership):
    """The events as lists of (name, value)."""
    rows = Commitment.objects.for_actor(membership).answered_by(membership).open().published()
    for part in rows.with_activity().order_by("due_on", "pk"):
        yield event(part, part.due_on, *told(part), link(part.activity.get_absolute_url()))
    steps = Step.objects.for_actor(membership).of(membership.party).published().in_open_parts()
    for step in steps.undone().answered_by(membership).for_page():
        yield event(step, step.due_on, *told_of_step(step), link(step.get_absolute_url()))
    rounds = FollowUpRound.objects.for_actor(membership).filter(closed_at=None, due_on__gte=today() - PAST)
    for one in rounds.order_by("due_on", "pk"):
        title = _("Last day to report %(round)s") % {"round": one.in_sentence}
        yield event(one, one.due_on, title, "", link(reverse("activities:overview")))


def told(part):
    """(title, description) of a commitment: in words only when every party of the agreement sees the activity."""
    if part.activity.visibility != Activity.Visibility.PARTIES:
        return _("Commitment in Samsyn"), ""
    return str(part.activity), _("Your part: %(text)s") % {"text": part.text}


def told_of_step(step):
    """(title, description) of a step: in words only when every party of the agreement sees the activity."""
    if step.commitment.activity.visibility != Activity.Visibility.PARTIES:
        return _("Step in Samsyn"), ""
    return step.text, str(step.commitment.activity)


def event(row, day, title, description, url):
    """One all-day event; the same row keeps its UID, and a changed one has a higher sequence."""
    text = "\n".join(filter(None, [description, url]))
    return [
        ("BEGIN", "VEVENT"),
        ("UID", f"{row.public_id}@{urlsplit(settings.SITE_URL).hostname}"),
        ("DTSTAMP", f"{now():%Y%m%dT%H%M%SZ}"),
        ("SEQUENCE", str(row.version)),
        ("DTSTART;VALUE=DATE", f"{day:%Y%m%d}"),
        ("DTEND;VALUE=DATE", f"{day + timedelta(days=1):%Y%m%d}"),
        ("SUMMARY", escaped(title)),
        ("DESCRIPTION", escaped(text)),
        ("URL", url),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
    ]


def link(path):
    return f"{settings.SITE_URL}{path}"


def escaped(text):
    """A TEXT value: backslash, semicolon, comma and line breaks escaped, no other control character."""
    text = "\n".join(str(text).splitlines()).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(c for c in text.replace("\n", "\\n") if c.isprintable())


def folded(line):
    """The line with CRLF, broken at 75 octets between characters; what follows begins with a space."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
