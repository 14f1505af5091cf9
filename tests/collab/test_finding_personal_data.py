"""Personal data in free text is found, and what only looks like it passes."""

import random

import pytest

from collab.personal_data import find_personal_data, has_right_check_digit


def personal_number(rng, coordination=False, century=False, join="-"):
    year, month, day = rng.randint(1930, 2019), rng.randint(1, 12), rng.randint(1, 28) + 60 * coordination
    nine = f"{year % 100:02}{month:02}{day:02}{rng.randint(0, 999):03}"
    check = next(digit for digit in "0123456789" if has_right_check_digit(nine + digit))
    return f"{year // 100 if century else ''}{nine[:6]}{join}{nine[6:]}{check}"


def phone(rng):
    number = [rng.choice("0236"), *(str(rng.randint(0, 9)) for _ in range(7))]
    a, b, c = "".join(number[1:4]), "".join(number[4:6]), "".join(number[6:8])
    return rng.choice(
        [
            f"07{number[0]}-{a} {b} {c}",
            f"07{number[0]}{a}{b}{c}",
            f"07{number[0]} {a} {b} {c}",
            f"+46 7{number[0]} {a} {b} {c}",
            f"+467{number[0]}{a}{b}{c}",
            f"08-{a} {b} {c}",
            f"0{rng.randint(11, 99)}-{a} {b} {c}",
            f"tel {a} {b} {c}",
        ]
    )


SENTENCES = [
    "Ring {}.",
    "{}",
    "Ärendet gäller {}, enligt uppgift",
    "Kontakt: {} (kväll)",
    "se även {}; vidare",
]


def planted():
    rng = random.Random(20261123)
    for number in range(120):
        join = ["-", "+", "", "–", " - "][number % 5]
        found = personal_number(rng, coordination=number % 4 == 0, century=number % 2 == 0, join=join)
        yield "personal_number", SENTENCES[number % 5].format(found), found
    for number in range(90):
        found = phone(rng)
        yield "phone", SENTENCES[number % 5].format(found), found
    for number in range(60):
        domain = rng.choice(["exempel.se", "mail.example.com"])
        found = f"{rng.choice(['anna.berg', 'kalle_k', 'o.b-s'])}{number}@{domain}"
        yield "email", SENTENCES[number % 5].format(found), found


def clean():
    rng = random.Random(19860228)
    makers = [
        lambda: f"KS-{rng.randint(2015, 2026)}/{rng.randint(1, 4000)}.{rng.randint(100, 199)}",
        lambda: f"Dnr {rng.randint(2015, 2026)}-{rng.randint(1, 999999):06}",
        lambda: f"HKF {rng.randint(1000, 9999)}",
        lambda: organisation(rng),
        lambda: f"{rng.choice(['FULLERSTA', 'Vårby gård'])} {rng.randint(1, 40)}:{rng.randint(1, 400)}",
        lambda: f"{rng.randint(1990, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        lambda: f"{rng.randint(2010, 2026)}{rng.randint(1, 12):02}01-{rng.randint(2010, 2026)}1231",
        lambda: f"{rng.randint(1, 999)} {rng.randint(0, 999):03} {rng.randint(0, 999):03} kr",
        lambda: f"summa {rng.randint(10**9, 10**10 - 1)}",
        lambda: (
            f"N {rng.randint(6_550_000, 6_580_000)},{rng.randint(0, 9)} E {rng.randint(650_000, 690_000)},4"
        ),
        lambda: f"5000-K{rng.randint(100000, 999999)}-{rng.randint(18, 26)}",
        lambda: f"{rng.randint(0, 99)},{rng.randint(0, 99)} procent av {rng.randint(1000, 99999)} svar",
        lambda: f"RegSO 0126R{rng.randint(1, 40):03} och DeSO 0126C{rng.randint(1000, 4000)}",
        lambda: (
            f"kl. {rng.randint(0, 23):02}:{rng.randint(0, 59):02} den {rng.randint(1, 28)}/{rng.randint(1, 12)}"
        ),
        lambda: f"{rng.randint(2010, 2025)}–{rng.randint(2010, 2026)}, {rng.randint(1, 52)} veckor",
        lambda: "registrator@exempel.se",
        lambda: (
            f"lag ({rng.randint(1990, 2026)}:{rng.randint(1, 1500)}) {rng.randint(1, 20)} kap. {rng.randint(1, 40)} §"
        ),
        lambda: f"ring 112 eller 114 14, ärende {rng.randint(1000, 9999)}",
    ]
    for number in range(720):
        yield makers[number % len(makers)]()


def organisation(rng):
    nine = f"{rng.choice('2578')}{rng.randint(0, 9)}{rng.randint(20, 99)}{rng.randint(0, 99999):05}"
    check = next(digit for digit in "0123456789" if has_right_check_digit(nine + digit))
    return f"org.nr {nine[:6]}-{nine[6:]}{check}"


@pytest.mark.parametrize("kind", ["personal_number", "phone", "email"])
def test_everything_planted_is_found_where_it_stands(kind):
    cases = [(text, found) for planted_kind, text, found in planted() if planted_kind == kind]
    assert len(cases) >= 60
    missed = []
    for text, found in cases:
        hits = [text[slice(*finding.span)] for finding in find_personal_data(text) if finding.kind == kind]
        if not any(found in hit or hit in found for hit in hits):
            missed.append(text)
    assert missed == []


def test_at_most_two_in_a_hundred_clean_texts_raise_an_alarm():
    texts = list(clean())
    assert len(texts) >= 500
    alarms = [text for text in texts if find_personal_data(text)]
    assert len(alarms) <= len(texts) * 0.02, alarms


@pytest.mark.parametrize(
    "text",
    [
        "KS-2020/42.142",
        "556036-0793",
        "2023-004711",
        "0126R001",
        "Vårby 1:12",
        "08",
        "12 500 000",
        "18/3-23",
        "",
    ],
)
def test_the_usual_numbers_of_an_office_pass(text):
    assert find_personal_data(text) == []


def test_a_number_with_its_last_digits_masked_still_points_out_a_person():
    assert [f.kind for f in find_personal_data("pojke, 19850101-xxxx")] == ["personal_number"]


def test_an_office_mailbox_is_no_person_but_a_personal_one_is():
    text = "info@exempel.se eller karin.ek@exempel.se"
    assert [text[slice(*f.span)] for f in find_personal_data(text)] == ["karin.ek@exempel.se"]
