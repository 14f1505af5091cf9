"""What a report says first: how many activities go as planned, are done, need a decision, and what is late."""

from collections import Counter

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models.status import TROUBLED
from activities.overview.areas import Part
from activities.progress import word


def sentences(activities, late):
    """[{text, behind}]: each sentence with the activities that it counts, of rows of `contents`."""
    counts = Counter(one["status"] for one in activities)
    gone = [one for one in activities if one["carried_to"]]
    staying = [one for one in activities if not one["carried_to"]]
    whole = Part(None, "", "", counts, sum(one["status"] in TROUBLED for one in staying))
    said = [
        (text, [one for one in (staying if of == TROUBLED else activities) if one["status"] in of])
        for of, text in whole.said
    ]
    if gone:
        text = ngettext(
            "%(n)s is carried on to the next agreement.",
            "%(n)s are carried on to the next agreement.",
            len(gone),
        )
        said.append((text % {"n": capfirst(word(len(gone)))}, gone))
    if late:
        text = ngettext("%(n)s party's part is late.", "%(n)s parties' parts are late.", len(late))
        said.append((text % {"n": capfirst(word(len(late)))}, late))
    if not said:
        said = [(_("No activity is open to all parties of the agreement."), [])]
    return [{"text": text, "behind": behind(found)} for text, found in said]


def behind(rows):
    """The activities behind a sentence, once each."""
    found = {row["activity"]: {"code": row["code"], "source": row["activity"]} for row in rows}
    return list(found.values())
