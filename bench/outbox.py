"""Mail: a hundred thousand through the outbox, against a bare SMTP loop and against one task per mail."""

import os
import smtplib
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager

from celery import shared_task
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import get_connection
from django.db import connection, transaction
from django.test.utils import override_settings

from activities.models import Activity, Commitment
from collab.mail import compose
from collab.models import InboxItem, OutgoingMail

from .sink import sink

MAILS = 100_000
# Of a loop whose every mail costs the same, a part says the cost; of the tasks a smaller one, since they are slow.
SAMPLE, TASKS = 1_000, 500
TURNS = 20
QUEUE = f"bench-{os.getpid()}"
KEY = "bench:"


@shared_task
def send_alone(mail, database):
    """One task per mail, as one would write it: claim it, ask the gate, open a connection, send, note it."""
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database
    with transaction.atomic():
        rows = OutgoingMail.objects.unsent().select_for_update(of=("self",), skip_locked=True)
        one = rows.select_related("recipient").filter(pk=mail).first()
        if one:
            items = InboxItem.objects.filter(mail=one).order_by("pk").seen_by_recipients()
            one.attempt(items, get_connection())
            OutgoingMail.objects.keep([one])


def fill(n):
    """Write `n` mails, each with a report that was told to the contact of the same activity; none has gone."""
    clear()
    kind = ContentType.objects.get_for_model(Activity)
    rows = Commitment.objects.exclude(contact=None).order_by("pk").select_related("contact")[:n]
    for part in in_parts(list(rows), 5_000):
        mails = OutgoingMail.objects.bulk_create(
            OutgoingMail(key=f"{KEY}{row.pk}", recipient_id=row.contact.user_id) for row in part
        )
        InboxItem.objects.bulk_create(
            InboxItem(
                recipient_id=row.contact_id,
                kind="planned",
                subject_type=kind,
                subject_id=row.activity_id,
                slot=KEY,
                mail=mail,
            )
            for row, mail in zip(part, mails, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE collab_outgoingmail, collab_inboxitem")
    return len(rows)


def clear():
    """Leave nobody's inbox full of what was only measured: the next part counts what is unread there."""
    InboxItem.objects.filter(slot__startswith=KEY).delete()
    OutgoingMail.objects.filter(key__startswith=KEY).delete()


def in_parts(rows, size):
    return (rows[start : start + size] for start in range(0, len(rows), size))


def rendered(n):
    """(sender, address, bytes) of the first `n` mails, as the outbox sends them."""
    mails = list(OutgoingMail.objects.waiting().select_related("recipient")[:n])
    items = {item.mail_id: item for item in InboxItem.objects.filter(mail__in=mails).seen_by_recipients()}
    letters = [compose(mail, [items[mail.pk]]) for mail in mails]
    return [(letter.from_email, letter.to, letter.content()) for letter in letters]


def bare(letters, server):
    """Seconds per mail of a loop that does nothing but send, over one connection."""
    began = time.perf_counter()
    for sender, to, content in letters:
        server.sendmail(sender, to, content)
    return (time.perf_counter() - began) / len(letters)


def through_outbox(n, server):
    """(seconds per mail, mails) of about `n` of those that wait, batch by batch as a tick sends them."""
    began, sent = time.perf_counter(), 0
    while sent < n and (batch := OutgoingMail.objects.send_batch(server)):
        sent += sum(mail.sent_at is not None for mail in batch)
    return (time.perf_counter() - began) / max(sent, 1), sent


@contextmanager
def worker(port):
    """A Celery worker of its own queue that sends to the sink."""
    command = "-m celery -A collab worker --concurrency 2 --loglevel ERROR --without-gossip --without-mingle"
    process = subprocess.Popen(
        [sys.executable, *command.split(), "-I", "bench.outbox", "-Q", QUEUE, "-n", f"{QUEUE}@here"],
        env={**os.environ, "BENCH_MAIL_PORT": str(port)},
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def by_tasks(n, port):
    """Seconds per mail when each has a task of its own: from the first one queued to the last one sent."""
    waiting = list(OutgoingMail.objects.waiting().values_list("pk", flat=True)[: n + 1])
    database = connection.settings_dict["NAME"]
    with worker(port):
        # The first one waits until the worker has started.
        send_alone.apply_async([waiting[0], database], queue=QUEUE)
        until_sent(waiting[:1])
        began = time.perf_counter()
        for pk in waiting[1:]:
            send_alone.apply_async([pk, database], queue=QUEUE)
        until_sent(waiting[1:])
        return (time.perf_counter() - began) / n


def until_sent(mails, patience=120):
    ends = time.monotonic() + patience
    while OutgoingMail.objects.unsent().filter(pk__in=mails).exists():
        if time.monotonic() > ends:
            raise TimeoutError("the worker sends nothing")
        time.sleep(0.02)


def measure(report):
    n = fill(MAILS)
    smtp = {"EMAIL_BACKEND": "collab.smtp.GroupingBackend", "EMAIL_HOST": "127.0.0.1"}
    with sink() as port, override_settings(**smtp, EMAIL_PORT=port):
        letters = rendered(min(n, SAMPLE))
        alone = by_tasks(TASKS, port)
        loops, outboxes, total = in_turns(n - TASKS - 1, letters, port)
    loop, outbox = statistics.median(loops), statistics.median(outboxes)
    report.fact("mails through the outbox", f"{total:,}")
    speeds = f"{1 / loop:,.0f}, {1 / outbox:,.0f}, {1 / alone:,.0f}"
    report.fact("mails a second: bare loop, outbox, one task each", speeds)
    report.ratio("a mail through the outbox / in a bare SMTP loop", outbox, loop, 4)
    report.ratio("15 mails through the outbox / one by a task of its own", 15 * outbox, alone, 1)
    clear()


def in_turns(n, letters, port):
    """Costs of a mail in the loop and in the outbox, in turns, so that a busy moment hits both; and how many went."""
    loops, outboxes, total = [], [], 0
    server = get_connection()
    server.open()
    with smtplib.SMTP("127.0.0.1", port) as bare_server:
        bare_server.ehlo()
        while total < n:
            loops.append(bare(letters, bare_server))
            cost, sent = through_outbox(max(n // TURNS, 1), server)
            if not sent:
                break
            outboxes.append(cost)
            total += sent
    server.close()
    return loops, outboxes, total
