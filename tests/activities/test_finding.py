"""Searching: thirty Swedish queries with what they find, and nothing of what one may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.finding.everything import Finding
from activities.models import Activity, ActivityText, Comment
from agreements.models import Decision
from collab.models import Area
from lagesbild.models import Indicator

URL = "/sok/"


@pytest.fixture
def world(cast):
    """Eight activities, a decision, an indicator and places, in the words that such texts have."""
    texts = [
        (
            "Belysning och siktröjning, Flemingsberg",
            "Stråket är belyst och fler känner sig trygga på kvällen.",
        ),
        ("Färre anlagda bränder på skolgårdar", "Antalet bränder ska minska jämfört med året före."),
        ("Samordnad tillsyn av tobak, folköl och lustgas", "Femton gemensamma tillsynsbesök under året."),
        ("Föräldramöten om rekrytering, åk 6–9", "Alla vårdnadshavare har bjudits in."),
        ("Trygga trapphus: portlås och källargångar", "Nya portlås i alla trapphus i Vårby."),
        ("Råd till unga", "Mot ungdomsbrottslighet och våld i nära relationer."),
        ("Kafé för äldre", "En väg in för den som är ensam. Idén kommer från Skogås."),
        ("Kontroller av vapen", "Tre kontrollomgångar; regler för märkning."),
    ]
    for n, (title, goal) in enumerate(texts):
        activity = cast.activity(title, goal=goal, due_in=10 + n)
        Activity.objects.filter(pk=activity.pk).update(code=f"T-0{n}")
    lit = Activity.objects.get(code="T-00")
    lit.commitments.filter(party=cast.p).update(text="Byta armaturer i gångtunneln")
    Decision.objects.create(
        declaration=cast.declaration, matter="Kameror på torget", body="Kommunstyrelsen", outcome="approved"
    )
    Indicator.objects.create(collaboration=cast.ekby, name="Anmälda bränder", unit="antal", is_published=True)
    Area.objects.create(collaboration=cast.ekby, kind=Area.Kind.PLACE, name="Ågatan")
    return cast


QUERIES = [
    # inflections
    ("skolgård", ["Färre anlagda bränder på skolgårdar"]),
    ("skolgårdarnas", ["Färre anlagda bränder på skolgårdar"]),
    ("brand", ["Anmälda bränder", "Färre anlagda bränder på skolgårdar"]),
    ("bränderna", ["Anmälda bränder", "Färre anlagda bränder på skolgårdar"]),
    ("kvällar", ["Belysning och siktröjning, Flemingsberg"]),
    ("trapphuset", ["Trygga trapphus: portlås och källargångar"]),
    ("relation", ["Råd till unga"]),
    ("idéer", ["Kafé för äldre"]),
    ("kontrollen", ["Kontroller av vapen"]),
    ("vapnen", ["Kontroller av vapen"]),
    ("regel", ["Kontroller av vapen"]),
    ("mötet", ["Föräldramöten om rekrytering, åk 6–9"]),
    ("förälder", ["Föräldramöten om rekrytering, åk 6–9"]),
    ("kamera", ["Kameror på torget"]),
    # å, ä and ö
    ("åk", ["Föräldramöten om rekrytering, åk 6–9"]),
    ("ågatan", ["Ågatan"]),
    ("ÄLDRE", ["Föräldramöten om rekrytering, åk 6–9", "Kafé för äldre"]),
    ("råd", ["Råd till unga"]),
    ("vårby", ["Trygga trapphus: portlås och källargångar"]),
    # compounds
    ("brott", ["Råd till unga"]),
    ("tunnel", ["Belysning och siktröjning, Flemingsberg"]),
    ("lås", ["Trygga trapphus: portlås och källargångar"]),
    ("källare", ["Trygga trapphus: portlås och källargångar"]),
    ("besöken", ["Samordnad tillsyn av tobak, folköl och lustgas"]),
    # several words, a code
    ("unga våld", ["Råd till unga"]),
    ("armatur i flemingsberg", ["Belysning och siktröjning, Flemingsberg"]),
    ("t-07", ["Kontroller av vapen"]),
    # typing errors
    ("belysnigen", ["Belysning och siktröjning, Flemingsberg"]),
    ("rekryttering", ["Föräldramöten om rekrytering, åk 6–9"]),
    ("trapphsu", ["Trygga trapphus: portlås och källargångar"]),
    ("flemmingsberg", ["Belysning och siktröjning, Flemingsberg"]),
    ("agatan", ["Ågatan"]),
    ("kommunstyrlsen", ["Kameror på torget"]),
]  # fmt: skip


def titles(finding):
    return sorted(getattr(row, group.kind.title) for group in finding.groups for row in group.found)


@pytest.mark.parametrize(("text", "found"), QUERIES)
def test_a_query_finds_what_it_means(world, text, found):
    assert titles(Finding(text, world.rut)) == found


def test_there_are_thirty_queries():
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("text", ["hal", "far", "oga", "kafeer för yngre", "drönare"])
def test_what_no_text_means_is_not_found(world, text):
    assert Finding(text, world.rut).exact == []


def test_a_whole_word_in_a_title_comes_before_a_part_of_a_word_in_a_goal(world):
    world.activity("Annat", goal="Ungdomsbrottslighet igen", due_in=1)
    world.activity("Brott mot äldre", due_in=90)
    [group] = Finding("brott", world.rut).groups
    assert group.found[0].title == "Brott mot äldre"


def test_a_typing_error_is_asked_about_and_answered(world, as_):
    page = as_(world.rut).get(f"{URL}?q=rekryttering").text
    assert "Menade du" in page
    assert "?q=rekrytering" in page
    assert "Föräldramöten om <mark>rekrytering</mark>" in page


def test_the_page_marks_the_words_and_shows_where_they_stand(world, as_):
    page = as_(world.rut).get(f"{URL}?q=brott").text
    assert "Mot <mark>ungdomsbrottslighet</mark> och våld" in page
    assert "Hittade: aktiviteter 1." in page


def test_nothing_found_says_so_and_offers_each_word(world, as_):
    page = as_(world.rut).get(f"{URL}?q=belysning+zebror").text
    assert "Inget innehåller det" in page
    assert "?q=zebror" in page


def test_one_kind_is_shown_alone(world, as_):
    page = as_(world.rut).get(f"{URL}?q=brand&kind=indikatorer").text
    assert "Anmälda" in page
    assert "Färre anlagda" not in page


def test_the_list_searches_the_same_words(world, as_):
    page = as_(world.rut).get("/aktiviteter/?q=brott").text
    assert "Råd till unga" in page
    assert "Kontroller av vapen" not in page


WORDS = ["hemlig", "hemliga razzior", "hemliq", "belysning", "belysnigen", "rasia", "trygg", "hemligheten"]


def seen(finding):
    """Everything that a search tells: hits in order, ranks, counts, the suggestion."""
    groups = [
        (group.kind.key, group.total, [(row.pk, row.rank) for row in group.found]) for group in finding.groups
    ]
    return groups, finding.meant and finding.meant.text, finding.summary


@pytest.mark.parametrize("visibility", ["draft", "owners"])
@pytest.mark.parametrize("who", ["cia", "alva", "rut"])
def test_a_hidden_activity_changes_no_hit_count_rank_or_suggestion(world, as_, visibility, who):
    actor, browser = getattr(world, who), as_(getattr(world, who))
    before = [
        (seen(Finding(text, actor)), browser.get(URL, {"q": text}).text.count("<li>")) for text in WORDS
    ]
    goal = "Hemliga razzior. Trygghet. Belysnigen."
    for n in range(8):
        hidden = world.activity(
            f"Hemlig belysning {n}",
            parties=[world.p],
            visibility=visibility,
            goal=goal,
        )
        hidden.commitments.get().report(status="stopped", by=world.bo, text="Hemligheten")
        Comment.objects.write(activity=hidden, text="Hemliga razzior", by=world.bo)
    after = [(seen(Finding(text, actor)), browser.get(URL, {"q": text}).text.count("<li>")) for text in WORDS]
    assert after == before
    assert titles(Finding("hemlig", world.bo)) == [f"Hemlig belysning {n}" for n in range(6)]
    assert Finding("hemlig", world.bo).groups[0].total == 8


def test_the_words_follow_every_change(world):
    activity = world.activity("Först", goal="Mål")
    part = activity.commitments.get(party=world.p)

    def finds(text):
        return activity in Activity.objects.for_actor(world.alva).matching(text)

    assert finds("norra")
    activity.change(by=world.alva, title="Därefter", areas=[world.town])
    assert finds("därefter")
    assert not finds("först")
    assert not finds("norra")
    part.change(by=world.alva, text="Fjärrstyrning")
    assert finds("fjärrstyrning")
    part.report(status="on_track", by=world.bo, text="Stolparna är resta")
    assert finds("stolpe")
    world.town.name = "Nystad"
    world.town.save()
    assert finds("nystad")
    Activity.objects.filter(pk=activity.pk).update(goal="Skrivet förbi")
    assert finds("förbi")
    activity.commitments.filter(party=world.k).delete()
    assert not finds("delen för k")
    activity.delete()
    assert not ActivityText.objects.filter(activity=activity.pk).exists()


def test_a_comment_is_found_as_it_now_reads_and_a_withdrawn_one_by_nothing(world, as_):
    activity = world.activity("Först", goal="Mål")

    def finds(text):
        return titles(Finding(text, world.alva)) == [activity.title]

    comment = Comment.objects.write(activity=activity, text="Stängslet är lagat", by=world.bo)
    assert finds("stängsel")
    assert "<mark>stängslet</mark> är lagat" in as_(world.alva).get(URL, {"q": "stängslet"}).text
    comment.change("Grinden är lagad", by=world.bo)
    assert finds("grind")
    assert not finds("stängslet")
    comment.withdraw(by=world.bo)
    assert not finds("grinden")
    assert ActivityText.objects.get(activity=activity).text.count("grind") == 0


def test_what_it_shall_lead_to_is_found(world):
    activity = world.activity("Först", goal="Mål", outcome="Färre anlagda bränder")
    assert activity in Activity.objects.for_actor(world.alva).matching("brand")
    activity.change(by=world.alva, outcome="Ett tryggare torg")
    found = Activity.objects.for_actor(world.alva)
    assert [activity in found.matching(word) for word in ("brand", "torget")] == [False, True]


def test_what_was_learned_is_found(world):
    activity = world.activity("Först", goal="Mål")
    part = activity.commitments.get(party=world.p)
    part.report(status="cancelled", by=world.bo, cause="secrecy", lesson="Fråga juristerna innan")
    assert activity in Activity.objects.for_actor(world.alva).matching("jurist")


def test_the_number_of_queries_does_not_follow_the_number_of_hits(world, as_):
    browser, counts = as_(world.alva), []
    browser.get(f"{URL}?q=trygg")
    for n in (1, 12):
        for i in range(n):
            world.activity(f"Trygg {n} {i}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{URL}?q=trygg&kind=aktiviteter")
        counts.append(len(queries))
    assert counts[0] == counts[1]
