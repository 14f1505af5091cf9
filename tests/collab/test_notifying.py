"""Being told: once, in the inbox and by mail, of what one may see at that moment."""

from datetime import timedelta

import pytest
from django.template import engines

from collab.clock import now, today
from collab.models import InboxItem, Membership, NoticeChoice, OutgoingMail
from collab.notices import Pace
from collab.notify import tell


@pytest.fixture
def activity(cast):
    return cast.activity(visibility="owners")


@pytest.fixture(autouse=True)
def _a_kind_of_news(settings, tmp_path):
    """A kind named "news", with its templates."""
    (tmp_path / "activities" / "mail").mkdir(parents=True)
    (tmp_path / "activities" / "inbox").mkdir(parents=True)
    mail = 'News\n\n{% for item in items %}{{ item.subject.title }} "{{ item.data.word }}"\n{% endfor %}'
    (tmp_path / "activities" / "mail" / "news.txt").write_text(mail)
    (tmp_path / "activities" / "inbox" / "news.html").write_text("News: {{ item.subject.title }}")
    template_settings = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**template_settings, "DIRS": [tmp_path, *template_settings["DIRS"]]}]
    yield
    engines._engines.clear()


def test_telling_twice_is_telling_once(cast, activity, mailoutbox):
    first = tell([cast.bo, cast.alva], "news", activity, word="hej")
    second = tell([cast.bo, cast.alva], "news", activity, word="hopp")
    OutgoingMail.objects.send_waiting()
    OutgoingMail.objects.send_waiting()

    assert [item.recipient for item in first] == [cast.bo, cast.alva]
    assert second == []
    assert [m.to for m in mailoutbox] == [["bo@example.org"], ["alva@example.org"]]
    assert [m.subject for m in mailoutbox] == ["News", "News"]
    assert mailoutbox[0].body == 'Ljus på vägen "hej"'


def test_another_slot_is_another_news(cast, activity):
    tell([cast.bo], "news", activity, slot="a")
    tell([cast.bo], "news", activity, slot="b")
    assert cast.bo.inbox.count() == 2


def test_what_is_not_worth_a_mail_stays_in_the_inbox(cast, activity):
    NoticeChoice.objects.choose(cast.bo.user, {"news": Pace.NEVER}, by=cast.bo)
    tell([cast.bo], "reported", activity)
    assert cast.bo.inbox.count() == 1
    assert not OutgoingMail.objects.exists()


def test_a_person_with_two_memberships_gets_one_mail(cast, activity, mailoutbox):
    bo_leads = cast.person("Bo Björk", cast.p, "lead")
    tell([cast.bo, bo_leads], "news", activity)
    OutgoingMail.objects.send_waiting()

    assert (cast.bo.inbox.count(), bo_leads.inbox.count()) == (1, 1)
    assert len(mailoutbox) == 1


def take_the_grants(cast, activity):
    activity.grants.filter(group=cast.p).delete()


def end_the_membership(cast, activity):
    cast.bo.end(on=today() - timedelta(days=1), by=cast.alva)


def deactivate_the_person(cast, activity):
    cast.bo.user.is_active = False
    cast.bo.user.save()


def hide_it_in_a_draft(cast, activity):
    activity.commitments.get(party=cast.p).delete()
    activity.share("draft", by=cast.alva)


@pytest.mark.parametrize(
    "lose",
    [take_the_grants, end_the_membership, deactivate_the_person, hide_it_in_a_draft],
    ids=lambda f: f.__name__,
)
def test_a_right_lost_before_the_mail_goes_withdraws_it(cast, activity, mailoutbox, lose):
    tell([cast.bo], "news", activity)
    lose(cast, activity)
    OutgoingMail.objects.send_waiting()

    assert mailoutbox == []
    assert OutgoingMail.objects.get().withdrawn_at
    assert not InboxItem.objects.for_actor(Membership.objects.get(pk=cast.bo.pk)).exists()


def test_the_inbox_shows_nothing_that_is_out_of_sight(cast, activity, as_):
    other = cast.activity("Lås", visibility="owners")
    tell([cast.bo], "news", activity)
    tell([cast.bo], "news", other)
    take_the_grants(cast, activity)
    page = as_(cast.bo).get("/inkorg/")

    assert [item.subject for item in page.context["items"]] == [other]
    assert page.context["unread"] == 1
    assert "Ljus på vägen" not in page.content.decode()


def test_an_inbox_is_its_owners_alone(cast, activity, as_):
    tell([cast.bo], "news", activity)
    item = InboxItem.objects.get()

    as_(cast.lea).post(f"/inkorg/{item.public_id}/")
    item.refresh_from_db()
    assert item.read_at is None
    assert not InboxItem.objects.for_actor(cast.lea).exists()


def test_opening_an_item_marks_it_read_and_leads_to_its_row(cast, activity, as_):
    tell([cast.bo], "news", activity)
    item = InboxItem.objects.get()
    answer = as_(cast.bo).post(f"/inkorg/{item.public_id}/")

    assert answer.url == activity.get_absolute_url()
    item.refresh_from_db()
    assert item.read_at
    assert as_(cast.bo).get("/inkorg/").context["unread"] == 0


def test_everything_is_marked_read_at_once(cast, activity, as_):
    tell([cast.bo], "news", activity, slot="a")
    tell([cast.bo], "news", activity, slot="b")
    tell([cast.alva], "news", activity)
    as_(cast.bo).post("/inkorg/last/")

    assert cast.bo.inbox.unread().count() == 0
    assert cast.alva.inbox.unread().count() == 1


def test_looking_at_the_inbox_changes_nothing(cast, activity, as_):
    tell([cast.bo], "news", activity)
    as_(cast.bo).get("/inkorg/")
    assert cast.bo.inbox.unread().count() == 1


def test_a_page_of_the_inbox_asks_a_bounded_number_of_questions(cast, as_, django_assert_max_num_queries):
    def ask(limit):
        client = as_(cast.bo)
        client.get("/inkorg/")
        with django_assert_max_num_queries(limit) as asked:
            assert len(client.get("/inkorg/").context["items"]) == len(cast.bo.inbox.all())
        return len(asked)

    tell([cast.bo], "news", cast.activity("En"))
    few = ask(30)
    for n in range(12):
        tell([cast.bo], "news", cast.activity(f"Nr {n}"))
    assert ask(few) == few


def test_items_of_a_moment_keep_their_order(cast, activity):
    for slot in "abc":
        tell([cast.bo], "news", activity, slot=slot)
    InboxItem.objects.update(created_at=now())
    assert [i.slot for i in InboxItem.objects.for_actor(cast.bo)] == ["c", "b", "a"]


def test_the_inbox_is_narrowed_by_topic_and_to_what_is_unread(cast, activity, as_):
    tell([cast.bo], "planned", activity)
    tell([cast.bo], "news", activity)
    browser = as_(cast.bo)
    assert browser.get("/inkorg/?topic=work").text.count("inbox__item") == 1
    cast.bo.inbox.get(kind="planned").read()
    assert browser.get("/inkorg/?topic=work&read=no").text.count("inbox__item") == 0
    assert browser.get("/inkorg/?topic=made-up").text.count("inbox__item") == 2


@pytest.mark.parametrize(
    ("address", "fields"), [("/inkorg/", ["topic", "read"]), ("/handelselogg/", ["q", "verb"])]
)
def test_a_filter_shows_its_fields(cast, as_, address, fields):
    page = as_(cast.alva).get(address).text
    assert all(f'name="{name}"' in page for name in fields)
