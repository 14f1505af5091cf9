"""The first page: where the round stands, what needs a hand, what one owes."""

from datetime import date, timedelta

from collab.clock import today
from collab.models import Party


def test_the_heading_counts_the_reports_of_the_open_round(cast, as_):
    current = cast.round()
    cast.activity(parties=[cast.k, cast.p, cast.b]).commitments.get(party=cast.p).report(
        status="on_track", by=cast.bo, in_round=current
    )
    page = as_(cast.alva).get("/").text
    assert f"Tertial 3 {cast.year}: 1 av 3 rapporter är inne" in page
    tallies = as_(cast.alva).get("/").context["page"].rounds[0].tallies
    assert [(t.party.code, t.done, t.total) for t in tallies] == [("K", 0, 1), ("P", 1, 1), ("B", 0, 1)]


def test_a_closed_part_owes_nothing_and_a_reported_one_still_counts(cast, as_):
    activity = cast.activity()
    activity.commitments.get(party=cast.k).report(status="done", by=cast.alva)
    current = cast.round()
    activity.commitments.get(party=cast.p).report(status="done", by=cast.bo, in_round=current)
    assert "1 av 1 rapport är inne" in as_(cast.alva).get("/").text


def test_what_needs_a_hand_says_why_the_worst_first(cast, as_):
    current = cast.round()
    late = cast.activity("Sen sak", due_in=-6, parties=[cast.k, cast.p, cast.b])
    late.commitments.get(party=cast.k).report(status="on_track", by=cast.alva, in_round=current)
    stopped = cast.activity("Stoppad sak", due_in=60)
    stopped.commitments.get(party=cast.p).report(
        status="stopped", by=cast.bo, needs="Avvaktar rättslig prövning", in_round=current
    )
    page = as_(cast.alva).get("/")
    troubles = page.context["page"].troubles
    assert [one.activity.title for one in troubles] == ["Stoppad sak", "Sen sak"]
    assert troubles[0].why.startswith("Avvaktar rättslig prövning.")
    assert troubles[1].why == "Slutdatum har passerat. Två av tre parter har inte rapporterat."


def test_the_clocks_of_the_mandate_are_said_in_words(cast, as_):
    cast.agreement.starts_on, cast.agreement.ends_on = date(cast.year - 3, 1, 1), date(cast.year - 1, 12, 31)
    cast.agreement.save()
    cast.declaration.ends_on = today() + timedelta(days=38)
    cast.declaration.save()
    page = as_(cast.rut).get("/").text
    assert f"Överenskommelse {cast.year - 3}–{cast.year - 1} löpte ut 31 december {cast.year - 1}." in page
    assert "upphör om 38 dagar" in page


def test_a_contact_meets_what_the_party_owes_late_first_then_what_goes_on(cast, as_):
    current = cast.round()
    cast.activity("Vanlig", due_in=30)
    cast.activity("Sen", due_in=-2)
    reported = cast.activity("Klar att vila", due_in=20)
    reported.commitments.get(party=cast.p).report(status="on_track", by=cast.lea, in_round=current)
    cast.activity("Andras", parties=[cast.k, cast.b])
    page = as_(cast.bo).get("/")
    own = page.context["page"]
    assert [one.commitment.activity.title for one in own.to_report] == ["Sen", "Vanlig"]
    assert [one.commitment.activity.title for one in own.reported] == ["Klar att vila"]
    assert "Polisen i Ekby deltar i tre aktiviteter. Två behöver en rapport senast" in page.text
    assert page.text.count('href="/rapportera/') == 3


def test_news_is_what_the_other_parties_did_in_ones_own_activities(cast, as_):
    ours, theirs = cast.activity("Vår"), cast.activity("Deras", parties=[cast.k, cast.b])
    ours.commitments.get(party=cast.k).report(status="off_track", by=cast.alva, text="Belysningen är sen.")
    ours.commitments.get(party=cast.p).report(status="on_track", by=cast.bo, text="Egna ord.")
    theirs.commitments.get(party=cast.b).report(status="on_track", by=cast.cia, text="Andras ord.")
    page = as_(cast.bo).get("/").text
    assert "Belysningen är sen." in page
    assert "Egna ord." not in page
    assert "Andras ord." not in page


def test_nothing_to_do_is_said_in_words(cast, as_):
    assert "Inga åtaganden än" in as_(cast.bo).get("/").text
    assert "Ingen omgång är öppen" in as_(cast.alva).get("/").text


def test_the_menu_counts_missing_reports_ones_own_or_everybodys(cast, as_):
    cast.round()
    cast.activity(parties=[cast.k, cast.p, cast.b])
    cast.activity(parties=[cast.k, cast.p])

    def counts(who):
        entries = as_(who).get("/aktiviteter/").context["navigation"]
        return {entry["key"]: entry["count"] for entry in entries if entry.get("count")}

    assert counts(cast.alva) == {"follow_up": "5"}
    assert counts(cast.bo) == {"overview": "2"}
    assert counts(cast.omar) == {}


def test_an_observer_that_is_part_of_nothing_sees_a_calm_page(cast, as_):
    assert cast.o.kind == Party.Kind.OBSERVER
    assert "Ljus" not in as_(cast.ove).get("/").text
