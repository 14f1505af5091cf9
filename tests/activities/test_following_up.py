"""The follow-up of a round: one sentence, who has reported what, how it goes per priority area."""

from datetime import timedelta

from collab.clock import now, today


def matrix(page):
    """{activity: {party code: what the cell says}}"""
    lines = page.context["progress"].lines
    return {
        line.activity.title: {
            party.code: report.status if report else "missing" if part else ""
            for party, part, report in line.cells
        }
        for line in lines
    }


def test_the_matrix_shows_what_is_filled_and_what_is_missing(cast, as_):
    current = cast.round()
    activity = cast.activity("Ljus", parties=[cast.k, cast.p])
    activity.commitments.get(party=cast.p).report(status="off_track", by=cast.bo, in_round=current)
    cast.activity("Utkast", visibility="draft")
    page = as_(cast.alva).get("/uppfoljning/")
    assert matrix(page) == {"Ljus": {"K": "missing", "P": "off_track", "B": ""}}
    assert "1 av 2 är inne" in page.text


def test_the_sentence_counts_by_status(cast, as_):
    current = cast.round()
    for title, status in [("A", "on_track"), ("B", "on_track"), ("C", "done"), ("D", "stopped")]:
        part = cast.activity(title, parties=[cast.k]).commitments.get()
        part.report(status=status, by=cast.alva, in_round=current)
    page = as_(cast.rut).get("/uppfoljning/").text
    assert (
        "Två av fyra aktiviteter går enligt plan. En är genomförd. En behöver ett beslut eller en hand."
        in page
    )


def test_a_closed_round_shows_what_was_said_then(cast, as_):
    activity = cast.activity("Ljus", parties=[cast.k])
    old = cast.round(name="Tertial 2", short_name="T2")
    part = activity.commitments.get()
    part.report(status="off_track", by=cast.alva, in_round=old)
    old.closed_at = now() - timedelta(days=30)
    old.save()
    part.report(status="on_track", by=cast.alva, in_round=cast.round())
    page = as_(cast.alva).get(f"/uppfoljning/?round={old.public_id}")
    assert matrix(page)["Ljus"]["K"] == "off_track"
    assert page.context["progress"].lines[0].status == "off_track"
    assert as_(cast.alva).get("/uppfoljning/").context["progress"].lines[0].status == "on_track"


def test_a_round_of_another_municipality_is_not_there(cast, as_):
    current = cast.round()
    cast.neighbour()
    assert as_(cast.zoe).get(f"/uppfoljning/?round={current.public_id}").status_code == 404
    assert "Ingen omgång än" in as_(cast.zoe).get("/uppfoljning/").text


def test_the_round_ends_in_words(cast, as_):
    cast.round(due_on=today() + timedelta(days=8))
    cast.activity()
    assert "Öppen, rapporteras senast" in as_(cast.alva).get("/uppfoljning/").text
