"""What an agreement's predecessor left to be reconsidered, and where it is decided about, as an actor sees it."""

from agreements.models import CollaborationAgreement

from .models import Activity, ActivityFate


def left_to(agreement, actor):
    """The fates that the agreement's page decides about, in the order of the one before."""
    seen = Activity.objects.for_actor(actor)
    waiting = ActivityFate.objects.filter(succession__successor=agreement, activity__in=seen).awaiting()
    return list(waiting.in_order())


def decided_in(activity, actor):
    """The agreement on whose page it is decided whether the activity goes on; None when nothing is to be decided."""
    waiting = activity.fates.awaiting().values("succession__successor")
    return CollaborationAgreement.objects.for_actor(actor).filter(pk__in=waiting).first()
