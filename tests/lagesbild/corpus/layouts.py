"""Every meaning of a cell in every layout a table has, and every way a period is written."""

from grids import Cell, Grid, month, value, year
from meanings import meanings

AREAS = ["Norra", "Södra", "Vårby gård", "Älvängen"]


def ordinary(says):
    return Cell(int(says), value(says))


def placed(cell, area, period, *what, total=False):
    if "issue" in cell.says:
        return cell
    return Cell(cell.raw, {**cell.says, "area": area, "period": period, "what": what, "total": total})


def filler(cells):
    """Each strange cell among ordinary ones, as in a table that somebody has kept for years."""
    for n, cell in enumerate(cells):
        yield from (cell, ordinary(10 + n), ordinary(110 + n))


def noted(grid, note):
    return grid.row().row(note) if note else grid


def long(kind, note):
    grid = Grid("Blad1").row("Område", "Period", "Antal")
    for n, cell in enumerate(filler(meanings(kind, note))):
        when, area = (2015 + n // 48, n // 4 % 12 + 1), AREAS[n % 4]
        grid.row(area, f"{when[0]}-{when[1]:02}", placed(cell, area, month(*when)))
    return [noted(grid, note)]


def wide_time(kind, note):
    grid, cells = Grid("Blad1"), list(filler(meanings(kind, note)))
    years = [2018, 2019, 2020, 2021, 2022]
    cells += [ordinary(9)] * (-len(cells) % 5)
    grid.row("Område", "Brottstyp", *years)
    for n in range(0, len(cells), 5):
        area, crime = AREAS[n // 5 % 4], f"Brott av slag {chr(65 + n // 20)}"
        grid.row(
            area,
            crime,
            *(placed(c, area, year(y), crime) for c, y in zip(cells[n : n + 5], years, strict=True)),
        )
    return [noted(grid, note)]


def wide_measures(kind, note):
    grid, cells = Grid("Blad1"), list(filler(meanings(kind, note)))
    measures = ["Skadegörelse", "Rån", "Inbrott"]
    grid.row("Område", "År", *measures)
    for n in range(0, len(cells), 3):
        area, when = AREAS[n // 3 % 4], 1990 + n // 12
        row = zip(cells[n : n + 3], measures, strict=True)
        grid.row(area, when, *(placed(c, area, year(when), name) for c, name in row))
    return [noted(grid, note)]


def crossed(kind, note):
    grid, cells = Grid("Blad1"), list(filler(meanings(kind, note)))
    cells += [ordinary(9)] * (-len(cells) % 6)
    heads = [(y, sex) for y in (2021, 2022, 2023) for sex in ("Kvinnor", "Män")]
    grid.row(None, *[cell for y in (2021, 2022, 2023) for cell in (y, None)])
    grid.row("Område", *[sex for _, sex in heads])
    for first in (1, 3, 5):
        grid.merge(1, first, 1, first + 1)
    for n in range(0, len(cells), 6):
        area = f"Område {chr(65 + n // 6)}"
        row = zip(cells[n : n + 6], heads, strict=True)
        grid.row(area, *(placed(c, area, year(y), sex) for c, (y, sex) in row))
    return [noted(grid, note)]


def stacked(kind, note):
    """Two tables under each other with a title each, and a hidden sheet that is nobody's to read."""
    grid, cells = Grid("Blad1"), list(filler(meanings(kind, note)))
    half = len(cells) // 6 * 3
    years = [2021, 2022, 2023]
    for title, part in (("Skadegörelse", cells[:half]), ("Klotter", cells[half:])):
        part += [ordinary(9)] * (-len(part) % 3)
        grid.row(title).row("Område", *years)
        for n in range(0, len(part), 3):
            area = f"Område {chr(65 + n // 3)}"
            row = zip(part[n : n + 3], years, strict=True)
            grid.row(area, *(placed(c, area, year(y), title) for c, y in row))
        noted(grid, note)
        grid.row().row()
    return [grid]


LAYOUTS = [long, wide_time, wide_measures, crossed, stacked]

PERIODS = {
    "month": [(f"{y}-{m:02}", month(y, m)) for y in (2022, 2023) for m in (1, 2, 12)],
    "short month": [("jan-23", month(2023, 1)), ("feb-23", month(2023, 2)), ("maj 2023", month(2023, 5))],
    "quarter": [
        ("2023 kv 1", ("2023-01-01", "2023-03-31")),
        ("kv 2 2023", ("2023-04-01", "2023-06-30")),
        ("2023K3", ("2023-07-01", "2023-09-30")),
        ("Q4 2023", ("2023-10-01", "2023-12-31")),
        ("Kvartal 1 2024", ("2024-01-01", "2024-03-31")),
    ],
    "tertial": [
        ("T1 2023", ("2023-01-01", "2023-04-30")),
        ("2023 T2", ("2023-05-01", "2023-08-31")),
        ("Tertial 3 2023", ("2023-09-01", "2023-12-31")),
    ],
    "half": [
        ("H1-23", ("2023-01-01", "2023-06-30")),
        ("H2 2023", ("2023-07-01", "2023-12-31")),
        ("1:a halvåret 2024", ("2024-01-01", "2024-06-30")),
        ("andra halvåret 2024", ("2024-07-01", "2024-12-31")),
    ],
    "year": [("2020", year(2020)), ("år 2021", year(2021)), ("2022*", year(2022)), ("2023 prel", year(2023))],
    "school year": [
        ("2021/22", ("2021-08-01", "2022-06-30")),
        ("2022/2023", ("2022-08-01", "2023-06-30")),
        ("läsår 2023/24", ("2023-08-01", "2024-06-30")),
        ("lå 24/25", ("2024-08-01", "2025-06-30")),
    ],
    "rolling": [
        ("rullande 12 mån t.o.m. oktober 2023", ("2022-11-01", "2023-10-31")),
        ("rullande 12 månader december 2023", ("2023-01-01", "2023-12-31")),
        ("R12 2024-03", ("2023-04-01", "2024-03-31")),
    ],
    "cumulative": [
        ("t.o.m. oktober 2023", ("2023-01-01", "2023-10-31")),
        ("t.o.m. mars 2024", ("2024-01-01", "2024-03-31")),
        ("jan-okt 2024", ("2024-01-01", "2024-10-31")),
    ],
    "week": [
        ("v. 43 2023", ("2023-10-23", "2023-10-29")),
        ("2020-W53", ("2020-12-28", "2021-01-03")),
        ("vecka 1 2024", ("2024-01-01", "2024-01-07")),
        ("2024 v 2", ("2024-01-08", "2024-01-14")),
    ],
    "day": [
        ("2023-12-31", ("2023-12-31", "2023-12-31")),
        ("18/3-23", ("2023-03-18", "2023-03-18")),
        ("31/12 2022", ("2022-12-31", "2022-12-31")),
        ("1 oktober 2023", ("2023-10-01", "2023-10-01")),
        ("2023-05-04 13:45", ("2023-05-04", "2023-05-04")),
    ],
    "not a period": [
        ("2023-13", None),
        ("v. 53 2023", None),
        ("2023-02-30", None),
        ("oklart", None),
        ("2023", year(2023)),
        ("2022", year(2022)),
        ("2021", year(2021)),
        ("2020", year(2020)),
    ],
}


def periods(name):
    grid, n = Grid("Blad1").row("Område", "Period", "Antal"), 0
    for shown, when in PERIODS[name]:
        for area in AREAS:
            n += 1
            if when:
                grid.row(area, shown, placed(ordinary(n), area, when))
            else:
                grid.row(area, Cell(shown, {"issue": "bad_period"}), n)
    return [grid]
