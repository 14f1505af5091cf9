"""A report as a reader meets it on a page: with a link wherever the reader may see what it rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from collab import charts

from .keys import addresses, keys_in
from .paper import NONE, about, page_of, panels, sign_of


class Report:
    """A draft or a frozen version, for one actor."""

    def __init__(self, content, actor, *, state="", per=None):
        self.content, self.actor, self.state, self.per = content, actor, state, per

    @property
    def page(self):
        """Everything that is printed, each row with the `url` of what it rests on, or none where it is hidden."""
        found = {key: of_day(key, url, self.per) for key, url in self.addresses.items()}
        page = page_of(self.content, state=self.state)
        return {
            **linked(page, found),
            "statuses": [{**row, "cells": self.cells(row)} for row in page["statuses"]],
            "bar": charts.stack([(row["status"], row["total"]) for row in self.content["statuses"]]),
            "trends": [self.trend(n, one, found) for n, one in enumerate(self.content["trends"])],
        }

    @property
    def addresses(self):
        return addresses(keys_in(self.content), self.actor)

    def cells(self, row):
        """(how many, the letter of the priority area where they stand) of each count of a status."""
        letters = [area["letter"] for area in self.content["areas"]]
        return [
            (count, letter if count != NONE else "")
            for count, letter in zip(row["counts"], letters, strict=True)
        ]

    def trend(self, n, trend, found):
        """Its panels, and a table in which each figure leads to its cell."""
        rows = linked(trend, found)
        return {
            "uid": f"trend-{n}",
            "name": trend["name"],
            "unit": sign_of(trend),
            "about": about(trend),
            "periods": trend["periods"],
            "panels": [{**panel, "uid": f"trend-{n}-{i}"} for i, panel in enumerate(panels(trend))],
            "rows": rows["places"],
        }


def linked(content, found):
    """The same, with the address of each source and of each named activity beside it."""
    if isinstance(content, list):
        return [linked(one, found) for one in content]
    if not isinstance(content, dict):
        return content
    said = {key: linked(value, found) for key, value in content.items()}
    for key, name in (("source", "url"), ("activity", "activity_url")):
        if key in content:
            said[name] = found.get(content[key], "")
    return said


def of_day(key, url, per):
    """The address of an activity or of what was told of it, on the same day as the report is of."""
    if per is None or not key.startswith(("activity:", "report:")):
        return url
    page, mark, anchor = url.partition("#")
    return f"{page}?per={per.isoformat()}{mark}{anchor}"


def state_of(snapshot):
    """Version 1, frozen; what a frozen report says of itself, in its own language."""
    with override(snapshot.content["language"]):
        return _("Version %(n)s, frozen") % {"n": snapshot.number}
