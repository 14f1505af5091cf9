"""Numbers become honest geometry: one scale from zero, gaps where nothing is known, nothing small ever drawn."""

import re
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from collab import charts, maps
from collab.charts import SUPPRESSED
from collab.seats import PAPER_PARTIES, ring


@dataclass(frozen=True)
class Seat:
    hue: int


def test_all_panels_share_one_scale_from_zero():
    low, high = charts.trends([("A", [2, 4]), ("B", [30, 44])], ["1", "2"])

    assert (low["bottom"], low["top"]) == (high["bottom"], high["top"]) == (0, 50)
    assert high["path"] == "M0 40L100 12"


def test_a_missing_value_breaks_the_line_and_a_lone_value_is_a_dot():
    [panel] = charts.trends([("A", [10, 20, None, 30, None])], list("12345"))

    assert panel["path"] == "M0 66.67L25 33.33"
    assert panel["lone"] == "M75 0h.01"
    assert panel["area"] == ""


def test_a_suppressed_value_is_neither_drawn_nor_reported():
    [panel] = charts.trends([("A", [10, 12, SUPPRESSED])], ["q1", "q2", "q3"], back=1)

    assert (panel["latest"], panel["latest_period"], panel["change"]) == (12, "q2", 2)
    assert "100 " not in panel["path"]


def test_a_series_without_figures_draws_nothing():
    [panel] = charts.trends([("A", [None, SUPPRESSED])], ["q1", "q2"])

    assert (panel["path"], panel["dot"], panel["latest"], panel["change"]) == ("", "", None, None)


def test_a_single_period_is_drawn_without_a_division_by_zero():
    [panel] = charts.trends([("A", [Decimal("7.5")])], ["2024"])

    assert panel["dot"] == panel["lone"] == "M0 6.25h.01"


def test_negative_values_keep_zero_in_the_scale():
    [panel] = charts.trends([("A", [-3, 5])], ["q1", "q2"])

    assert (panel["bottom"], panel["top"], panel["zero"]) == (-3, 5, "62.5")


@pytest.mark.parametrize(
    ("peak", "top"), [(0, 1), (4, 4), (14, 15), (44, 50), (0.3, 0.3), (101, 120), (1000, 1000)]
)
def test_a_scale_ends_at_a_round_number(peak, top):
    assert charts.round_up(peak) == top


def test_a_ranking_puts_the_longest_first_and_the_unknown_last():
    rows = [{"label": "A", "value": 5}, {"label": "B", "value": SUPPRESSED}, {"label": "C", "value": 20}]

    ranked = charts.ranking(rows)

    assert [row["label"] for row in ranked] == ["C", "A", "B"]
    assert [row["width"] for row in ranked] == ["100", "25", ""]


def test_a_stack_leaves_out_what_is_none_and_fills_its_width():
    parts = charts.stack([("done", 1), ("on_track", 0), ("stopped", 3)])

    assert [(part["status"], part["x"], part["width"]) for part in parts] == [
        ("done", "0", "247"),
        ("stopped", "250", "747"),
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 6, 9, 14])
def test_the_table_has_a_seat_for_every_party_and_no_two_overlap(count):
    seats = [Seat(1 + i % 8) for i in range(count)]
    circles = ring(seats, set())

    assert len(circles) == count
    spots = [(float(c["x"]), float(c["y"]), float(c["r"])) for c in circles]
    for i, (x, y, r) in enumerate(spots):
        for u, v, s in spots[i + 1 :]:
            assert (x - u) ** 2 + (y - v) ** 2 > (r + s) ** 2


def test_a_taken_seat_is_filled_with_the_partys_own_hue():
    first, second = Seat(1), Seat(2)

    taken, free = ring([first, second], {first})

    assert (taken["taken"], taken["fill"]) == (True, PAPER_PARTIES[1])
    assert (free["taken"], free["fill"]) == (False, "none")


def test_the_classes_of_a_map_are_round_and_hold_every_value():
    values = [18, 19, 24, 27, 36, 38, 41, 44, None, SUPPRESSED]
    limits = charts.cuts(values)

    assert limits == (20, 30, 40)
    assert [charts.bucket(value, limits) for value in values] == [1, 1, 2, 2, 3, 3, 4, 4, 0, 0]


def test_the_legend_says_the_classes_in_words():
    with override("sv"):
        assert charts.legend((20, 30, 40)) == [
            (1, "Under 20"),
            (2, "20–29"),
            (3, "30–39"),
            (4, "40 och över"),
        ]
        assert charts.legend((0.5, 1.0))[1] == (2, "0,5 till under 1")


def test_places_without_outlines_become_tiles_and_small_numbers_are_not_printed():
    made = maps.area_map([{"label": "A", "value": 7}, {"label": "B", "value": SUPPRESSED}])

    assert made["is_tiles"]
    markup = render_to_string("components/chart_map.html", {"map": made, "label": "Map"})
    assert len(re.findall("map__value", markup)) == 1
    assert "suppressed" not in markup


def test_drawn_places_keep_their_outlines_and_a_spot_is_a_circle():
    places = [
        {"label": "North", "value": 3, "shape": {"path": "M10 10L90 10L90 60Z", "label": [50, 30]}},
        {"label": "Square", "value": 4, "shape": {"spot": [40, 20], "label": [70, 90], "leader": [50, 25]}},
    ]
    made = maps.area_map(places)

    assert not made["is_tiles"]
    assert made["view_box"] == "4 4 92 92"
    assert [area["is_spot"] for area in made["areas"]] == [False, True]
    assert made["areas"][1]["leader"] == "M50 25L65 86"


def test_relative_paths_and_curves_count_in_the_view_box():
    assert list(maps.corners("M10 10h20v-5c1 1 2 2 3 3Z")) == [(10, 10), (30, 10), (30, 5), (33, 8)]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_locale_puts_a_comma_in_a_coordinate(language):
    [panel] = charts.trends(
        [("A", [Decimal("1.5"), Decimal("2.25"), 3])], ["q1", "q2", "q3"], references=[[1, 2, 2.5]]
    )
    with override(language):
        markup = render_to_string("components/chart_trend.html", {"panel": panel, "uid": "t"})

    for path in re.findall(r' d="([^"]*)"', markup):
        assert "," not in path
    assert 'role="img"' in markup
    assert "<title" in markup


def test_a_label_from_outside_is_escaped():
    [panel] = charts.trends([("<script>", [1, 2])], ["q1", "q2"])

    assert "<script>" not in render_to_string("components/chart_trend.html", {"panel": panel, "uid": "t"})
