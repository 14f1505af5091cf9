"""What the six parties deliver, eleven tables made anew in every format, each with its own truth."""

import random
from datetime import date

from grids import Cell, Fault, Grid, Share, month, value, year

NBSP = "\u00a0"
AREAS = ["Norra", "Södra", "Vårby gård", "Älvängen", "Ön", "Skogås"]
MONTHS = [
    "Januari",
    "Februari",
    "Mars",
    "April",
    "Maj",
    "Juni",
    "Juli",
    "Augusti",
    "September",
    "Oktober",
    "November",
    "December",
]


def spaced(number, space=NBSP):
    return f"{number:,}".replace(",", space)


def at(says, *what, raw=None, area="", period=None, **more):
    """A cell in its place; a number alone says itself."""
    if not isinstance(says, dict):
        raw, says = says if raw is None else raw, value(says)
    if "issue" in says:
        return Cell(raw, says)
    return Cell(raw, {**says, "area": area, "period": period, "what": what, **more})


def suppressed(mark, *what, **place):
    return at({"flag": "suppressed"}, *what, raw=mark, **place)


def police_monthly(seed):
    """(a) Titles, a merged heading over months, footnotes glued to labels, a label over two rows, dash is zero."""
    dice, until = random.Random(seed), 3 + seed % 8
    grid, names = Grid("P3"), MONTHS[:until]
    grid.row("Tabell P3").row("Ekby kommun")
    grid.row(
        f"Anmälda brott, efter brottstyp och månad då brottet anmälts, t.o.m. {names[-1].lower()} 2023. "
        "Preliminära uppgifter."
    ).row()
    grid.row(
        "Brottstyp",
        "Antal anmälda brott, månad för anmälan",
        *[None] * (until - 1),
        "Hittills",
    )
    grid.merge(5, 1, 5, until)
    grid.row(None, *names, "under året")
    so_far = ("2023-01-01", month(2023, until)[1])

    def crimes(shown, said, counts):
        cells = [
            at(
                0 if n is None else n,
                said,
                raw="-" if n is None else spaced(n) if n > 999 else n,
                area="Ekby kommun",
                period=month(2023, m),
                preliminary=True,
            )
            for m, n in enumerate(counts, 1)
        ]
        total = sum(n or 0 for n in counts)
        grid.row(
            shown,
            *cells,
            at(total, said, raw=spaced(total), area="Ekby kommun", period=so_far, preliminary=True),
        )

    crimes("SAMTLIGA BROTT", "SAMTLIGA BROTT", [dice.randint(900, 1400) for _ in names])
    crimes(
        "   Misshandel mot barn 0–6 år1)",
        "Misshandel mot barn 0–6 år",
        [dice.choice([3, 12, None, 7]) for _ in names],
    )
    grid.row("   Fullbordat mord och dråp samt misshandel med")
    said = "Fullbordat mord och dråp samt misshandel med dödlig utgång (1, 2, 5, 6 §)"
    crimes("     dödlig utgång (1, 2, 5, 6 §)1)", said, [dice.choice([None, 1, 2]) for _ in names])
    crimes("   Skadegörelse", "Skadegörelse", [dice.randint(20, 90) for _ in names])
    grid.row().row("1) Se kvalitetsdeklaration.").row("- = Noll")
    return [grid]


def police_yearly(seed):
    """(b) Years across, the last preliminary, a change in per cent, comments, subtotals."""
    dice, grid, first = random.Random(seed), Grid("Blad1"), 2017 + seed % 3
    years = [first, first + 1, first + 2]
    grid.row("Kommundel", "Brottskategori", *years, f"{first + 3}*", "Förändring (%)", "Kommentar")
    for area in AREAS[: 3 + seed % 3]:
        for crime in ("Skadegörelse", "Rån"):
            place = {"area": area}
            cells = [at(dice.randint(5, 80), crime, period=year(y), **place) for y in years]
            if crime == "Rån":
                cells[dice.randrange(3)] = suppressed(
                    dice.choice(["<5", "..", "1–4"]), crime, period=year(years[0]), **place
                )
                cells = [
                    Cell(c.raw, {**c.says, "period": year(y)}) for c, y in zip(cells, years, strict=True)
                ]
            last = at(dice.randint(5, 80), crime, period=year(first + 3), preliminary=True, **place)
            grid.row(area, crime, *cells, last, "15,8", "se polisens not" if crime == "Rån" else None)
    whole = [
        at(dice.randint(200, 900), "Skadegörelse", area="Summa", period=year(y), total=True)
        for y in [*years, first + 3]
    ]
    grid.row("Summa", "Skadegörelse", *whole, None, None)
    return [grid]


def survey(seed):
    """(c) Shares under a merged heading, per cent written in three ways, small areas withheld."""
    dice, grid, when = random.Random(seed), Grid("Resultat"), year(2019 + seed % 5)
    grid.row(f"Trygghetsmätning {when[0][:4]}")
    grid.row("Område", "Urval", "Antal svar", "Andel otrygga ute ensam sent (%)", None, None)
    grid.row(None, None, None, "Kvinnor", "Män", "Totalt")
    for column in range(3):
        grid.merge(2, column, 3, column)
    grid.merge(2, 3, 2, 5)
    for n, area in enumerate(AREAS[: 3 + seed % 4]):
        place = {"area": area, "period": when}
        share = dice.randint(101, 399) / 10
        women = at(share, "Kvinnor", "otrygga", raw=f"{share}".replace(".", ","), **place)
        if n == 2:
            women = suppressed("..", "Kvinnor", "otrygga", **place)
        men = at(share - 5, "Män", "otrygga", raw=f"{share - 5:.1f} %".replace(".", ","), unit="%", **place)
        men = men._replace(says={**men.says, **value(f"{share - 5:.1f}")})
        both = at(
            f"{share - 2:.1f}",
            "otrygga",
            raw=Share(round((share - 2) / 100, 3)),
            unit="%",
            total=True,
            **place,
        )
        grid.row(area, "Boende", at(100 + n, "Antal svar", **place), women, men, both)
    return [grid]


def rescue_service(seed):
    """(d) One row for each event, the day written in two ways, coordinates that must not come along."""
    dice, grid = random.Random(seed), Grid("larm")
    grid.row(
        *[
            "Händelsenr",
            "Larmdatum",
            "Larmtid",
            "Händelsetyp",
            "Förmodad brandorsak",
            "Objekt",
            "Kommun",
            "Område",
        ],
        "N (SWEREF99TM)",
        "E (SWEREF99TM)",
    )
    for n in range(12):
        day = date(2023, 1 + n % 9, 13 + dice.randrange(14))
        shown = day.isoformat() if n % 3 else f"{day.day}/{day.month}-{day.year % 100}"
        kind = dice.choice(["Brand i fordon", "Brand ej i byggnad"])
        area = AREAS[n % 4]
        says = {"value": "1", "area": area, "period": (day.isoformat(), day.isoformat()), "what": (kind,)}
        grid.row(
            f"2023-{4711 + n:06}",
            Cell(shown, says),
            f"{dice.randrange(24):02}:{dice.randrange(60):02}",
            kind,
            "Anlagd med uppsåt",
            dice.choice(["Papperskorg/container", "Personbil"]),
            "Ekby" if n % 2 else "EKBY",
            area,
            f"65673{n:02},4" if n % 4 else None,
            f"6682{n:02},1" if n % 4 else None,
        )
    return [grid]


def housing(seed):
    """(e) A sheet for each month, the area in the first row of its block, money with its unit, a hidden column."""
    dice, grids = random.Random(seed), []
    for number, name in enumerate(("Jan", "Feb", "Mars"), 1):
        grid = Grid(f"{name} 2023", hidden_columns={2})
        grid.row(
            "Område", "Fastighet", "Hyresgäst-id", "Störn. dag", "Störn. natt", "Skadegörelse kostnad (kr)"
        )
        place = {"period": month(2023, number)}
        for block, area in enumerate(AREAS[:4]):
            for n in range(2):
                cost = dice.randint(1000, 90_000)
                day = at(dice.randint(0, 9), "Störn. dag", area=area, **place)
                night = (
                    at({"issue": "dash_unclear"}, raw="-")
                    if n
                    else at(dice.randint(0, 9), "natt", area=area, **place)
                )
                money = at(
                    cost, "Skadegörelse kostnad", raw=f"{spaced(cost)} kr", unit="kr", area=area, **place
                )
                # In a file without columns that can be hidden, the heading alone must be enough.
                grid.row(None if n else area, f"Kvarteret {block}{n}", f"H-{block}{n}7", day, night, money)
            grid.merge(2 + 2 * block, 0, 3 + 2 * block, 0)
        whole = {"area": "Totalt", "total": True, **place}
        total = at(99_000, "kostnad", raw=f"99{NBSP}000 kr", unit="kr", **whole)
        grid.row("Totalt", None, None, at(22, "dag", **whole), at(11, "natt", **whole), total)
        grids.append(grid)
    return grids


def properties(seed):
    """(f) A list of cases with a cost each; remarks that name people never come along."""
    dice, grid = random.Random(seed), Grid("Ärenden")
    grid.row("Ärendenr", "Datum", "Område", "Typ", "Polisanm. K-nr", "Kostnad exkl moms", "Anm.")
    for n in range(10):
        day, area = date(2023, 1 + n % 6, 3 + n), AREAS[n % 3]
        kind = ("Glaskross", "Klotter", "Inbrott", "Brand")[n % 4]
        place = {"area": area, "period": (day.isoformat(), day.isoformat())}
        cost = at(dice.randint(500, 9000), kind, **place)
        if n == 4:
            cost = at({"issue": "error_value"}, raw=Fault("#N/A"))
        remark = ("Sett av Kalle Ek", None, "ring 070-123 45 67")[n % 3]
        grid.row(f"A-{n}", day.isoformat(), area, kind, f"5000-K{n}-23", cost, remark)
    return [grid]


def social_services(seed):
    """(g) Three heading rows: measure, year, sex; small numbers masked; a row of totals."""
    dice, grid, years = random.Random(seed), Grid("Orosanmälningar"), [2021, 2022, 2023][: 2 + seed % 2]
    sexes = ["Flickor", "Pojkar", "Okänt", "Totalt"]
    width = len(years) * 4
    grid.row(None, "Orosanmälningar", *[None] * (width - 1))
    grid.row(None, *[cell for y in years for cell in (y, None, None, None)])
    grid.row("Kommundel", *sexes * len(years))
    grid.merge(1, 1, 1, width)
    for n in range(len(years)):
        grid.merge(2, 1 + 4 * n, 2, 4 + 4 * n)
    for area in [*AREAS[: 4 + seed % 3], "Totalt"]:
        cells = []
        for y in years:
            for sex in sexes:
                is_total = area == "Totalt" or sex == "Totalt"
                place = {"area": area, "period": year(y), "total": is_total}
                what = () if sex == "Totalt" else (sex,)
                cell = at(dice.randint(5, 60), *what, **place)
                if sex == "Okänt" and area != "Totalt":
                    cell = suppressed(dice.choice(["<5", "x", "..", "1-4"]), *what, **place)
                cells.append(cell)
        grid.row(area, *cells)
    return [grid]


def schools(seed):
    """(h) School years across, and what a program made of 5-10."""
    dice, grid, first = random.Random(seed), Grid("Frånvaro"), 2020 + seed % 3
    spans = [first, first + 1]
    grid.row(
        "Skola",
        "Kommundel",
        *[f"Läsår {y}/{(y + 1) % 100}" for y in spans],
        f"Läsår {first + 2}/{(first + 3) % 100}",
    )
    spans.append(first + 2)
    for n in range(6):
        area, school = AREAS[n % 3], f"Skolan {n}"
        cells = [
            at(dice.randint(201, 999) / 100, school, area=area, period=(f"{y}-08-01", f"{y + 1}-06-30"))
            for y in spans
        ]
        if n == 1:
            cells[1] = at({"issue": "auto_date"}, raw="05-okt")
        if n == 3:
            cells[0] = suppressed("..", school, area=area, period=(f"{first}-08-01", f"{first + 1}-06-30"))
        if n == 4:
            cells[2] = at({"issue": "auto_date"}, raw=date(2023, 10, 5))
        grid.row(school, area, *cells)
    return [grid]


def pupils_survey(seed):
    """(i) Two merged levels over years, the county beside the municipality, the response rate in a note."""
    dice, grid = random.Random(seed), Grid("Tabell")
    years = [2020 + seed % 3, 2022 + seed % 3]
    grid.row("Andel som någon gång använt narkotika (%)")
    grid.row(None, "Årskurs 9", None, None, None, "Gymnasiet år 2", None, None, None)
    grid.row(None, *["Flickor", None, "Pojkar", None] * 2)
    grid.row("Kommun", *years * 4)
    for first in (1, 5):
        grid.merge(2, first, 2, first + 3)
    for first in (1, 3, 5, 7):
        grid.merge(3, first, 3, first + 1)
    for area in ("Ekby", "Alby", "Länet"):
        grid.row(
            area,
            *(
                at(dice.randint(1, 30), grade, sex, area=area, period=year(y))
                for grade in ("Årskurs 9", "Gymnasiet år 2")
                for sex in ("Flickor", "Pojkar")
                for y in years
            ),
        )
    grid.row().row("Svarsfrekvens: 76 procent.")
    return [grid]


def probation(seed):
    """(j) A table out of a text document, one year in its title, small numbers withheld."""
    dice, grid, when = random.Random(seed), Grid("Blad1"), 2020 + seed % 4
    grid.row(f"Frivårdsklienter 1 oktober {when}")
    grid.row("Kommun", "Antal klienter i frivård", "varav 18–24 år", "varav våldsbrott")
    day = (f"{when}-10-01", f"{when}-10-01")
    for n, area in enumerate(("Ekby", "Alby", "Österby", "Vik")):
        place = {"area": area, "period": day}
        young = at(dice.randint(5, 40), "18–24", **place) if n else suppressed("..", "18–24", **place)
        violent = (
            suppressed("..", "våldsbrott", **place)
            if n % 2
            else at(dice.randint(5, 40), "våldsbrott", **place)
        )
        grid.row(area, at(dice.randint(40, 200), "klienter", **place), young, violent)
    return [grid]


def population(seed):
    """(k) Codes with leading zeros, thousands with spaces, hyphens as minus, footnotes in headings."""
    dice, grid, when = random.Random(seed), Grid("Folkmängd"), year(2018 + seed % 6)
    grid.row(f"Folkmängd och befolkningsförändringar {when[0][:4]}")
    grid.row("Kod", "Region", "Folkmängd", "Födelse-\növerskott", "Utflyttade1")
    for code, area in [
        ("01", "Stockholms län"),
        ("0126", "Ekby"),
        ("0127", "Alby"),
        ("0136", "Vik"),
        ("0138", "Österby"),
    ]:
        place = {"area": area, "code": code, "period": when}
        people, births, moved = (
            dice.randint(10_000, 2_500_000),
            dice.randint(-900, 7000),
            dice.randint(100, 9000),
        )
        minus = dice.choice(["-", "–"])
        grid.row(
            code,
            area,
            at(people, "Folkmängd", raw=spaced(people), **place),
            at(births, "Födelseöverskott", raw=spaced(births, " ").replace("-", minus), **place),
            at({"flag": "not_applicable"}, "Utflyttade", raw=".", **place)
            if len(code) == 2
            else at(moved, "Utflyttade", raw=spaced(moved), **place),
        )
    grid.row().row("1 Inklusive utvandrade.")
    return [grid]


ALL = [
    *(police_monthly, police_yearly, survey, rescue_service, housing, properties),
    *(social_services, schools, pupils_survey, probation, population),
]
