"""File names are data: shown and sent back, never a path; a name that tries to be more is refused."""

import re
import unicodedata
from pathlib import PurePosixPath

from collab.personal_data import find_personal_data

from .refusals import Refused

LONGEST = 150
# What an encoded path, a stream, a header or a shell would read as more than a name.
FORBIDDEN = re.compile(r'[\\/:*?"<>|;`$\x00-\x1f\x7f]|%[0-9a-fA-F]{2}|\.\.')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)", re.IGNORECASE)
PROGRAMS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".scr",
        ".pif",
        ".msi",
        ".msix",
        ".dll",
        ".js",
        ".jse",
        ".mjs",
        ".vbs",
        ".vbe",
        ".wsf",
        ".hta",
        ".ps1",
        ".jar",
        ".apk",
        ".app",
        ".sh",
        ".bash",
        ".py",
        ".php",
        ".pl",
        ".rb",
        ".cgi",
        ".asp",
        ".aspx",
        ".jsp",
        ".htm",
        ".html",
        ".xhtml",
        ".shtml",
        ".svg",
        ".xml",
        ".lnk",
        ".url",
        ".reg",
        ".iso",
        ".img",
        ".dmg",
        ".chm",
        ".docm",
        ".dotm",
        ".xlsm",
        ".xltm",
        ".xlam",
        ".xlsb",
        ".pptm",
        ".potm",
        ".ppam",
        ".iqy",
        ".slk",
        ".library-ms",
        ".scf",
        ".desktop",
        ".webloc",
    ]
)


def check_name(name):
    """The name as it is kept: composed, without surrounding space. Refused when it hides or reaches for something."""
    name = unicodedata.normalize("NFC", name)
    if name != name.strip() or not name or len(name) > LONGEST or name[0] in ".-~" or name[-1] == ".":
        raise Refused("name")
    if FORBIDDEN.search(name) or RESERVED.match(name) or any(is_unseen(c) for c in name):
        raise Refused("name")
    if any(suffix.lower().strip() in PROGRAMS for suffix in PurePosixPath(name).suffixes):
        raise Refused("program")
    if find_personal_data(name):
        raise Refused("name_personal")
    return name


def is_unseen(character):
    """Whether it is a mark that cannot be seen, turns the direction of the text, or is a space of another kind."""
    category = unicodedata.category(character)
    return category[0] == "C" or category in {"Zl", "Zp"} or (category == "Zs" and character != " ")


def suffix_of(name):
    return PurePosixPath(name).suffix.lower()
