"""Commenting on an activity: by those who work there, read by those who see it, told to the mentioned."""

import re

import pytest
from django.core.exceptions import ValidationError

from activities.models import Activity, Comment
from activities.models.comment import readers
from collab.access import may
from collab.models import AuditEvent, InboxItem


def place(activity):
    return f"{activity.get_absolute_url()}kommentarer/ny/"


def address(comment, verb="redigera"):
    return f"/kommentarer/{comment.public_id}/{verb}/"


def say(activity, text, by):
    return Comment.objects.write(activity=activity, text=text, by=by)


def told(kind):
    return {item.recipient for item in InboxItem.objects.filter(kind=kind)}


def verbs(activity):
    return list(AuditEvent.objects.about(activity).order_by("pk").values_list("verb", flat=True))


def test_a_comment_stands_on_the_page_for_all_who_see_the_activity(cast, as_):
    activity = cast.activity()
    say(activity, "Först", cast.alva)
    answer = as_(cast.bo).post(place(activity), {"text": "Stolparna <b>kommer</b> på tisdag."})
    comment = Comment.objects.get(author=cast.bo)
    assert answer.url == comment.get_absolute_url()
    for who in (cast.bo, cast.alva, cast.cia, cast.rut):
        page = as_(who).get(activity.get_absolute_url()).text
        assert page.index("Först") < page.index("Stolparna &lt;b&gt;kommer&lt;/b&gt; på tisdag.")
    assert verbs(activity) == ["commented", "commented"]
    assert "kommenterade" in as_(cast.rut).get(activity.get_absolute_url()).text


def test_those_who_work_for_a_party_write_and_those_who_read_do_not(cast, as_):
    activity = cast.activity()
    for who, status in ((cast.bo, 302), (cast.cia, 302), (cast.lea, 302), (cast.rut, 403), (cast.ada, 403)):
        assert as_(who).post(place(activity), {"text": f"Av {who.user.name}"}).status_code == status
    assert Comment.objects.count() == 3
    assert place(activity) in as_(cast.cia).get(activity.get_absolute_url()).text
    assert place(activity) not in as_(cast.rut).get(activity.get_absolute_url()).text


def test_one_changes_and_withdraws_only_what_one_wrote(cast, as_):
    comment = say(cast.activity(), "Mitt", cast.bo)
    for who, status in ((cast.lea, 403), (cast.alva, 403), (cast.omar, 404)):
        data = {"text": "Annat", "version": comment.version}
        assert as_(who).post(address(comment), data).status_code == status
        assert as_(who).post(address(comment, "ta-bort")).status_code == status
        assert address(comment) not in as_(who).get(comment.activity.get_absolute_url()).text
    assert as_(cast.bo).post(address(comment), {"text": "Rättat", "version": 1}).status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.withdrawn_at) == ("Rättat", None)
    assert comment.edited_at
    assert verbs(comment.activity) == ["commented", "comment_changed"]


def test_who_no_longer_sees_the_activity_changes_no_comment_there(cast, as_):
    activity = cast.activity(parties=[cast.k])
    comment = say(activity, "Mitt", cast.bo)
    assert may(cast.bo, "change", comment)
    activity.share(Activity.Visibility.OWNERS, by=cast.alva)
    assert not may(cast.bo, "change", comment)
    assert as_(cast.bo).get(address(comment)).status_code == 404


def test_a_save_on_an_old_version_shows_both_texts(cast, as_):
    comment = say(cast.activity(), "Först", cast.bo)
    as_(cast.bo).post(address(comment), {"text": "Den andra fliken", "version": 1})
    page = as_(cast.bo).post(address(comment), {"text": "Den första fliken", "version": 1})
    assert "Den andra fliken" in page.text
    assert "Den första fliken" in page.text
    comment.refresh_from_db()
    assert comment.text == "Den andra fliken"


@pytest.mark.parametrize("text", ["Ring 19850712-1234", "Skriv till a.b@example.org"])
def test_personal_data_is_refused_at_the_field(cast, as_, text):
    activity = cast.activity()
    page = as_(cast.bo).post(place(activity), {"text": text})
    assert page.context["form"].errors["text"].as_data()[0].code == "personal_data"
    comment = say(activity, "Först", cast.bo)
    page = as_(cast.bo).post(address(comment), {"text": text, "version": 1})
    assert page.context["form"].errors["text"].as_data()[0].code == "personal_data"
    assert Comment.objects.get().text == "Först"


def test_an_empty_and_an_endless_comment_are_refused(cast, as_):
    activity = cast.activity()
    for data in ({"text": " "}, {"text": "x" * 2001}, {"text": "x" * 1999, "mention": cast.bo.public_id}):
        assert "text" in as_(cast.alva).post(place(activity), data).context["form"].errors
    with pytest.raises(ValidationError):
        say(activity, "x" * 2001, cast.bo)


def test_the_mentioned_is_told_so_and_the_other_contacts_that_something_was_said(cast):
    activity = cast.activity(parties=[cast.k, cast.p, cast.b])
    say(activity, "Kan @bo björk se på det? Inte @Alva Ask.", cast.alva)
    assert told("mentioned") == {cast.bo}
    assert told("commented") == {cast.cia}
    [item] = InboxItem.objects.filter(kind="mentioned")
    assert item.digest_on


def test_a_name_without_its_end_or_within_a_word_mentions_nobody(cast):
    activity = cast.activity()
    say(activity, "Till @Bo och @Bo Björkman och bo@Bo Björk", cast.alva)
    assert told("mentioned") == set()


def test_of_two_names_that_begin_alike_the_whole_one_is_meant(cast):
    longer = cast.person("Boel Berg", cast.p, "contact")
    longer.user.name = "Bo Björk Berg"
    longer.user.save()
    say(cast.activity(), "Till @Bo Björk Berg.", cast.alva)
    assert told("mentioned") == {longer}


def test_somebody_chosen_in_the_list_is_mentioned_by_name(cast, as_):
    activity = cast.activity()
    as_(cast.alva).post(place(activity), {"text": "Titta på det.", "mention": cast.lea.public_id})
    assert Comment.objects.get().text == "@Lea Lind Titta på det."
    assert told("mentioned") == {cast.lea}
    page = as_(cast.rut).get(activity.get_absolute_url()).text
    assert '<mark class="mention">@Lea Lind</mark> Titta på det.' in page


def test_who_may_not_see_the_activity_is_neither_offered_nor_told(cast, as_):
    activity = cast.activity(parties=[cast.p], visibility="owners")
    assert readers(activity, cast.bo) == [cast.bo, cast.lea]
    page = as_(cast.bo).get(activity.get_absolute_url())
    offered = re.findall(r'<option value="(\w+)"', page.text.partition('name="mention"')[2])
    assert offered == [cast.lea.public_id]
    answer = as_(cast.bo).post(place(activity), {"text": "Hej", "mention": cast.alva.public_id})
    assert "mention" in answer.context["form"].errors
    comment = say(activity, "@Alva Ask @Cia Cypress @Omar Oxel @Eli En och @Lea Lind", cast.bo)
    assert told("mentioned") == {cast.lea}
    assert "@Alva Ask</mark>" not in as_(cast.bo).get(comment.get_absolute_url()).text


def test_a_draft_with_another_partys_part_tells_that_party_nothing(cast):
    activity = cast.activity(visibility="draft")
    say(activity, "Ska vi fråga @Bo Björk?", cast.alva)
    assert not InboxItem.objects.exists()


def test_who_has_left_is_not_offered(cast):
    activity = cast.activity()
    cast.lea.user.is_active = False
    cast.lea.user.save()
    assert cast.lea not in readers(activity, cast.alva)
    assert cast.eli not in readers(activity, cast.alva)
    assert {cast.bo, cast.cia, cast.rut} <= set(readers(activity, cast.alva))


def test_one_mentioned_anew_by_a_change_is_told_and_nobody_twice(cast):
    comment = say(cast.activity(), "@Bo Björk", cast.alva)
    comment.change("@Bo Björk och @Lea Lind", by=cast.alva)
    assert told("mentioned") == {cast.bo, cast.lea}
    assert InboxItem.objects.filter(kind="mentioned").count() == 2


def test_a_hidden_activity_answers_as_if_absent(cast, as_):
    activity = cast.activity(parties=[cast.p], visibility="owners")
    comment = say(activity, "Hemlig text", cast.bo)
    for who in (cast.alva, cast.cia, cast.omar):
        assert as_(who).post(place(activity), {"text": "x"}).status_code == 404
        assert as_(who).get(address(comment)).status_code == 404
        assert as_(who).post(address(comment, "ta-bort")).status_code == 404
        assert not Comment.objects.for_actor(who).exists()


def test_a_withdrawn_comment_leaves_only_that_it_was(cast, as_):
    comment = say(cast.activity(), "Ångrar detta @Alva Ask", cast.bo)
    assert as_(cast.bo).post(address(comment, "ta-bort")).status_code == 302
    for who in (cast.bo, cast.alva, cast.rut, cast.cia):
        page = as_(who).get(comment.activity.get_absolute_url()).text
        assert "Ångrar" not in page
        assert "Kommentaren är borttagen" in page
    assert "Kommentaren är borttagen" in as_(cast.alva).get("/inkorg/").text
    comment.refresh_from_db()
    assert comment.text == ""
    assert not AuditEvent.objects.filter(label__contains="Ångrar").exists()
    assert as_(cast.bo).get(address(comment)).status_code == 403
    assert as_(cast.bo).post(address(comment), {"text": "Igen", "version": 2}).status_code == 403
