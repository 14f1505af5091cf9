"""What two people do at the same instant: guesses are all counted, and a party is not emptied from two sides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from collab.clock import today
from collab.models import LoginAttempt, Membership

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; returns what they returned or raised."""
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_many_guesses_at_once_only_the_allowed_number_is_looked_at():
    guess = lambda: LoginAttempt.objects.allow("password:x", limit=4, period=timedelta(minutes=15))  # noqa: E731
    assert at_once(*[guess] * 20).count(True) == 4


def test_two_who_end_the_last_two_contacts_do_not_both_succeed(cast):
    ends = [
        lambda pk=pk, by=by: Membership.objects.get(pk=pk).end(on=today(), by=by)
        for pk, by in ((cast.bo.pk, cast.alva), (cast.lea.pk, cast.alva))
    ]
    answers = at_once(*ends)
    assert len([a for a in answers if isinstance(a, ValidationError)]) == 1
    assert Membership.objects.of(cast.p).filter(ends_on=None).count() == 1
