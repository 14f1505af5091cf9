"""Every pair of text or mark and ground in the colour tokens meets WCAG 2.2 AA, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from collab.models.party import HUES

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
TOKENS = {name: pair for name, *pair in re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)", CSS)}
TEXT, MARK = 4.5, 3.0
GROUNDS = ["surface", "canvas", "subtle", "sunken"]
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS],
    *[
        ("link", "surface", TEXT),
        ("link", "canvas", TEXT),
        ("brand", "surface", TEXT),
        ("on-brand", "brand", TEXT),
    ],
    *[("brand-strong", "brand-tint", TEXT), ("on-danger", "danger", TEXT), ("on-toast", "toast", TEXT)],
    *[(mark, ground, MARK) for mark in ("line-strong", "focus") for ground in ("surface", "canvas")],
    *[
        (s, g, MARK)
        for s in ("ok", "warn", "stop", "none", "done", "info")
        for g in ("surface", "canvas", f"{s}-tint")
    ],
    *[
        (f"{s}-ink", g, TEXT)
        for s in ("ok", "warn", "stop", "none", "done", "info")
        for g in ("surface", f"{s}-tint")
    ],
    *[(f"party-{n}", f"party-{n}-tint", TEXT) for n in range(1, HUES + 1)],
    *[("surface", f"party-{n}", TEXT) for n in range(1, HUES + 1)],
    *[
        ("ink", "seq-1", TEXT),
        ("ink", "seq-2", TEXT),
        ("seq-3-ink", "seq-3", TEXT),
        ("seq-4-ink", "seq-4", TEXT),
    ],
]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_a_pair_of_colours_can_be_told_apart(front, ground, least, theme):
    assert ratio(TOKENS[front][theme], TOKENS[ground][theme]) >= least
