"""Pages to print, set by typst: tagged, with the fonts inside, and with nothing fetched from anywhere."""

import json
from pathlib import Path

import fontpkg_source_sans_3
import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FONTS = Path(fontpkg_source_sans_3.__file__).parent / "files"


def pdf(template: Path, data: dict) -> bytes:
    """The PDF/UA that a typst template makes of data; nothing is fetched, no system font is used."""
    return typst.compile(
        str(template),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
    )
