"""Choosing how one is told: per topic, and never so that a party misses what it owes."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import get_template

from collab.models import AuditEvent, NoticeChoice
from collab.notices import BY_KIND, TOPICS, Pace

PAGE = "/profil/besked/"
PACKAGES = ("collab", "agreements", "lagesbild", "activities")


def choices(**changed):
    return {topic.key: topic.pace.value for topic in TOPICS} | changed


def test_the_page_shows_what_holds_and_keeps_what_is_chosen(cast, as_):
    browser = as_(cast.bo)
    assert "Det andra" in browser.get(PAGE).text or "parterna rapporterar" in browser.get(PAGE).text
    assert browser.post(PAGE, choices(news="weekly")).status_code == 302
    assert list(NoticeChoice.objects.values_list("user", "topic", "pace")) == [
        (cast.bo.user_id, "news", "weekly")
    ]
    assert 'value="weekly" selected' in browser.get(PAGE).text
    assert AuditEvent.objects.filter(verb="notices_chosen").count() == 1


def test_what_is_overdue_cannot_be_off_for_everyone(cast, as_):
    browser = as_(cast.bo)
    assert browser.post(PAGE, choices(reminders="never")).status_code == 302
    answer = as_(cast.lea).post(PAGE, choices(reminders="never", news="never"))
    assert "Ingen annan hos Polisen i Ekby" in answer.text
    assert not NoticeChoice.objects.filter(user=cast.lea.user).exists()


def test_when_the_others_have_gone_the_last_one_is_told_by_mail_after_all(cast):
    NoticeChoice.objects.choose(cast.bo.user, {"reminders": Pace.NEVER}, by=cast.bo)
    assert NoticeChoice.objects.paces([cast.bo], "reminder") == {cast.bo: Pace.NEVER}
    cast.lea.delete()
    assert NoticeChoice.objects.paces([cast.bo], "reminder") == {cast.bo: Pace.AT_ONCE}


def test_a_reader_is_nobody_who_gets_what_a_party_owes(cast):
    cast.lea.role = "reader"
    cast.lea.save()
    with pytest.raises(ValidationError):
        NoticeChoice.objects.choose(cast.bo.user, {"reminders": Pace.NEVER}, by=cast.bo)


def test_a_made_up_pace_is_refused_and_nothing_is_kept(cast, as_):
    assert as_(cast.bo).post(PAGE, choices(news="yearly")).status_code == 200
    assert not NoticeChoice.objects.exists()


@pytest.mark.parametrize("kind", BY_KIND)
def test_every_kind_can_be_told_in_the_inbox_and_in_a_digest(kind):
    packages = {"bounced": "collab", "delivery": "lagesbild", "import": "lagesbild", "meeting": "agreements"}
    package = packages.get(kind.partition("_")[0], "activities")
    for name in (f"{package}/inbox/{kind}.html", f"{package}/digest/{kind}.txt"):
        assert get_template(name)


def test_every_kind_that_is_told_has_a_topic():
    told = set()
    for path in (path for app in PACKAGES for path in (settings.BASE_DIR / app).rglob("*.py")):
        told |= set(
            re.findall(r"""(?<!\w)tell(?:_\w+)?\([^\n]*?"(\w+)", (?=[a-z_]+[,)=])""", path.read_text())
        )
    assert told - set(BY_KIND) == set()
    assert {"planned", "reported", "judged"} <= told
