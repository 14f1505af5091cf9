"""The page of the law: each paragraph met or not, with what shows it and the latest day to do it again."""

import pytest

from activities.paragraphs import paragraphs
from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf
from agreements.models import Council, Decision, Seat
from collab.clock import today
from lagesbild.models import SituationalPicture


def met(cast):
    """{paragraph: whether it is met}, the two of 6 § as one list."""
    found = {}
    for row in paragraphs(cast.bo):
        found.setdefault(row.number, []).append(row.duty.is_met)
    return found


def test_every_paragraph_stands_there_and_an_empty_portal_meets_little(cast, as_):
    found = met(cast)
    assert list(found) == [f"{n} §" for n in range(4, 14)]
    assert found["4 §"] == found["5 §"] == found["13 §"] == [False]
    assert found["7 §"] == found["10 §"] == [None]
    page = as_(cast.bo).get("/lagen/").text
    assert "Inget strategiskt råd är registrerat i portalen." in page
    assert "Nästa senast" in page


@pytest.mark.parametrize("empty", ["mapping", "other_information", "analysis"])
def test_a_picture_meets_4_only_with_all_three_of_its_parts(cast, empty):
    told = dict.fromkeys(("mapping", "other_information", "analysis"), "Så är det.")
    picture = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild", **told)
    assert met(cast)["4 §"] == [True]
    SituationalPicture.objects.filter(pk=picture.pk).update(**{empty: " ", "version": picture.version})
    assert met(cast)["4 §"] == [False]


def test_5_asks_for_a_decided_plan_9_for_signatures_and_13_for_a_published_report(cast):
    cast.activity("Ljus på vägen")
    assert met(cast)["5 §"] == [False]
    Decision.objects.create(
        declaration=cast.declaration, agreement=cast.agreement, matter="Plan", body="KS", outcome="approved"
    )
    for part in cast.agreement.all_parts:
        cast.agreement.signatures.create(
            party=part.party,
            name="Cia",
            title="Chef",
            signed_on=today(),
            content=cast.agreement.content(),
            entered_by=cast.alva,
        )
    report = freeze(cast.agreement, by=cast.alva)
    set_pdf(report.pk)
    report.refresh_from_db()
    assert met(cast)["13 §"] == [False]
    report.publish(by=cast.alva)
    found = met(cast)
    assert found["5 §"] == found["9 §"] == found["13 §"] == [True]


def test_the_two_clocks_of_6_say_when_it_is_due_again(cast):
    one = cast.round()
    one.close(by=cast.alva)
    picture, followed = [row for row in paragraphs(cast.bo) if row.number == "6 §"]
    assert picture.due_on is None
    assert followed.due_on.year == today().year + 2


def test_10_asks_for_a_council_led_by_the_municipality_with_leading_people_of_every_party(cast):
    def council():
        [row] = [row for row in paragraphs(cast.alva) if row.number == "10 §"]
        return row.duty.is_met, str(row.duty.evidence)

    assert council() == (False, "Inget strategiskt råd är registrerat i portalen.")
    row = Council(collaboration=cast.ekby, name="Strategiskt råd")
    row.begin(by=cast.alva)
    Seat(council=row, person=cast.alva, function="chair", is_leading=True).take(by=cast.alva)
    Seat(council=row, person=cast.bo).take(by=cast.alva)
    is_met, said = council()
    assert not is_met
    assert "Ingen i ledande befattning för: Polisen" in said
    row.seats.get(person=cast.bo).change(by=cast.alva, is_leading=True)
    for person in (cast.cia, cast.omar):
        Seat(council=row, person=person, is_leading=True).take(by=cast.alva)
    assert council() == (True, "Strategiskt råd har personer i ledande befattning från varje part.")
    row.seats.get(person=cast.alva).change(by=cast.alva, function="member")
    assert council() == (False, "Ingen från kommunen leder det.")


def test_a_picture_that_is_being_written_takes_nothing_from_the_adopted_one(cast):
    told = dict.fromkeys(("mapping", "other_information", "analysis"), "Så är det.")
    SituationalPicture.objects.create(
        collaboration=cast.ekby, title="Antagen", dated_on=today(), adopted_edition=1, **told
    )
    SituationalPicture.objects.create(collaboration=cast.ekby, title="Nästa", dated_on=today())
    assert met(cast)["4 §"] == [True]
