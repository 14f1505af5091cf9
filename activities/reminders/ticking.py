"""One tick: write what is due, tell it, send what waits. Any number of ticks may run at once, be cut off or missed."""

from contextlib import nullcontext
from datetime import datetime

from django.utils import timezone

from activities.models import Departure, Dependency, FollowUpRound, OfferReminder, Reminder, Succession
from collab import bounces, clock
from collab.models import OutgoingMail
from lagesbild.models import Delivery

from .slots import is_open_for_sending


def run(at=None):
    """Do one tick, as if it were the ISO instant `at` when one is given; returns what it did, in numbers."""
    with clock.at(instant(at)) if at else nullcontext():
        Departure.objects.settle()
        Succession.objects.settle()
        if is_open_for_sending():
            FollowUpRound.objects.announce()
            Dependency.objects.tell_passed()
            Delivery.objects.remind()
        bounces.tell_coordinators()
        return {
            "reminders": Reminder.objects.write_due(),
            "offers": OfferReminder.objects.remind(),
            "mails": Reminder.objects.deliver(),
            "digests": OutgoingMail.objects.write_digests(),
            "dropped": Reminder.objects.drop_settled(),
            "sent": OutgoingMail.objects.send_waiting(),
        }


def instant(text):
    """An ISO instant; the portal's time zone when it names none."""
    moment = datetime.fromisoformat(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
