"""A password is optional: chosen or changed by its person, who is told by mail; the other sessions end."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from collab import accounts

pytestmark = pytest.mark.django_db
OLD, NEW = "en gammal mening att minnas", "en ny mening att minnas"


@pytest.fixture
def mails(mailoutbox, monkeypatch):
    cache.clear()
    monkeypatch.setattr(accounts.send_account_mail, "delay_on_commit", accounts.send_account_mail)
    return mailoutbox


@pytest.fixture
def bo(cast):
    cast.bo.user.set_password(OLD)
    cast.bo.user.save()
    return cast.bo.user


def enter_by_code(mails):
    client = Client(headers={"accept-language": "sv"})
    client.post("/logga-in/kod/", {"email": "bo@example.org"})
    code = re.search(r"^\s+(\S+)$", mails[-1].body, re.MULTILINE)[1]
    client.post("/logga-in/kod/skriv/", {"code": code})
    return client


def choose(client, path="/losenord/byt/", new=NEW, **extra):
    return client.post(path, {"password1": new, "password2": new, **extra})


def has(user, password):
    user.refresh_from_db()
    return user.check_password(password)


def test_a_first_password_is_chosen_and_told_by_mail(cast, as_, mails):
    cast.bo.user.set_unusable_password()
    cast.bo.user.save()
    choose(as_(cast.bo), "/losenord/valj/")
    assert has(cast.bo.user, NEW)
    assert [m.to for m in mails] == [["bo@example.org"]]


def test_a_change_asks_for_the_old_password(bo, as_, mails):
    choose(as_(bo))
    assert has(bo, OLD)
    choose(as_(bo), oldpassword="fel")
    assert has(bo, OLD)
    choose(as_(bo), oldpassword=OLD)
    assert has(bo, NEW)
    assert len(mails) == 1


def test_a_forgotten_password_is_replaced_after_entering_by_code(bo, mails):
    choose(enter_by_code(mails))
    assert has(bo, NEW)


def test_a_code_of_long_ago_does_not_stand_in_for_the_old_password(bo, mails, monkeypatch):
    client = enter_by_code(mails)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 16 * 60
    session.save()
    choose(client)
    assert has(bo, OLD)


def test_the_other_sessions_end_with_the_old_password(bo, as_, mails):
    here, there = as_(bo), as_(bo)
    choose(here, oldpassword=OLD)
    assert here.get("/profil/").status_code == 200
    assert there.get("/profil/").status_code == 302


def test_a_short_password_is_refused_in_words(bo, as_, mails):
    page = choose(as_(bo), oldpassword=OLD, new="kort").content.decode()
    assert has(bo, OLD)
    assert "id_password" in page
    assert "15" in page
