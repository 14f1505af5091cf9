"""What the mandate says about places, in words."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.models import Area


def places_in_words(areas):
    """Districts: A and B. Sub-area of C: D. The kinds are named, since not every prioritised place is a district."""
    ordered = sorted(areas, key=lambda area: (area.kind != Area.Kind.DISTRICT, heading(area, 1), area.order))
    sentences = []
    for _key, group in groupby(ordered, key=lambda area: heading(area, 1)):
        group = list(group)
        sentences.append(f"{heading(group[0], len(group))}: {listed([area.name for area in group])}.")
    return " ".join(sentences)


def heading(area, n):
    if area.kind == Area.Kind.DISTRICT:
        return ngettext("District", "Districts", n)
    if area.parent and area.parent.kind != Area.Kind.MUNICIPALITY:
        return _("%(kind)s of %(place)s") % {"kind": area.get_kind_display(), "place": area.parent}
    return area.get_kind_display()


def listed(names):
    """A, B and C."""
    if len(names) == 1:
        return names[0]
    return _("%(all_but_last)s and %(last)s") % {"all_but_last": ", ".join(names[:-1]), "last": names[-1]}
