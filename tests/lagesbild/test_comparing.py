"""What a figure is held against: its own mean of three years, the whole municipality, its baseline and its target."""

from decimal import Decimal

import pytest

from lagesbild.models import Indicator
from lagesbild.models.picture import Picture


@pytest.fixture
def share(cast):
    return Indicator.objects.create(
        collaboration=cast.ekby, name="Andel otrygga", unit="%", is_count=False, is_published=True
    )


def years(figures, numbers, **fields):
    return [figures.row(number, year=2027 - len(numbers) + n, **fields) for n, number in enumerate(numbers)]


def test_the_mean_is_of_the_same_quarter_in_the_three_years_before(cast, figures):
    figures.deliver(cast.ada, *years(figures, [99, 10, 14, 12, 20]), figures.row(77, n=2, year=2025))

    [figure] = Picture(figures.fires, cast.cia, period="quarter-2026-01-01-2026-03-31").figures
    assert (figure.mean, figure.from_mean) == (12, 8)


@pytest.mark.parametrize("numbers", [[10, 12, 20], [3, 10, 12, 20], [10, None, 12, 20]])
def test_no_mean_is_made_over_a_hidden_or_a_missing_year(cast, figures, numbers):
    rows = [row for row in years(figures, numbers) if row["number"] is not None]
    figures.deliver(cast.ada, *rows)

    assert [f.mean for f in Picture(figures.fires, cast.cia).figures] == [None]


def test_a_share_is_laid_beside_the_municipality_and_a_count_is_a_part_of_it(cast, figures, share):
    figures.deliver(
        cast.ada, figures.row(44, indicator=share), figures.row(29, indicator=share, area=cast.town)
    )
    figures.deliver(cast.ada, figures.row(20), figures.row(80, area=cast.town))

    [figure] = Picture(share, cast.cia).figures
    assert (figure.from_town, figure.part_of_town) == (15, None)
    [figure] = Picture(figures.fires, cast.cia).figures
    assert (figure.from_town, figure.part_of_town) == (None, 25)


def test_a_count_has_its_own_mean_as_dashed_line_and_a_share_the_municipality(cast, figures, share):
    figures.deliver(cast.ada, *years(figures, [10, 14, 12, 20]))
    figures.deliver(cast.ada, *years(figures, [40, 44], indicator=share))
    figures.deliver(cast.ada, *years(figures, [30, 29], indicator=share, area=cast.town))

    trends = Picture(figures.fires, cast.cia).trends
    assert trends.references == [[12] * len(trends.periods)]
    trends = Picture(share, cast.cia).trends
    assert [v for v in trends.references[0] if v] == [30, 29]


def test_the_way_from_baseline_year_to_target_is_told(cast, figures, share, as_):
    share.baseline_year, share.target, share.target_year = 2024, Decimal(25), 2028
    share.save()
    figures.deliver(cast.ada, *years(figures, [33, 31, 29], indicator=share, area=cast.town))
    figures.deliver(cast.ada, *years(figures, [40, 44], indicator=share))

    progress = Picture(share, cast.cia).progress
    assert (progress.baseline, progress.now, progress.since, progress.left) == (33, 29, -4, 4)
    assert (progress.judgement, progress.is_reached) == ("better", False)
    html = as_(cast.cia).get(f"/lagesbild/?indikator={share.public_id}").content.decode()
    for words in ("4 procentenheter kvar till målet", "högst 25\u00a0% senast 2028", 'class="goal"'):
        assert words in html
    html = as_(cast.cia).get(f"/lagesbild/indikator/{share.public_id}/").content.decode()
    assert "siffran för 2024" in html


def test_a_hidden_baseline_is_not_told(cast, figures, as_):
    figures.fires.baseline_year = 2025
    figures.fires.save()
    figures.deliver(cast.ada, *years(figures, [3, 20], area=cast.town))

    progress = Picture(figures.fires, cast.cia).progress
    assert (progress.baseline, progress.since, progress.judgement) == (None, None, "")
    html = as_(cast.cia).get(f"/lagesbild/?indikator={figures.fires.public_id}").content.decode()
    assert "ingen siffra som får visas för 2025" in html


WRONG = [
    ({"target": "20"}, "baseline", "Ett mål behöver ett utgångsläge"),
    ({"target": "20", "baseline": "10"}, "target", "Lägre är bättre"),
    ({"target": "5", "baseline": "10", "direction": "higher"}, "target", "Högre är bättre"),
    ({"target": "5", "baseline": "10", "direction": "neutral"}, "direction", "Ett mål behöver en riktning"),
    ({"baseline": "10", "baseline_year": "2020"}, "baseline_year", "inte båda"),
    ({"target_year": "2028"}, "target", "Ange det målvärde"),
    ({"target": "5", "baseline_year": "2028", "target_year": "2027"}, "target_year", "efter basåret"),
]


@pytest.mark.parametrize(("sent", "field", "words"), WRONG)
def test_a_target_that_does_not_hold_together_is_told_at_its_field(cast, figures, as_, sent, field, words):
    address = f"/lagesbild/indikator/{figures.fires.public_id}/andra/"
    form = as_(cast.ada).get(address).context["form"]
    held = {name: form[name].value() or "" for name in form.fields} | {"is_count": "on"}
    answer = as_(cast.ada).post(address, {**held, **sent})

    assert words in str(answer.context["form"].errors[field])
    figures.fires.refresh_from_db()
    assert figures.fires.target is None


def test_a_count_is_divided_by_no_share_and_not_by_itself(cast, figures, share, as_):
    address = f"/lagesbild/indikator/{figures.fires.public_id}/andra/"
    offered = as_(cast.ada).get(address).context["form"].fields["denominator"].queryset
    assert not {share, figures.fires} & set(offered)


def test_a_target_is_written_with_a_comma_and_shown_as_it_was_written(cast, figures, as_):
    address = f"/lagesbild/indikator/{figures.fires.public_id}/andra/"
    form = as_(cast.ada).get(address).context["form"]
    held = {name: form[name].value() or "" for name in form.fields} | {"is_count": "on"}
    as_(cast.ada).post(address, {**held, "baseline": "40", "target": "12,5"})

    figures.fires.refresh_from_db()
    assert figures.fires.target == Decimal("12.5")
    assert 'value="12,5"' in as_(cast.ada).get(address).content.decode()
