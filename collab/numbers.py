"""Numbers as people read them, in the active language: 1 234,5 and −3, never 1234.5 and -3."""

from decimal import Decimal

from django.utils.translation import get_language, pgettext

MINUS = "\u2212"
NO_BREAK = "\u00a0"
MOST_DECIMALS = 2


def number(value, decimals: int | None = None) -> str:
    """`value` with true minus and grouped thousands; as many decimals as it has, at most two, unless told."""
    if value is None:
        return ""
    value = Decimal(str(value))
    text = f"{abs(value):,.{MOST_DECIMALS if decimals is None else decimals}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    if is_swedish():
        text = text.replace(",", NO_BREAK).replace(".", ",")
    return f"{MINUS if value < 0 and text.strip('0.,') else ''}{text}"


def signed(value, decimals: int | None = None) -> str:
    """A change, always with its sign: +3, −2, ±0."""
    if value is None:
        return ""
    text = number(value, decimals)
    if not text.strip("0.,"):
        return f"±{text}"
    return text if value < 0 else f"+{text}"


def percent(value, decimals: int | None = None) -> str:
    """41 % in Swedish, 41% in English."""
    return f"{number(value, decimals)}{NO_BREAK if is_swedish() else ''}%" if value is not None else ""


def measure(value, unit: str = "") -> str:
    """A number with its unit: 41 %, 12 kr, or the bare number."""
    if unit == "%":
        return percent(value)
    return f"{number(value)}{NO_BREAK}{unit}" if unit and value is not None else number(value)


def size(n: int) -> str:
    """A number of bytes as people read it: 240 kB, 1,2 MB."""
    if n < 1_000_000:
        return f"{number(max(1, round(n / 1000)))}{NO_BREAK}kB"
    return f"{number(round(n / 1_000_000, 1), 1)}{NO_BREAK}MB"


def spelled(n: int) -> str:
    """Two to twelve in words, other numbers in digits; for running text."""
    words = {
        2: pgettext("number", "two"),
        3: pgettext("number", "three"),
        4: pgettext("number", "four"),
        5: pgettext("number", "five"),
        6: pgettext("number", "six"),
        7: pgettext("number", "seven"),
        8: pgettext("number", "eight"),
        9: pgettext("number", "nine"),
        10: pgettext("number", "ten"),
        11: pgettext("number", "eleven"),
        12: pgettext("number", "twelve"),
    }
    return words.get(n) or number(n)


def is_swedish() -> bool:
    return (get_language() or "").startswith("sv")
