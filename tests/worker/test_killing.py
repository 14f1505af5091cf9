"""A real worker is killed in the middle of its work, again and again: nobody is forgotten, nobody is told twice."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

from activities.models import Activity, Commitment, Reminder
from activities.reminders.mail_links import MailLink
from collab import mail
from collab.access import regrant
from collab.celery import app
from collab.models import InboxItem, Membership, OutgoingMail, User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker")]

DAY = date(2027, 3, 16)
AT = datetime(2027, 3, 16, 7, tzinfo=ZoneInfo("Europe/Stockholm")).isoformat()
# How far from the day a date lies, and the slot that waits then.
SLOTS = {14: -14, 3: -3, 0: 0, -1: 1, -7: 7}
QUEUE = f"killing-{os.getpid()}"


class Worker:
    """A Celery worker on the test's database, in a process group of its own."""

    def __init__(self, folder, *, url="", queue=QUEUE):
        command = (
            "-m celery -A collab worker --concurrency 2 --loglevel ERROR --without-gossip --without-mingle"
        )
        self.process = subprocess.Popen(
            [sys.executable, *command.split(), "-Q", queue, "-n", f"{QUEUE}-{time.monotonic_ns()}@here"],
            env={**os.environ, "DATABASE_URL": url or database_url(), "MAIL_DIR": str(folder)},
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )

    def children(self):
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()] if path.exists() else []

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self):
        for pid in self.children()[:1]:
            os.kill(pid, signal.SIGKILL)


def database_url():
    """The test's own database, as the role that serves the portal where there is one."""
    url = os.environ["DATABASE_URL"]
    if os.environ.get("DATABASE_APP_URL") and "grant_app_role" in get_commands():
        call_command("grant_app_role", settings.DATABASE_APP_ROLE)
        url = os.environ["DATABASE_APP_URL"]
    return urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def fill(cast, people, each):
    """People who are contacts, and `each` parts per person, one of them for every kind of slot and some for none."""
    users = User.objects.bulk_create(
        User(email=f"p{n}@example.org", name=f"Person {n}", password="!") for n in range(people)
    )
    contacts = Membership.objects.bulk_create(
        Membership(user=user, party=cast.p, role="contact", starts_on=date(2026, 1, 1)) for user in users
    )
    distances = list(SLOTS)
    activities = Activity.objects.bulk_create(
        Activity(
            title=f"Sak {n}",
            code=f"T-{n:05}",
            priority_area=cast.safe,
            due_on=DAY + timedelta(days=distances[n % len(distances)]),
            drafted_by=cast.p,
        )
        for n in range(people * each)
    )
    commitments = Commitment.objects.bulk_create(
        Commitment(
            activity=activity,
            party=cast.p,
            text="Gör sin del",
            contact=contacts[n % people],
            due_on=activity.due_on,
            is_lead=True,
        )
        for n, activity in enumerate(activities)
    )
    regrant(Activity, activities)
    return commitments


def expected(commitments):
    """What each person is to be told, reckoned without the code under test."""
    return sorted((c.contact_id, c.pk, f"{c.due_on}{SLOTS[(c.due_on - DAY).days]:+}") for c in commitments)


def progress():
    return (
        Reminder.objects.count(),
        Reminder.objects.waiting().count(),
        OutgoingMail.objects.exclude(sent_at=None).count(),
    )


def is_done(wanted):
    written, waiting, sent = progress()
    return written == wanted and not waiting and sent and not OutgoingMail.objects.unsent().exists()


def wait_for(happened, seconds):
    deadline = time.monotonic() + seconds
    while not (seen := happened()) and time.monotonic() < deadline:
        time.sleep(0.005)
    return seen


def beat():
    """Two beats at once."""
    for _ in range(2):
        app.send_task("activities.tasks.tick", kwargs={"at": AT}, queue=QUEUE)


@pytest.mark.parametrize(
    ("people", "each", "kills", "longest"),
    [
        pytest.param(30, 10, 4, 0.1, id="small"),
        pytest.param(200, 10, 20, 0.4, id="full", marks=pytest.mark.full),
    ],
)
def test_a_worker_killed_at_random_moments_loses_and_doubles_nothing(
    cast, tmp_path, people, each, kills, longest
):
    commitments = fill(cast, people, each)
    chance = random.Random()
    killed_at = []
    for n in range(kills):
        worker = Worker(tmp_path)
        beat()
        before = progress()
        wait_for(lambda before=before: progress() != before, 10 if killed_at[-1:] != ["done"] else 3)
        time.sleep(chance.uniform(0, longest))
        if n % 4 == 3:
            worker.kill_child()
            time.sleep(chance.uniform(0, longest))
        worker.kill()
        killed_at.append("done" if is_done(len(commitments)) else progress())
    worker = Worker(tmp_path)
    try:
        wait_for(lambda: (beat(), wait_for(lambda: is_done(len(commitments)), 5))[1], 120)
    finally:
        worker.kill()

    # (written, waiting, sent) at each kill: shown when the test fails, or with -rP.
    sys.stdout.write(f"killed at {killed_at}\n")
    assert len([moment for moment in killed_at if moment != "done"]) >= kills // 2
    items = sorted(InboxItem.objects.values_list("recipient", "subject_id", "slot"))
    assert items == expected(commitments)
    assert_the_folder_holds_each_once(tmp_path, commitments)


def assert_the_folder_holds_each_once(folder, commitments):
    wanted = {}
    for c in Commitment.objects.filter(pk__in=[c.pk for c in commitments]).select_related("contact__user"):
        wanted.setdefault(c.contact.user.email, []).append(c.public_id)
    letters = [mail.read_back(path) for path in folder.glob("*.eml")]
    assert sorted(letter.to for letter in letters) == sorted(wanted)
    for letter in letters:
        links = re.findall(r"/svar/([^/\s]+)/", letter.text)
        assert sorted(MailLink.read(token).commitment for token in links) == sorted(wanted[letter.to])
