"""The follow-up of a round: one sentence, who has reported what, how it goes per priority area."""

from datetime import timedelta

from collab.clock import today

# What the page of a round asks the database, with its frame; a new question needs a reason.
QUESTIONS = 19


def matrix(page):
    """{activity: {party code: what the cell says}}"""
    lines = page.context["progress"].lines
    return {
        line.activity.title: {
            cell.party.code: cell.report.status if cell.report else cell.state.value for cell in line.cells
        }
        for line in lines
    }


def test_the_matrix_shows_what_is_filled_and_what_is_missing(cast, as_):
    current = cast.round()
    activity = cast.activity("Ljus", parties=[cast.k, cast.p])
    activity.commitments.get(party=cast.p).report(status="off_track", by=cast.bo, in_round=current)
    cast.activity("Utkast", visibility="draft")
    page = as_(cast.alva).get("/uppfoljning/")
    assert matrix(page) == {"Ljus": {"K": "missing", "P": "off_track", "B": "no_part"}}
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
    old.close(by=cast.alva)
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


def test_a_missing_report_leads_to_its_form_and_a_filled_one_to_what_was_said(cast, as_):
    current = cast.round()
    activity = cast.activity("Ljus", parties=[cast.k, cast.p, cast.b])
    report = activity.commitments.get(party=cast.p).report(status="done", by=cast.bo, in_round=current)

    def cells(who):
        line = as_(who).get("/uppfoljning/").context["progress"].lines[0]
        return {cell.party.code: cell.url for cell in line.cells}

    mine, theirs = activity.commitments.get(party=cast.k), activity.commitments.get(party=cast.b)
    where, said = f"?round={current.public_id}", f"{activity.get_absolute_url()}#report-{report.public_id}"
    assert cells(cast.alva) == {
        "K": f"{mine.get_report_url()}{where}&back=round",
        "P": said,
        "B": f"{theirs.get_report_for_url()}{where}&back=round",
    }
    assert cells(cast.cia) == {"K": "", "P": said, "B": f"{theirs.get_report_url()}{where}&back=round"}
    assert cells(cast.rut) == {"K": "", "P": said, "B": ""}
    assert f'id="report-{report.public_id}"' in as_(cast.rut).get(activity.get_absolute_url()).text


def test_the_matrix_narrows_to_what_is_missing_of_all_or_of_a_party(cast, as_):
    current = cast.round()
    for title, parties in [("Inne", [cast.k]), ("Saknar K", [cast.k, cast.p]), ("Saknar P", [cast.p])]:
        activity = cast.activity(title, parties=parties)
        for party, who in [(cast.k, cast.alva), (cast.p, cast.bo)]:
            part = activity.commitments.filter(party=party).first()
            if part and title != f"Saknar {party.code}":
                part.report(status="on_track", by=who, in_round=current)

    def shown(query):
        progress = as_(cast.alva).get(f"/uppfoljning/?round={current.public_id}&{query}").context["progress"]
        return {line.activity.title for *_, lines in progress.bars for line in lines}

    assert shown("") == {"Inne", "Saknar K", "Saknar P"}
    assert shown("show=missing") == {"Saknar K", "Saknar P"}
    assert shown(f"show=missing&party={cast.p.public_id}") == {"Saknar P"}
    tallies = as_(cast.alva).get("/uppfoljning/").context["progress"].tallies
    assert {t.party.code: (t.done, t.missing) for t in tallies} == {"K": (1, 1), "P": (1, 1), "B": (0, 0)}


def test_what_is_late_and_what_is_not_asked_are_told_apart(cast, as_):
    cast.round(due_on=today() - timedelta(days=1))
    activity = cast.activity("Ljus", parties=[cast.k, cast.p])
    activity.commitments.get(party=cast.p).report(status="done", by=cast.bo)
    page = as_(cast.alva).get("/uppfoljning/")
    assert matrix(page) == {"Ljus": {"K": "late", "P": "not_asked", "B": "no_part"}}
    assert "Försenad" in page.text
    assert "Inte tillfrågad" in page.text


def test_the_page_asks_the_same_few_questions_however_many_activities_there_are(
    cast, as_, django_assert_num_queries
):
    current = cast.round()

    def fill(n):
        for _ in range(n):
            activity = cast.activity(parties=[cast.k, cast.p, cast.b])
            activity.commitments.get(party=cast.p).report(
                status="off_track", by=cast.bo, text="Sent.", in_round=current
            )
            activity.judge("stopped", reason="Ingen har tid.", by=cast.alva)

    browser = as_(cast.alva)
    fill(2)
    browser.get("/uppfoljning/")
    with django_assert_num_queries(QUESTIONS):
        browser.get("/uppfoljning/")
    fill(20)
    with django_assert_num_queries(QUESTIONS):
        assert len(browser.get("/uppfoljning/").context["progress"].lines) == 22


def test_a_tertial_is_closed_from_the_matrix_and_the_form_alone(cast, as_):
    current = cast.round()
    for n in range(4):
        cast.activity(f"Sak {n}", parties=[cast.p, cast.b])
    browser, visited = as_(cast.alva), set()
    address = browser.get("/uppfoljning/").context["progress"].next_missing()
    for _ in range(8):
        visited.add(address.split("/")[1] + address.split("/")[-2])
        sent = {"status": "on_track", "on_behalf": "Bo, per telefon", "next": "1"}
        address = browser.post(address, {**sent, "round": current.public_id}).url
    assert visited == {"rapporterapa-uppdrag"}
    assert address.startswith(current.get_absolute_url())
    page = browser.post(f"/uppfoljning/omgang/{current.public_id}/stang/", follow=True)
    assert "8 av 8 är inne" in page.text
    assert "Stängd" in page.text
