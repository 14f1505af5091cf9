"""Getting in: a code to a known address or a password; the same words for every address; a limited number of tries."""

import re

import pytest
from django.core import mail

from collab.models import LoginAttempt

pytestmark = pytest.mark.django_db
PASSWORD = "en lång mening att minnas"


@pytest.fixture(autouse=True)
def _mail_at_once(settings):
    from collab.celery import app

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def ask_for_code(client, email, callbacks):
    with callbacks(execute=True):
        return client.post("/logga-in/kod/", {"email": email}, follow=True)


def test_a_code_to_the_address_lets_its_person_in(cast, as_, django_capture_on_commit_callbacks):
    client = as_(None)
    ask_for_code(client, "bo@example.org", django_capture_on_commit_callbacks)
    [letter] = mail.outbox
    code = re.search(r"^ +(\S+)$", letter.body, re.MULTILINE)[1]
    client.post("/logga-in/kod/skriv/", {"code": code})
    assert client.get("/profil/").context["actor"] == cast.bo


def test_a_wrong_code_lets_nobody_in(cast, as_, django_capture_on_commit_callbacks):
    client = as_(None)
    ask_for_code(client, "bo@example.org", django_capture_on_commit_callbacks)
    client.post("/logga-in/kod/skriv/", {"code": "FEL-KOD"})
    assert client.get("/profil/").url.startswith("/logga-in/")


def test_an_unknown_address_gets_the_same_words_and_no_mail(cast, as_, django_capture_on_commit_callbacks):
    known = ask_for_code(as_(None), "bo@example.org", django_capture_on_commit_callbacks)
    mail.outbox.clear()
    unknown = ask_for_code(as_(None), "xx@example.org", django_capture_on_commit_callbacks)
    assert not mail.outbox
    assert words(known).replace("bo@", "xx@") == words(unknown)


def words(answer):
    page = answer.content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value|x-csrftoken": )"[^"]+"', "", page)


def test_a_password_lets_its_person_in_and_a_wrong_one_does_not(cast, as_):
    cast.bo.user.set_password(PASSWORD)
    cast.bo.user.save()
    client = as_(None)
    client.post("/logga-in/", {"login": "bo@example.org", "password": "fel"})
    assert client.get("/profil/").url.startswith("/logga-in/")
    client.post("/logga-in/", {"login": "bo@example.org", "password": PASSWORD})
    assert client.get("/profil/").context["actor"] == cast.bo


def test_a_person_is_kept_out_after_too_many_tries_even_with_the_right_password(cast, as_, settings):
    cast.bo.user.set_password(PASSWORD)
    cast.bo.user.save()
    client = as_(None)
    LoginAttempt.objects.create(key="account:bo@example.org", count=20)
    answer = client.post("/logga-in/", {"login": "bo@example.org", "password": PASSWORD})
    assert "För många försök" in answer.content.decode()
    assert client.get("/profil/").url.startswith("/logga-in/")


def test_codes_are_limited_per_account_and_per_network(cast, as_, django_capture_on_commit_callbacks):
    LoginAttempt.objects.create(key="network:127.0.0.0/24", count=200)
    answer = ask_for_code(as_(None), "bo@example.org", django_capture_on_commit_callbacks)
    assert "För många försök" in answer.content.decode()
    assert not mail.outbox


def test_nobody_signs_up(client):
    assert client.get("/signup/").status_code in {302, 404}
    assert client.get("/accounts/signup/").status_code in {302, 404}


@pytest.mark.parametrize("goal", ["//evil.example/", "https://evil.example/", "/\\evil.example", "https:evil.example"])
def test_signing_in_never_leads_to_another_site(cast, as_, goal):
    cast.bo.user.set_password(PASSWORD)
    cast.bo.user.save()
    answer = as_(None).post("/logga-in/", {"login": "bo@example.org", "password": PASSWORD, "next": goal})
    assert answer.url == "/"
