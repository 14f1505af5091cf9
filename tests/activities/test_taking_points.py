"""A point of a meeting becomes a step or a part; the papers before the next tell only what all of them may see."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from activities.meeting_pack import Pack, make_pack
from activities.models import Activity, TakenPoint
from agreements.models import Council, Meeting, MeetingPack, Seat
from collab import clock
from collab.clock import now, today
from collab.documents import store
from collab.models import Document


@pytest.fixture
def council(cast, settings, tmp_path):
    """A council where the police (Lea) and the company (Cia) sit, and a meeting that decided something."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_DIR.mkdir()
    cast.council = Council(collaboration=cast.ekby, name="Strategiskt råd")
    cast.council.begin(by=cast.alva)
    for person in (cast.lea, cast.cia):
        Seat(council=cast.council, person=person, starts_on=today() - timedelta(days=90)).take(by=cast.alva)
    cast.meeting = Meeting(council=cast.council, held_on=today() - timedelta(days=30))
    cast.meeting.call(by=cast.alva, points=[{"title": "Ljuset", "decision": "Polisen går en vandring."}])
    cast.point = cast.meeting.points.get()
    cast.next = Meeting(council=cast.council, held_on=today())
    cast.next.call(by=cast.alva, points=[{"title": "Läget"}, {"title": "Nästa steg"}])
    cast.shared = cast.activity("Ljus på vägen")
    return cast


def take(browser, cast, party, *, as_what, activity=None, **fields):
    url = reverse("activities:take_point", args=[cast.point.public_id])
    facts = {"activity": (activity or cast.shared).public_id, "party": party.public_id, "as": as_what}
    return browser.post(url, {"due_on": (today() + timedelta(days=20)).isoformat(), **facts, **fields})


def test_a_point_becomes_a_step_in_one_click_and_both_show_it(council, as_):
    browser = as_(council.bo)
    page = browser.get(council.meeting.get_absolute_url()).content.decode()
    assert "Gör till steg" in page
    take(browser, council, council.p, as_what="step")

    link = TakenPoint.objects.get()
    assert (link.step.text, link.commitment.party) == ("Polisen går en vandring.", council.p)
    page = browser.get(council.meeting.get_absolute_url()).content.decode()
    assert "Blev ett steg:" in page
    assert "Polisen går en vandring." in browser.get(council.shared.get_absolute_url()).content.decode()


def test_a_point_becomes_a_part_of_a_party_that_has_none(council, as_):
    take(as_(council.alva), council, council.b, as_what="part")
    part = council.shared.commitments.get(party=council.b)
    assert part.text == "Polisen går en vandring."
    assert TakenPoint.objects.get().commitment == part


@pytest.mark.parametrize(
    ("who", "party", "as_what", "words"),
    [
        ("bo", "b", "step", "Parten har ingen egen del i den aktiviteten"),
        ("bo", "b", "part", "Bara den part som samordnar aktiviteten"),
        ("alva", "p", "part", "Parten har redan en del i den aktiviteten"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(council, as_, who, party, as_what, words):
    page = take(as_(getattr(council, who)), council, getattr(council, party), as_what=as_what)
    assert words in page.content.decode()
    assert not TakenPoint.objects.exists()


def test_an_activity_that_one_may_not_see_is_not_offered_and_what_became_there_not_told(council, as_):
    hidden = council.activity("Hemlig insats", parties=[council.k, council.p], visibility="owners")
    take(as_(council.alva), council, council.p, as_what="step", activity=hidden)
    assert TakenPoint.objects.count() == 1
    page = as_(council.cia).get(council.meeting.get_absolute_url()).content.decode()
    assert "Hemlig insats" not in page
    assert "Blev ett steg" not in page
    assert "Hemlig insats" in as_(council.bo).get(council.meeting.get_absolute_url()).content.decode()


def test_a_step_of_the_point_is_due_within_the_activity(council, as_):
    page = take(
        as_(council.bo), council, council.p, as_what="step", due_on=str(today() + timedelta(days=900))
    )
    assert "Välj en tidigare dag" in page.content.decode()
    assert not TakenPoint.objects.exists()


def words_of(document):
    content = store.path_of(document.newest.key).read_bytes()
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_papers_say_what_changed_what_is_red_whose_it_is_and_what_to_decide(council, as_):
    council.round()
    part = council.shared.commitments.get(party=council.p)
    part.report(status="stopped", text="Lampan saknas", needs="Pengar till en lampa", by=council.bo)
    take(as_(council.bo), council, council.p, as_what="step")
    as_(council.alva).post(reverse("activities:make_pack", args=[council.next.public_id]))

    [document] = Document.objects.for_actor(council.lea).filter(pk__in=MeetingPack.objects.values("document"))
    words = " ".join(words_of(document).split())
    for expected in [
        "Mötesunderlag",
        "Strategiskt råd",
        "Läget",
        "Pengar till en lampa",
        "Stoppad",
        "Bo Björk",
        "Lampan saknas",
        "Polisen går en vandring.",
        "inte klart än",
    ]:
        assert expected in words
    page = as_(council.lea).get(council.next.get_absolute_url()).content.decode()
    assert document.get_file_url() in page


def test_the_papers_are_tagged_and_name_their_language(council):
    document = make_pack(council.next, by=council.alva)
    reader = PdfReader(io.BytesIO(store.path_of(document.newest.key).read_bytes()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert "/StructTreeRoot" in root


def test_the_papers_tell_nothing_of_what_one_of_the_parties_may_not_see(council):
    hidden = council.activity("Hemlig insats", parties=[council.k, council.p], visibility="owners")
    part = hidden.commitments.get(party=council.p)
    part.report(status="stopped", text="Hemligt ord", needs="Hemlig hjälp", by=council.bo)
    before = Pack(council.next, council.alva).data
    document = make_pack(council.next, by=council.alva)
    assert "Hemlig" not in words_of(document)
    assert "Hemlig" not in str(before)

    # Without the company's seat everybody who reads them may see it.
    Seat.objects.filter(person=council.cia).update(ends_on=today() - timedelta(days=1))
    assert "Hemlig hjälp" in str(Pack(council.next, council.alva).data)


@pytest.mark.parametrize("who", ["eli", "ove", "ada", "omar"])
def test_whoever_only_follows_the_work_gets_no_papers(council, as_, who):
    document = make_pack(council.next, by=council.alva)
    person = getattr(council, who)
    assert as_(person).get(document.get_file_url()).status_code == 404
    assert not Document.objects.for_actor(person).exists()


def test_the_papers_stay_as_they_were_made_and_the_same_day_gives_the_same_bytes(council):
    with clock.at(now()):
        first, second = (make_pack(council.next, by=council.alva) for _n in range(2))
    assert first.newest.sha256 == second.newest.sha256
    council.shared.commitments.get(party=council.p).report(status="stopped", text="Nytt", by=council.bo)
    later = make_pack(council.next, by=council.alva)
    assert later.newest.sha256 != first.newest.sha256
    assert store.digest(store.path_of(first.newest.key).read_bytes()) == second.newest.sha256


def test_the_page_of_a_meeting_asks_no_more_questions_with_more_points(
    council, as_, django_assert_max_num_queries
):
    points = [{"title": f"Punkt {n}"} for n in range(12)]
    council.next.change(by=council.alva, points=points)
    assert Activity.objects.for_actor(council.bo).exists()
    browser = as_(council.bo)
    browser.get(council.next.get_absolute_url())
    with django_assert_max_num_queries(45):
        browser.get(council.next.get_absolute_url())
