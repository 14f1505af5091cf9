"""Mail that comes back: which of our mails a delivery report (RFC 3464) is about, and who is told of it."""

import re
import uuid
from email.parser import HeaderParser

from django.db import transaction
from django.urls import reverse

from .models import Membership, OutgoingMail
from .notify import tell

KIND = "bounced"
OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@transaction.atomic
def take(message):
    """Mark the addresses that a report says our mails never reach; returns whose they are."""
    mails = OutgoingMail.objects.filter(message_id__in=returned(message)).select_related("recipient")
    people = {mail.recipient for mail in mails}
    for person in people:
        person.note_bounce()
    return people


def returned(message):
    """The ids of our mails that a report says will never arrive; none of a delay or of anything else.

    Only whoever got or carried a mail knows its id, so a made-up report marks nobody.
    """
    parts = list(message.walk())
    blocks = [block for part in parts_of(parts, "message/delivery-status") for block in part.get_payload()]
    if not any(is_final(block) for block in blocks):
        return set()
    headers = [message["In-Reply-To"], *(block["Original-Envelope-Id"] for block in blocks)]
    headers += [part.get_payload(0)["Message-ID"] for part in parts_of(parts, "message/rfc822")]
    returned_heads = parts_of(parts, "text/rfc822-headers")
    headers += [HeaderParser().parsestr(part.get_payload())["Message-ID"] for part in returned_heads]
    return {uuid.UUID(found) for header in headers if header for found in OUR_ID.findall(str(header))}


def parts_of(parts, kind):
    return [part for part in parts if part.get_content_type() == kind]


def is_final(block):
    """Whether the part about one recipient says that the mail failed for good."""
    failed = str(block.get("Action", "")).strip().lower() == "failed"
    return failed and str(block.get("Status", "")).strip().startswith("5.")


def tell_coordinators():
    """Tell every coordinator, in the portal, whose address is dead; once for each time it died."""
    dead = Membership.objects.acting().filter(user__bouncing_since__isnull=False)
    one_each = ("user_id", "party__collaboration_id")
    dead = dead.order_by(*one_each, "pk").distinct(*one_each)
    for membership in dead:
        coordinators = Membership.objects.coordinating().exclude(user=membership.user_id)
        tell(
            coordinators.filter(party__collaboration=membership.party.collaboration_id),
            KIND,
            membership,
            slot=membership.user.bouncing_since.isoformat(),
            url=reverse("collab:membership", args=[membership.public_id]),
        )
