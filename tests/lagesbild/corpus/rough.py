"""Tables as people keep them: begun anywhere, broken by pages, headed in one to four rows, with more than figures."""

import json
import random
from datetime import date

from grids import Cell, Grid, month, value, year

AREAS = ["Norra", "Södra", "Vårby gård", "Älvängen", "Ön", "Skogås"]


def figure(dice, *what, area, period, **more):
    number = dice.randint(5, 99)
    return Cell(number, {**value(number), "area": area, "period": period, "what": what, **more})


def begun_far_down(seed):
    """The table begins at C7 under a title, with rows left empty inside it."""
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Brott i kommunen").row().row("Uttag 2024-01-10").row().row().row()
    grid.row(None, None, "Område", 2021, 2022, 2023)
    for n, area in enumerate(AREAS):
        grid.row(None, None, area, *(figure(dice, area=area, period=year(y)) for y in (2021, 2022, 2023)))
        if n == 2:
            grid.row()
    return [grid]


def broken_by_pages(seed):
    """The heading comes again at the top of each printed page."""
    dice, grid = random.Random(seed), Grid("Blad1")
    for page in range(3):
        grid.row("Område", "Period", "Antal")
        for n, area in enumerate(AREAS):
            when = (2020 + page, n + 1)
            grid.row(area, f"{when[0]}-{when[1]:02}", figure(dice, area=area, period=month(*when)))
    return [grid]


def four_heading_rows(seed):
    """Source, measure, year and sex above each other, no cell merged."""
    dice, grid = random.Random(seed), Grid("Blad1")
    heads = [(m, y, s) for m in ("Rån", "Misshandel") for y in (2021, 2022) for s in ("Kvinnor", "Män")]
    grid.row(None, "Anmälda brott", *[None] * 7)
    grid.row(None, "Rån", None, None, None, "Misshandel", None, None, None)
    grid.row(None, *[2021, None, 2022, None] * 2)
    grid.row("Område", *[s for *_, s in heads])
    for area in AREAS:
        grid.row(area, *(figure(dice, m, s, area=area, period=year(y)) for m, y, s in heads))
    return [grid]


def year_and_month_apart(seed):
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("År", "Månad", "Kommunkod", "Kommun", "Kön", "Antal")
    for y in (2022, 2023):
        for n, name in enumerate(("januari", "februari", "mars"), 1):
            for code, area in (("0126", "Ekby"), ("0180", "Storby")):
                for sex in ("Kvinnor", "Män"):
                    cell = figure(dice, sex, area=area, code=code, period=month(y, n))
                    grid.row(y, name, code, area, sex, cell)
    return [grid]


def small_areas(seed):
    """Codes of RegSO with their names, a measure and a unit for each row."""
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Regsokod", "Regsonamn", "År", "Indikator", "Enhet", "Värde")
    for n, area in enumerate(AREAS):
        for measure, unit in (("Anmälda rån", "antal"), ("Andel otrygga", "procent")):
            code = f"0126R{n + 1:03}"
            said = {
                "area": area,
                "code": code,
                "period": year(2023),
                "unit": unit,
            }
            grid.row(code, area, 2023, measure, unit, figure(dice, measure, **said))
    return [grid]


def with_people(seed):
    """Numbers, names, telephones and addresses of people beside the figures; nothing of them comes along."""
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Område", "Datum", "Personnummer", "Handläggare", "Telefon", "E-post", "Adress", "Kostnad (kr)")
    for n in range(12):
        area, day = AREAS[n % 6], date(2023, 1 + n % 9, 14 + n)
        cost = figure(dice, area=area, period=(day.isoformat(), day.isoformat()))
        person = [
            "19121212-1212",
            "Karin Ek",
            f"070-123 45 {n + 10}",
            f"karin{n}@exempel.se",
            f"Storgatan {n + 1}",
        ]
        grid.row(area, day.isoformat(), *person, cost)
    return [grid]


def hidden_sheets(seed):
    """What is hidden is listed and left alone."""
    dice, open_, hidden, very = random.Random(seed), Grid("Blad1"), Grid("Dold"), Grid("Djupt")
    hidden.state, very.state = "hidden", "veryHidden"
    for grid in (open_, hidden, very):
        grid.row("Område", "År", "Antal")
        for area in AREAS:
            cell = figure(dice, area=area, period=year(2023))
            grid.row(area, 2023, cell if grid is open_ else cell.raw)
    return [open_, hidden, very]


def totals_on_both_sides(seed):
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Anmälda brott 2023").row("Område", "Kvinnor", "Män", "Totalt")
    for area in [*AREAS, "Hela kommunen"]:
        whole = {"area": area, "period": year(2023)}
        parts = [figure(dice, s, total=area == "Hela kommunen", **whole) for s in ("Kvinnor", "Män")]
        grid.row(area, *parts, figure(dice, total=True, **whole))
    return [grid]


def quarters_across(seed):
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Område", *[f"2023 kv {n}" for n in (1, 2, 3)], "kv 4 2023 prel")
    ends = ["03-31", "06-30", "09-30", "12-31"]
    for area in AREAS:
        cells = []
        for n, end in enumerate(ends):
            when = (f"2023-{3 * n + 1:02}-01", f"2023-{end}")
            cells.append(figure(dice, area=area, period=when, preliminary=n == 3))
        grid.row(area, *cells)
    return [grid]


def months_in_title_year(seed):
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Klotter per månad 2022").row("Område", "jan", "feb", "mar", "Summa")
    for area in AREAS:
        cells = [figure(dice, area=area, period=month(2022, n)) for n in (1, 2, 3)]
        grid.row(area, *cells, sum(cell.raw for cell in cells))
    return [grid]


def measures_down(seed):
    """The measures stand in the rows, the years across, and the title names the place."""
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Ekby kommun").row("Indikator", 2021, 2022, 2023)
    for name in ("Antal anmälda rån", "Antal anmälda inbrott", "Antal bränder", "Antal klotter"):
        cells = [figure(dice, name, area="Ekby kommun", period=year(y)) for y in (2021, 2022, 2023)]
        grid.row(name, *cells)
    return [grid]


def units_apart(seed):
    """Kronor, shares and counts in columns of their own."""
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Område", "År", "Kostnad (kr)", "Andel otrygga (%)", "Antal brott")
    for area in AREAS:
        place = {"area": area, "period": year(2023)}
        cells = [figure(dice, w, unit=u, **place) for w, u in (("Kostnad", "kr"), ("otrygga", "%"))]
        grid.row(area, 2023, *cells, figure(dice, "Antal brott", **place))
    return [grid]


ANYWHERE = [
    *(begun_far_down, broken_by_pages, four_heading_rows, year_and_month_apart, small_areas, with_people),
    *(totals_on_both_sides, quarters_across, months_in_title_year, measures_down, units_apart),
]


def day_cells(seed):
    """Months as the dates a program made of them, in both of its calendars."""
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Område", "Månad", "Antal")
    for n in range(1, 7):
        for area in AREAS:
            grid.row(area, date(2023, n, 1), figure(dice, area=area, period=month(2023, n)))
    return [grid]


def beside_the_table(seed):
    """A figure under no heading is told, never lost."""
    dice, grid = random.Random(seed), Grid("Blad1")
    grid.row("Område", "År", "Antal")
    for n, area in enumerate(AREAS):
        cell = figure(dice, area=area, period=year(2023))
        grid.row(area, 2023, cell, *([None, Cell("se pärm", {"issue": "outside_table"})] if n == 3 else []))
    return [grid]


def records(seed):
    """An array of objects; the sheet it becomes has its keys for a heading."""
    dice, grid = random.Random(seed), Grid("fil")
    grid.row("område", "år", "kön", "antal")
    for area in AREAS:
        for sex in ("Kvinnor", "Män"):
            grid.row(area, 2023, sex, figure(dice, sex, area=area, period=year(2023)))
    return [grid]


def as_records(path, grids):
    head, *rows = grids[0].rows
    path.write_text(json.dumps([dict(zip(head, row, strict=True)) for row in rows], ensure_ascii=False))
