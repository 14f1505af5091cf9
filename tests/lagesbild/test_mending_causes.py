"""Mending an import: once per cause, for every row that has it, and worked out anew."""

import pytest

from lagesbild.forms.mending import key
from lagesbild.models import ImportIssue, Value
from tests.lagesbild.sending import csv

HEAD = "Område;Kvartal;Anlagda bränder\n"
# A table is known for one by its sound rows.
SOUND = "".join(
    f"{place};Kv {n} 2020;{n + 10}\n" for n in (1, 2, 3, 4) for place in ("Norra Ekby", "Södra Ekby")
)


@pytest.fixture
def read(cast, figures, wizard):
    """Ada has read rows of a CSV file up to the review."""

    def to_the_review(rows, **columns):
        return wizard(cast.ada).read(csv(HEAD + SOUND + rows), **columns)

    return to_the_review


def counts(person):
    return person.client.get(person.url("granska")).context["counts"]


def brought_in(**where):
    """The values that did not come from the sound rows."""
    return Value.objects.with_source().filter(period__starts_on__year__gt=2020, **where)


def figures_of(actor):
    rows = brought_in().for_actor(actor).current()
    return {(v.area.name, v.period.code[:-11]): float(v.number) for v in rows}


def cell(code, text):
    return key("cell", f"{code}\n{text}")


def written(code, text):
    return key("ratt", f"{code}\n{text}")


def test_a_dash_is_asked_about_once_for_all_cells_and_remembered(cast, read, wizard):
    ada = read("Norra Ekby;Kv 1 2026;-\nSödra Ekby;Kv 1 2026;–\nNorra Ekby;Kv 2 2026;7\n")
    assert counts(ada)["errors"] == 2
    ada.review(do="save", tecken_dash="zero")
    assert (counts(ada)["errors"], counts(ada)["new"]) == (0, 11)
    ada.review()
    assert sorted(brought_in().values_list("number", flat=True)) == [0, 0, 7]

    again = wizard(cast.ada)
    again.start(csv(HEAD + SOUND + "Norra Ekby;Kv 3 2026;-\n", name="nästa.csv"))
    assert (counts(again)["new"], counts(again)["errors"]) == (1, 0)


def test_a_dot_that_can_be_read_in_two_ways_is_asked_about_once(cast, read):
    ada = read("Norra Ekby;Kv 1 2026;1.234\nSödra Ekby;Kv 1 2026;2.500\n")
    assert counts(ada)["errors"] == 2
    ada.review(tecken_decimal="comma")
    assert sorted(brought_in().values_list("number", flat=True)) == [1234, 2500]


def test_a_text_that_is_no_number_gets_one_for_every_row_that_has_it(cast, read):
    ada = read("Norra Ekby;Kv 1 2026;l2\nSödra Ekby;Kv 1 2026;l2\nNorra Ekby;Kv 2 2026;05-okt\n")
    page = ada.client.get(ada.url("granska")).content.decode()
    assert "<code>l2</code> C10, C11" in page
    ada.review(
        **{written("not_a_number", "l2"): "12", cell("auto_date", "05-okt"): "suppressed"},
    )

    told = {(v.area.name, v.period.starts_on.month): (v.number, v.flag, v.text) for v in brought_in()}
    assert told[("Norra Ekby", 1)] == told[("Södra Ekby", 1)] == (12, "", "l2")
    assert told[("Norra Ekby", 4)] == (None, "suppressed", "05-okt")
    assert set(ImportIssue.objects.values_list("code", "is_warning")) == {("mended", True)}


def test_what_is_written_for_a_cell_must_be_a_number(cast, read):
    ada = read("Norra Ekby;Kv 1 2026;l2\n")
    answer = ada.review(**{written("not_a_number", "l2"): "tolv"})

    assert "inget tal" in answer.content.decode()
    assert ada.batch.is_draft


def test_a_period_that_cannot_be_read_is_told_once_for_all_its_rows(cast, read):
    ada = read("Norra Ekby;våren;7\nSödra Ekby;våren;9\nNorra Ekby;Kv 3 2026;4\n")
    assert counts(ada)["errors"] == 2
    ada.review(**{written("bad_period", "våren"): "2026 kv 2"})

    assert figures_of(cast.ada) == {
        ("Norra Ekby", "quarter-2026-04-01"): 7,
        ("Södra Ekby", "quarter-2026-04-01"): 9,
        ("Norra Ekby", "quarter-2026-07-01"): 4,
    }


def test_a_row_without_a_place_gets_one(cast, figures, wizard):
    ada = wizard(cast.ada).read(csv(HEAD + ";Kv 2 2026;9\nNorra Ekby;Kv 1 2026;7\nSödra Ekby;Kv 1 2026;4\n"))
    assert counts(ada)["errors"] == 1
    ada.review(**{cell("no_area", ""): "=Södra Ekby"})

    assert figures_of(cast.ada)[("Södra Ekby", "quarter-2026-04-01")] == 9


def test_a_cause_is_left_out_on_purpose_and_nothing_of_it_is_lost(cast, read):
    ada = read("Norra Ekby;Kv 1 2026;fel\nSödra Ekby;Kv 1 2026;fel\nNorra Ekby;Kv 2 2026;7\n")
    ada.review(do="save", **{cell("not_a_number", "fel"): "skip"})

    assert (counts(ada)["errors"], counts(ada)["skipped"]) == (0, 2)
    assert list(ImportIssue.objects.values_list("code", "found")) == [("left_out", "fel")] * 2


def test_a_mark_for_a_withheld_number_may_mean_something_else(cast, read):
    ada = read("Norra Ekby;Kv 1 2026;x\nSödra Ekby;Kv 1 2026;<5\n")
    ada.review(**{cell("suppressed", "x"): "not_available"})

    assert dict(brought_in().values_list("text", "flag")) == {"x": "not_available", "<5": "suppressed"}


def test_of_two_values_for_one_figure_the_chosen_one_counts(cast, read):
    ada = read(
        "Norra Ekby;Kv 1 2026;14\nNorra Ekby;Kv 1 2026;41\nSödra Ekby;Kv 1 2026;6\nSödra Ekby;Kv 1 2026;8\n"
    )
    assert counts(ada)["conflict"] == 4
    form = ada.client.get(ada.url("granska")).context["form"]
    (north, north_field), (_south, south_field) = form.asked_torn
    ada.review(**{north_field.name: north.choices[1][0], south_field.name: "skip"})

    assert figures_of(cast.ada) == {("Norra Ekby", "quarter-2026-01-01"): 41}


def test_one_rule_settles_all_figures_with_two_values(cast, read):
    ada = read(
        "Norra Ekby;Kv 1 2026;14\nNorra Ekby;Kv 1 2026;41\nSödra Ekby;Kv 1 2026;6\nSödra Ekby;Kv 1 2026;8\n"
    )
    ada.review(krockar="last")

    assert sorted(figures_of(cast.ada).values()) == [8, 41]


def test_what_was_mended_can_be_asked_about_again(cast, read):
    ada = read("Norra Ekby;Kv 1 2026;l2\nNorra Ekby;Kv 2 2026;7\n")
    ada.review(do="save", **{written("not_a_number", "l2"): "12"})
    assert counts(ada)["errors"] == 0
    ada.review(do="save", igen="on")

    assert counts(ada)["errors"] == 1


def test_every_bad_cell_is_counted_however_many_there_are(cast, read):
    sound = "".join(f"Södra Ekby;2026-{n % 12 + 1:02};{n}\n" for n in range(2200))
    ada = read(sound + "".join(f"Norra Ekby;Kv {n % 4 + 1} 2026;fel {n}\n" for n in range(2100)))

    page = ada.client.get(ada.url("granska"))
    assert page.context["counts"]["rejected"] == 2100
    assert ImportIssue.objects.filter(batch=ada.batch).count() == 2100
    assert len(page.content) < 120_000


def test_a_cell_that_points_out_a_person_is_never_told(cast, read):
    ada = read("Norra Ekby;Kv 1 2026;ring 070-123 45 67\n")

    page = ada.client.get(ada.url("granska")).content.decode()
    assert "070" not in page
    assert "Kan peka ut en person" in page


def test_a_measure_under_a_shorter_name_is_asked_for_with_ours_beside_it(cast, figures, wizard):
    figures.fires.name = "Anlagda bränder utomhus"
    figures.fires.save()
    ada = wizard(cast.ada).read(csv(HEAD.replace("Anlagda bränder", "Anlagda  Bränder") + SOUND))
    html = ada.client.get(ada.url("granska")).content.decode()
    assert "Menade du Anlagda bränder utomhus?" in html
    assert counts(ada)["new"] == 0

    figures.fires.name = "Anlagda bränder"
    figures.fires.save()
    known = wizard(cast.ada).read(
        csv(HEAD.replace("Anlagda bränder", "Anlagda  Bränder") + SOUND, name="b.csv")
    )
    assert "Menade du" not in known.client.get(known.url("granska")).content.decode()
    assert counts(known)["new"] == 8
