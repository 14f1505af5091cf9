"""Look-alikes of what the parties deliver, small and made up; each function writes one file and returns its path."""

from datetime import date

import openpyxl

NBSP, THIN = "\u00a0", "\u202f"


def workbook(path, *sheets):
    """Write sheets given as (name, rows, merged ranges) or (name, rows); a row is a list from column A."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, *rest in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for merged in rest[0] if rest else []:
            sheet.merge_cells(merged)
    book.save(path)
    return path


def text(path, content, encoding="utf-8"):
    path.write_bytes(content.encode(encoding))
    return path


def meant(table):
    return [(c.role, c.part) for c in table.mapping.columns]


def values(observations):
    return [o.value for o in observations if o.value is not None]


def codes(issues):
    return [(one.cell, one.code) for one in issues]


def police_monthly(folder):
    """(a) Titles, a two-row merged heading, months across, footnotes glued to labels, a label over two rows."""
    return workbook(
        folder / "police.xlsx",
        (
            "P3",
            [
                ["Tabell P3"],
                ["Ekby kommun"],
                ["Anmälda brott, efter brottstyp och månad, t.o.m. mars 2023. Preliminära uppgifter."],
                [],
                ["Brottstyp", "Antal anmälda brott, månad för anmälan", None, None, "Hittills"],
                [None, "Januari", "Februari", "Mars", "under året"],
                ["SAMTLIGA BROTT", f"1{NBSP}012", 947, 951, "2 910"],
                ["   Misshandel mot barn 0–6 år1)", 3, "-", 1, 4],
                ["   Fullbordat mord och dråp samt misshandel med"],
                ["     dödlig utgång (1, 2, 5, 6 §)1)", "-", 1, ".", 1],
                [],
                ["1) Se kvalitetsdeklaration."],
                ["- = Noll"],
            ],
            ["B5:D5"],
        ),
    )


def police_yearly(folder):
    """(b) Years across, one of them preliminary, a change in per cent, comments and subtotals."""
    return workbook(
        folder / "districts.xlsx",
        (
            "Blad1",
            [
                ["Kommundel", "Brottskategori", 2019, 2020, "2021*", "Förändring 20–21 (%)", "Kommentar"],
                ["Norra", "Skadegörelse", 41, 38, 44, "15,8", "ring Karin"],
                ["Norra", "Rån", "<5", "..", 6, None, None],
                ["Södra", "Skadegörelse", 20, "1–4", 18, "x", None],
                ["Summa", "Skadegörelse", 61, 40, 62, None, None],
            ],
        ),
    )


def survey(folder):
    """(c) Shares under a merged heading, in three ways of writing per cent."""
    path = workbook(
        folder / "survey.xlsx",
        (
            "Resultat",
            [
                ["Trygghetsmätning 2022"],
                ["Område", "Urval", "Antal svar", "Andel otrygga ute ensam sent (%)", None, None],
                [None, None, None, "Kvinnor", "Män", "Totalt"],
                ["Norra", "Boende", 210, "23,4", "11,2 %", 0.173],
                ["Södra", "Boende", 188, "..", "9,0", 0.12],
            ],
            ["A2:A3", "B2:B3", "C2:C3", "D2:F2"],
        ),
    )
    book = openpyxl.load_workbook(path)
    for row in (4, 5):
        book["Resultat"].cell(row, 6).number_format = "0.0%"
    book.save(path)
    return path


def rescue_service(folder):
    """(d) Events in a semicolon file, cp1252, CRLF, two ways of writing the day, coordinates."""
    heading = "Händelsenr;Larmdatum;Larmtid;Händelsetyp;Förmodad brandorsak;Objekt;Kommun;Område"
    rows = [
        f"{heading};N (SWEREF99TM);E (SWEREF99TM)",
        "2023-004711;2023-03-18;23:42;Brand ej i byggnad;Anlagd med uppsåt;Papperskorg;Ekby;Norra;6567312,4;668204,1",
        "2023-004733;18/3-23;00:05;Brand i fordon;Anlagd med uppsåt;Personbil;EKBY;Södra;;",
        "2023-004790;2023-04-02;01:15;Brand i fordon;Okänd;Personbil;Ekby;Norra;6567400,0;668300,9",
    ]
    return text(folder / "events.csv", "".join(row + "\r\n" for row in rows), "cp1252")


def housing(folder):
    """(e) Area only in the first row of each block, units in cells, a total, a hidden column of tenants."""
    rows = [
        ["Område", "Fastighet", "Hyresgäst-id", "Störn. dag", "Skadegörelse kostnad (kr)"],
        ["Norra", "Almen 1", "H-1", 4, f"12{NBSP}500 kr"],
        [None, "Boken 2", "H-2", "-", f"1{THIN}200 kr"],
        ["Södra", "Cedern 3", "H-3", 2, "0 kr"],
        [None, "Eken 4", "H-4", 1, "900 kr"],
        ["Totalt", None, None, 7, "14 600 kr"],
    ]
    path = workbook(folder / "housing.xlsx", ("Jan", rows, ["A2:A3", "A4:A5"]))
    book = openpyxl.load_workbook(path)
    book["Jan"].column_dimensions["C"].hidden = True
    book.save(path)
    return path


def properties(folder):
    """(f) A list of cases with a cost each, and a column of remarks that names people."""
    return workbook(
        folder / "cases.xlsx",
        (
            "Ärenden",
            [
                ["Ärendenr", "Datum", "Område", "Typ", "Kostnad exkl moms", "Anm."],
                ["A-1", date(2023, 1, 5), "Norra", "Glaskross", 4200, "Sett av Kalle Ek"],
                ["A-2", date(2023, 1, 9), "Södra", "Klotter", 1800.5, None],
                ["A-3", date(2023, 2, 1), "Norra", "Inbrott", "#N/A", "tel 070-123 45 67"],
            ],
        ),
    )


def social_services(folder):
    """(g) Three heading rows: the measure, the year, the sex."""
    return workbook(
        folder / "social.xlsx",
        (
            "Orosanmälningar",
            [
                [None, "Orosanmälningar", None, None, None, None, None],
                [None, 2021, None, None, 2022, None, None],
                ["Kommundel", "Flickor", "Pojkar", "Totalt", "Flickor", "Pojkar", "Totalt"],
                ["Norra", 12, 15, 27, "<5", 14, ".."],
                ["Södra", 8, "x", ".", 9, 11, 20],
                ["Totalt", 20, 30, 50, 25, 25, 50],
            ],
            ["B1:G1", "B2:D2", "E2:G2"],
        ),
    )


def schools(folder):
    """(h) School years across, and what Excel made of 5-10."""
    return workbook(
        folder / "schools.xlsx",
        (
            "Frånvaro",
            [
                ["Skola", "Kommundel", "Läsår 2021/22", "Läsår 2022/23", "Antal elever"],
                ["Ekskolan", "Norra", "7,1", 6.4, 312],
                ["Björkskolan", "Södra", 5.25, "..", date(2023, 10, 5)],
                ["Alskolan", "Södra", 5, 4, "05-okt"],
            ],
        ),
    )


def pupils_survey(folder):
    """(i) Two merged levels over years, and the response rate in a note."""
    return workbook(
        folder / "pupils.xlsx",
        (
            "Tabell",
            [
                ["Andel som någon gång använt narkotika (%)"],
                [None, "Årskurs 9", None, None, None, "Gymnasiet år 2", None, None, None],
                [None, "Flickor", None, "Pojkar", None, "Flickor", None, "Pojkar", None],
                ["Kommun", 2022, 2024, 2022, 2024, 2022, 2024, 2022, 2024],
                ["Ekby", 5, 6, 7, 8, 15, 16, 17, 18],
                ["Länet", 6, 7, 8, 9, 16, 17, 18, 19],
                [],
                ["Svarsfrekvens: 76 procent."],
            ],
            ["B2:E2", "F2:I2", "B3:C3", "D3:E3", "F3:G3", "H3:I3"],
        ),
    )


def probation(folder):
    """(j) A table pasted from a text document; the day is in the heading without a year."""
    return workbook(
        folder / "probation.xlsx",
        (
            "Blad1",
            [
                ["Frivårdsklienter 1 oktober 2023"],
                ["Kommun", "Antal klienter i frivård", "varav 18–24 år", "varav våldsbrott"],
                ["Ekby", 112, 31, ".."],
                ["Alby", 87, "..", 12],
            ],
        ),
    )


def population(folder):
    """(k) Codes with leading zeros, spaces in thousands, a hyphen that is no hyphen, a footnote in the heading."""
    return workbook(
        folder / "population.xlsx",
        (
            "Folkmängd",
            [
                ["Folkmängd och förändring 2023"],
                ["Kod", "Region", "Folkmängd", "Födelse-\növerskott", "Utflyttade1"],
                ["01", "Stockholms län", f"2{NBSP}454{NBSP}821", "7 001", "."],
                ["0126", "Ekby", f"113{THIN}920", "\u201148", "5 312"],
                [],
                ["1 Inklusive utvandrade."],
            ],
        ),
    )


ALL = [
    *(police_monthly, police_yearly, survey, rescue_service, housing, properties),
    *(social_services, schools, pupils_survey, probation, population),
]
