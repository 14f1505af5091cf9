"""The names of Sweden's 290 municipalities, by which a list of places is told from a list of measures.

Source: Statistics Sweden, Län och kommuner i kodnummerordning. They stand in municipalities.txt, county by county.
"""

from pathlib import Path

NAMES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split(",")
MUNICIPALITIES = frozenset(name.strip().casefold() for name in NAMES)
