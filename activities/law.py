"""The two clocks of 6 §, counted from what the actor sees in the portal: the picture and the follow-up."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.law import LegalClock
from collab.dates import day_full
from lagesbild.models import ImportBatch

from .models import FollowUpRound


def legal_clocks(actor):
    """The picture, renewed by the newest released delivery; the follow-up, done by the round that closed last."""
    return [picture_clock(actor), follow_up_clock(actor)]


def picture_clock(actor):
    delivery = ImportBatch.objects.for_actor(actor).last_release()
    day = delivery and timezone.localdate(delivery.released_at)
    words = _("No figures have been released to the parties.")
    if delivery:
        facts = {"date": day_full(day), "party": delivery.party.short}
        words = _("Figures from %(party)s were released on %(date)s.") % facts
    return LegalClock(_("Renew the situational picture"), day, words, reverse("lagesbild:picture"))


def follow_up_clock(actor):
    one_round = FollowUpRound.objects.for_actor(actor).last_closed()
    day = one_round and timezone.localdate(one_round.closed_at)
    words = _("No follow-up round has been closed.")
    url = reverse("activities:follow_up")
    if one_round:
        url = one_round.get_absolute_url()
        words = _("%(round)s was closed on %(date)s.") % {"round": one_round.name, "date": day_full(day)}
    return LegalClock(_("Follow up the joint measures"), day, words, url)
