"""The nightly sweep: what no request can ask for any more is forgotten, and nothing else."""

import uuid
from datetime import timedelta

import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from collab.clock import now
from collab.models import LoginAttempt, Submission
from collab.tasks import sweep


def test_the_night_forgets_ended_sessions_old_counters_and_old_forms(cast):
    before = now() - timedelta(days=31)
    with time_machine.travel(before, tick=False):
        Client().force_login(cast.bo.user)
        LoginAttempt.objects.allow("network:x", limit=5, period=timedelta(hours=1))
        Submission.objects.first_time(uuid.uuid4(), user=cast.bo.user)
    Client().force_login(cast.lea.user)
    LoginAttempt.objects.allow("network:y", limit=5, period=timedelta(hours=1))
    kept, _ = Submission.objects.first_time(uuid.uuid4(), user=cast.lea.user)

    sweep()

    [session] = Session.objects.all()
    assert session.get_decoded()["_auth_user_id"] == str(cast.lea.user.pk)
    assert LoginAttempt.objects.get().key == "network:y"
    assert Submission.objects.get() == kept
