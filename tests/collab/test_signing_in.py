"""Getting in: a code by mail or a password; the same answer for every address; a limited number of tries."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from collab import accounts
from collab.clock import at, now, today
from collab.management.commands.list_routes import routes
from collab.models import LoginAttempt

PASSWORD = "en lång mening att minnas"
WRITE_CODE = "/logga-in/kod/skriv/"


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


@pytest.fixture
def mails(mailoutbox, monkeypatch):
    """The mails about signing in, as the worker sends them."""
    monkeypatch.setattr(accounts.send_account_mail, "delay_on_commit", accounts.send_account_mail)
    return mailoutbox


@pytest.fixture
def visitor(db):
    return visit()


@pytest.fixture
def with_password(cast):
    cast.bo.user.set_password(PASSWORD)
    cast.bo.user.save()
    return cast


def visit(**extra):
    return Client(headers={"accept-language": "sv"}, **extra)


def ask(visitor, email, **extra):
    return visitor.post("/logga-in/kod/", {"email": email, **extra})


def code_in(mail):
    return re.search(r"^\s+(\S+)$", mail.body, re.MULTILINE)[1]


def sign_in(visitor, email, password, **extra):
    return visitor.post("/logga-in/", {"login": email, "password": password, **extra})


def is_in(visitor):
    return visitor.get("/profil/").status_code == 200


def words(answer, email):
    """The page without the address and the tokens."""
    page = answer.content.decode().replace(email, "")
    return re.sub(
        r'(csrfmiddlewaretoken" value|x-csrftoken": )"?=?"[^"]+"|csrfmiddlewaretoken" value="[^"]+"', "", page
    )


def test_a_code_by_mail_lets_its_person_in(cast, visitor, mails):
    assert ask(visitor, "bo@example.org").url == WRITE_CODE
    visitor.post(WRITE_CODE, {"code": code_in(mails[0])})

    assert [m.to for m in mails] == [["bo@example.org"]]
    assert visitor.get("/profil/").context["actor"] == cast.bo


def test_a_wrong_code_lets_nobody_in(cast, visitor, mails):
    ask(visitor, "bo@example.org")
    page = visitor.post(WRITE_CODE, {"code": "FEL-KOD"}).content.decode()
    assert "id_code_error" in page
    assert not is_in(visitor)


def test_a_code_is_good_once(cast, visitor, mails):
    ask(visitor, "bo@example.org")
    code = code_in(mails[0])
    visitor.post(WRITE_CODE, {"code": code})
    visitor.post("/logga-ut/")
    visitor.post(WRITE_CODE, {"code": code})
    assert not is_in(visitor)


def test_a_code_is_of_no_use_in_another_browser(cast, visitor, mails):
    ask(visitor, "bo@example.org")
    other = visit()
    ask(other, "lea@example.org")
    other.post(WRITE_CODE, {"code": code_in(mails[0])})
    assert not is_in(other)


def test_a_code_pasted_with_spaces_is_taken(cast, visitor, mails):
    ask(visitor, "bo@example.org")
    visitor.post(WRITE_CODE, {"code": f" {code_in(mails[0]).lower()} "})
    assert is_in(visitor)


def test_a_password_lets_its_person_in_and_a_wrong_one_does_not(with_password, visitor):
    sign_in(visitor, "bo@example.org", "fel")
    assert not is_in(visitor)
    sign_in(visitor, "Bo@Example.org", PASSWORD)
    assert is_in(visitor)


def test_the_session_gets_a_new_key_on_the_way_in(with_password, visitor):
    visitor.get("/logga-in/")
    session = visitor.session
    session["planted"] = True
    session.save()
    visitor.cookies["session"] = session.session_key
    sign_in(visitor, "bo@example.org", PASSWORD)
    assert visitor.session.session_key != session.session_key


def test_one_is_led_back_to_where_one_was_going(cast, visitor, mails):
    asked = visitor.get("/profil/")
    page = visitor.get(asked.url).content.decode()
    answer = ask(visitor, "bo@example.org", next="/profil/")
    second = visitor.get(answer.url).content.decode()
    written = visitor.post(answer.url, {"code": code_in(mails[0]), "next": "/profil/"})

    assert asked.url == "/logga-in/?next=/profil/"
    assert page.count('name="next" value="/profil/"') == 2
    assert 'name="next" value="/profil/"' in second
    assert written.url == "/profil/"


def test_whoever_wrote_the_wrong_address_can_write_another(cast, visitor, mails):
    ask(visitor, "fel@example.org")
    assert visitor.get("/logga-in/").status_code == 200
    ask(visitor, "bo@example.org")
    visitor.post(WRITE_CODE, {"code": code_in(mails[0])})
    assert is_in(visitor)


@pytest.mark.parametrize(
    "goal",
    ["//evil.example/", "https://evil.example/", r"/\evil.example", "https:evil.example", "javascript:1"],
)
def test_signing_in_never_leads_to_another_site(with_password, visitor, goal):
    assert sign_in(visitor, "bo@example.org", PASSWORD, next=goal).url == "/"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(cast, mails):
    pages = []
    for email in ("bo@example.org", "nu@example.org"):
        visitor = visit()
        answer = ask(visitor, email)
        pages.append((answer.status_code, answer.url, words(visitor.get(answer.url), email)))

    assert pages[0] == pages[1]
    assert [m.to for m in mails] == [["bo@example.org"]]


def test_the_same_work_is_done_for_an_unknown_address(cast, monkeypatch):
    handed_over = []
    monkeypatch.setattr(accounts.send_account_mail, "delay_on_commit", lambda *mail: handed_over.append(mail))
    for email in ("bo@example.org", "nu@example.org"):
        ask(visit(), email)

    assert [to for _subject, _body, to in handed_over] == [["bo@example.org"], []]
    assert len(handed_over[0][1]) == len(handed_over[1][1])


def test_a_wrong_password_says_the_same_of_every_address(with_password):
    pages = {
        words(sign_in(visit(), email, "fel"), email)
        for email in ("bo@example.org", "nu@example.org", "lea@example.org")
    }
    assert len(pages) == 1


def test_a_password_is_tried_four_times_in_a_quarter_whoever_tries(with_password, visitor):
    for i in range(4):
        sign_in(visit(REMOTE_ADDR=f"10.0.{i}.1"), "bo@example.org", "fel")
    cache.clear()
    answer = sign_in(visitor, "BO@example.org", PASSWORD)
    assert "För många försök" in answer.content.decode()
    assert not is_in(visitor)

    with at(now() + timedelta(minutes=16)):
        sign_in(visitor, "bo@example.org", PASSWORD)
    assert is_in(visitor)


def test_a_code_is_tried_four_times_in_a_quarter_over_all_codes(cast, mails):
    for _ in range(2):
        visitor = visit()
        ask(visitor, "bo@example.org")
        for _ in range(2):
            visitor.post(WRITE_CODE, {"code": "fel"})
    cache.clear()
    visitor = visit()
    ask(visitor, "bo@example.org")
    page = visitor.post(WRITE_CODE, {"code": code_in(mails[-1])}, follow=True)
    assert "För många försök" in page.content.decode()
    assert not is_in(visitor)


def test_a_network_is_heard_a_limited_number_of_times(cast, mails, monkeypatch):
    monkeypatch.setattr(accounts, "PER_NETWORK", 3)
    for i in range(4):
        ask(visit(), f"nu{i}@example.org")
    answer = ask(visit(REMOTE_ADDR="127.0.0.77"), "bo@example.org")
    assert "För många försök" in answer.content.decode()
    assert mails == []
    ask(visit(REMOTE_ADDR="127.0.1.1"), "bo@example.org")
    assert len(mails) == 1


@pytest.mark.parametrize(
    ("behind", "claimed", "counted"),
    [
        (0, "198.51.100.7", "127.0.0.0/24"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.0/24"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.0/24"),
        (2, "198.51.100.7", "127.0.0.0/24"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "nonsense", "unknown"),
    ],
)
def test_the_network_is_the_one_a_trusted_proxy_saw(cast, settings, behind, claimed, counted, mails):
    settings.ADDRESSES_BEHIND_PROXY = behind
    ask(Client(headers={"x-forwarded-for": claimed}), "bo@example.org")
    assert LoginAttempt.objects.filter(key=f"network:{counted}").exists()


def test_getting_in_gives_the_tries_back(with_password, visitor):
    for _ in range(3):
        sign_in(visitor, "bo@example.org", "fel")
    sign_in(visitor, "bo@example.org", PASSWORD)
    assert [(a.key.split(":")[0], a.count) for a in LoginAttempt.objects.all()] == [("network", 0)]


def test_nobody_gets_in_while_the_cache_is_away(with_password, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///tmp/none"}
    }
    visitor = visit(raise_request_exception=False)
    answer = sign_in(visitor, "bo@example.org", PASSWORD)
    assert answer.status_code >= 500
    assert "_auth_user_id" not in visitor.session


def test_nobody_can_sign_up_or_manage_addresses():
    assert {
        name for route in routes() if (name := route["name"]).startswith(("account", "social", "mfa"))
    } == {
        "account_login",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_logout",
        "account_change_password",
        "account_set_password",
    }


def test_whoever_acts_for_nobody_is_told_so_only_after_proving_who_it_is(with_password, visitor, mails):
    with_password.bo.ends_on = today() - timedelta(days=1)
    with_password.bo.save()
    ask(visitor, "bo@example.org")
    page = visitor.get(sign_in(visitor, "bo@example.org", PASSWORD).url)

    assert mails == []
    assert "Du har ingen roll" in page.content.decode()
    assert not is_in(visitor)


def test_the_technical_administrator_arrives_at_operations(cast, visitor, mails):
    ask(visitor, "tor@example.org")
    assert visitor.post(WRITE_CODE, {"code": code_in(mails[0])}).url == "/drift/"


def test_the_only_collaboration_is_named_on_the_page(cast, visitor):
    page = visitor.get("/logga-in/").content.decode()
    assert "Polisen i Ekby" in page
    assert "Ekby revisorer" not in page


def test_of_two_collaborations_none_is_named(cast, visitor):
    cast.neighbour()
    page = visitor.get("/logga-in/").content.decode()
    assert "Ekby" not in page
    assert "Alby" not in page
