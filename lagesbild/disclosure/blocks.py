"""Blocks of an indicator's figures: no sum reaches from one into another, so each can be looked at alone.

Two places are in one block where one lies within the other, two periods where they overlap, two groups where one is a
division of the other, and all that is tied to the same in turn; only places, periods and groups with figures count.
"""

from itertools import pairwise


class Ties:
    """Which keys hang together: a disjoint-set forest."""

    def __init__(self, keys):
        self.above = {key: key for key in keys}

    def tie(self, one, other):
        self.above[self.of(one)] = self.of(other)

    def of(self, key):
        """The one key that stands for all that hang together with this one."""
        while self.above[key] != key:
            self.above[key] = key = self.above[self.above[key]]
        return key


def of_places(ancestors):
    """{place: its block}, from the ancestors of each place with figures."""
    ties = Ties(ancestors)
    for area, above in ancestors.items():
        for place in above:
            if place in ancestors:
                ties.tie(area, place)
    return {area: ties.of(area) for area in ancestors}


def of_periods(stretches):
    """{period: its block}, from the Stretch of each."""
    ties = Ties(stretches)
    running = sorted(stretches, key=lambda period: (stretches[period].first, stretches[period].last))
    last = None
    for one, following in pairwise(running):
        last = max(last or stretches[one].last, stretches[one].last)
        if stretches[following].first <= last:
            ties.tie(following, one)
    return {period: ties.of(period) for period in stretches}


def of_groups(parts):
    """{group: its block}, from the (dimension, words) of each."""
    ties, by_parts = Ties(parts), {told: group for group, told in parts.items()}
    for group, told in parts.items():
        for part in told:
            wider = by_parts.get(tuple(other for other in told if other != part))
            if wider is not None:
                ties.tie(group, wider)
    return {group: ties.of(group) for group in parts}
