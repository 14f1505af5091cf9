"""Telling people, once: an item in the inbox, and a mail at the pace the person chose."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from .models import InboxItem, NoticeChoice, OutgoingMail
from .notices import Pace, digest_day


@transaction.atomic
def tell(memberships, kind, subject, *, slot="", **data):
    """Tell each membership about a row, once per slot; returns the new items.

    Call it in the verb's transaction. The kind names the templates (see InboxItem) and has its topic in
    `collab.notices`; `data` holds facts of the moment as plain JSON, never a text about the row. A person with two
    memberships gets two items and one mail.
    """
    subject_type = ContentType.objects.get_for_model(subject)
    key = f"{subject_type.app_label}.{subject_type.model}:{subject.pk}:{kind}:{slot}"
    told = []
    for membership, pace in NoticeChoice.objects.paces(list(memberships), kind).items():
        item, is_new = InboxItem.objects.get_or_create(
            recipient=membership,
            kind=kind,
            subject_type=subject_type,
            subject_id=subject.pk,
            slot=slot,
            defaults={"data": data, "digest_on": digest_day(pace)},
        )
        if is_new and pace == Pace.AT_ONCE:
            recipient = membership.user_id
            item.mail, _ = OutgoingMail.objects.get_or_create(
                key=f"{key}:{recipient}", defaults={"recipient_id": recipient}
            )
            item.save(update_fields=["mail"])
        if is_new:
            told.append(item)
    return told
