"""What people are told about, topic by topic, and at which pace each topic comes by mail."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .clock import now
from .working_days import DAY, working_days

DIGEST_AT = time(7)
WEEK = timedelta(days=7)


class Pace(models.TextChoices):
    """How soon what is told in the inbox also comes by mail."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In a digest each morning")
    WEEKLY = "weekly", _("In a digest each Monday")
    NEVER = "never", _("In the inbox only")


@dataclass(frozen=True)
class Topic:
    """Kinds of notices that a person decides about together."""

    key: str
    label: str
    about: str
    kinds: tuple
    pace: str
    # What a party owes: somebody of the party gets it by mail, whatever its people choose.
    is_duty: bool = False


# In the order in which a digest tells them.
TOPICS = (
    Topic(
        "reminders",
        _("Reminders"),
        _("What your party is to report, and what is late."),
        ("reminder", "nudged", "offer_reminder", "delivery_due"),
        Pace.AT_ONCE,
        is_duty=True,
    ),
    Topic(
        "work",
        _("New work"),
        _("Your party gets or is offered a part, an offer or proposal is answered, you take something over."),
        (
            *("planned", "promised", "took_over", "reported_for", "delivery_ordered"),
            *("offered", "offer_answered", "offer_decided", "proposed", "proposal_answered"),
        ),
        Pace.AT_ONCE,
    ),
    Topic(
        "awaited",
        _("What you wait for"),
        _("A part that yours waits for is delayed, or done."),
        ("awaited_slipped", "awaited_done"),
        Pace.AT_ONCE,
    ),
    Topic(
        "rounds",
        _("Follow-up rounds"),
        _("A round opens, or opens again."),
        ("opened", "reopened"),
        Pace.AT_ONCE,
    ),
    Topic(
        "meetings",
        _("Meetings"),
        _("A council or group where you have a seat is called to a meeting, or a meeting is moved."),
        ("meeting_called", "meeting_moved"),
        Pace.DAILY,
    ),
    Topic(
        "news",
        _("What the parties report"),
        _("Reports and set statuses in what your party takes part in."),
        ("reported", "judged", "lapsed", "goes_on", "offer_taken", "delivery_released"),
        Pace.DAILY,
    ),
    Topic(
        "talk",
        _("Comments"),
        _("Somebody mentions you, or comments in what your party takes part in."),
        ("mentioned", "commented"),
        Pace.DAILY,
    ),
    Topic(
        "frozen",
        _("Follow-up reports"),
        _("A report that you froze is there as a PDF, or one that you may read is published."),
        ("report_frozen", "report_published"),
        Pace.DAILY,
    ),
    Topic(
        "imports",
        _("Imports"),
        _("A large file that you left to the portal is read, imported, or could not be."),
        ("import_read", "import_done", "import_failed", "import_errors"),
        Pace.NEVER,
    ),
    Topic(
        "addresses",
        _("Addresses that mail does not reach"),
        _("For those who look after a party's people."),
        ("bounced",),
        Pace.DAILY,
    ),
)
BY_KIND = {kind: topic for topic in TOPICS for kind in topic.kinds}
BY_KEY = {topic.key: topic for topic in TOPICS}


def is_digest_time():
    """Whether digests go now: a working day, from seven in the morning, by the local clock."""
    local = timezone.localtime(now())
    return local.time() >= DIGEST_AT and local.date() in working_days()


def digest_day(pace, *, is_morning=False) -> date | None:
    """The morning whose digest carries what is told now at a pace; None for what no digest carries.

    What comes with the morning itself, as reminders do, still goes into the digest of the day.
    """
    if pace not in (Pace.DAILY, Pace.WEEKLY):
        return None
    local = timezone.localtime(now())
    is_early = is_morning or local.time() < DIGEST_AT
    day = local.date() if is_early else local.date() + DAY
    if pace == Pace.WEEKLY:
        day += timedelta(days=-day.weekday() % WEEK.days)
    return working_days().on_or_after(day)
