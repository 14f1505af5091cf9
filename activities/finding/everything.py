"""The page *Sök*: what holds the words, of everything the actor may see, a group per kind with the best first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Subquery, Value
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.listing import count_text
from activities.models import Activity
from activities.models.questions import COUNT_AT_MOST
from activities.rows import places
from agreements.models import CollaborationAgreement, Decision, DeclarationOfIntent, Meeting, PriorityArea
from collab import marks
from collab.dates import day_full
from collab.models import Area, AreaAlias, Party
from collab.search import Search, searchable
from lagesbild.models import Indicator

# Of each kind on the page of all kinds, and on the page of one.
SHOWN, SHOWN_OF_ONE = 5, 50
LIKE_THE_BEST = 0.7


@dataclass(frozen=True)
class Kind:
    """A kind of row that can be found: where its words stand, and what a hit shows."""

    key: str
    label: str
    rows: Callable
    title: str
    others: Callable
    address: Callable = lambda row: row.get_absolute_url()
    beside: Callable = lambda row: ""

    def asked(self, actor):
        """The rows that the actor may see, with `text` and `words`."""
        return self.rows(actor)


@dataclass(frozen=True)
class Hit:
    """A row that was found, as it is shown."""

    url: str
    title: str
    beside: str
    snippet: str


def activities(actor):
    rows = Activity.objects.for_actor(actor).searched()
    return rows.select_related("priority_area").prefetch_related("areas", "commitments")


def areas(actor):
    """Places with every name that is nobody's own, those delivered from outside left out."""
    names = AreaAlias.objects.filter(area=OuterRef("pk"), party=None).order_by().values("area")
    aliases = Subquery(names.annotate(all=StringAgg("text", Value(" "))).values("all"))
    rows = Area.objects.for_actor(actor).exclude(kind=Area.Kind.OUTSIDE).annotate(other_names=aliases)
    return searchable(rows, "name", "code", "other_names").select_related("parent")


def beside_activity(activity):
    """Its code, places and status."""
    where = places(activity.areas.all())
    return format_html(
        '<span class="id">{}</span>{} · {}',
        activity.code,
        f" · {where}" if where else "",
        marks.status(activity.status, False),
    )


def own_texts(*names):
    return lambda row: [str(getattr(row, name) or "") for name in names]


KINDS = [
    Kind(
        "aktiviteter",
        gettext_lazy("Activities"),
        activities,
        "title",
        lambda row: [row.goal, *(part.text for part in row.commitments.all()), row.text],
        beside=beside_activity,
    ),
    Kind(
        "omraden",
        gettext_lazy("Priority areas"),
        lambda actor: searchable(PriorityArea.objects.for_actor(actor), "name", "short_name").select_related(
            "agreement"
        ),
        "name",
        own_texts("short_name"),
        address=lambda row: f"{reverse('activities:list')}?priority={row.public_id}",
        beside=lambda row: row.agreement,
    ),
    Kind(
        "beslut",
        gettext_lazy("Decisions"),
        lambda actor: searchable(
            Decision.objects.for_actor(actor).with_numbers(),
            *("matter", "body", "summary", "wording", "all_numbers", "paragraph"),
        ),
        "matter",
        own_texts("body", "summary", "wording", "all_numbers", "paragraph"),
        beside=lambda row: row.body,
    ),
    Kind(
        "overenskommelser",
        gettext_lazy("Agreements"),
        lambda actor: searchable(CollaborationAgreement.objects.for_actor(actor), "name", "purpose"),
        "name",
        own_texts("purpose"),
        beside=lambda row: row.years,
    ),
    Kind(
        "avsiktsforklaringar",
        gettext_lazy("Declarations of intent"),
        lambda actor: searchable(DeclarationOfIntent.objects.for_actor(actor), "name", "purpose"),
        "name",
        own_texts("purpose"),
        beside=lambda row: row.years,
    ),
    Kind(
        "moten",
        gettext_lazy("Meetings"),
        lambda actor: searchable(
            Meeting.objects.for_actor(actor).with_agenda(), "name", "place", "agenda"
        ).select_related("council"),
        "name",
        own_texts("place", "agenda"),
        beside=lambda row: day_full(row.held_on),
    ),
    Kind(
        "indikatorer",
        gettext_lazy("Indicators"),
        lambda actor: searchable(Indicator.objects.for_actor(actor), "name", "description", "unit"),
        "name",
        own_texts("description"),
        address=lambda row: reverse("lagesbild:indicator", args=[row.public_id]),
        beside=lambda row: row.unit,
    ),
    Kind(
        "platser",
        gettext_lazy("Places"),
        areas,
        "name",
        own_texts("code", "other_names"),
        address=lambda row: reverse("lagesbild:area", args=[row.public_id]),
        beside=lambda row: ", ".join(filter(None, [row.get_kind_display(), row.parent and row.parent.name])),
    ),
    Kind(
        "parter",
        gettext_lazy("Parties"),
        lambda actor: searchable(
            Party.objects.for_actor(actor).taking_part(), "title", "short_title", "code"
        ),
        "title",
        own_texts("short_title", "code"),
        beside=lambda row: row.get_kind_display(),
    ),
]


@dataclass
class Group:
    """What was found of one kind."""

    kind: Kind
    search: Search
    rows: object
    shown: int
    is_alike: bool = False
    marking: Search = field(default=None)

    @cached_property
    def found(self):
        """The best of the first thousand and one, so that a word that is everywhere costs no more."""
        if self.is_alike:
            return list(self.search.alike(self.rows)[: self.shown])
        hits = self.search.hits(self.rows)
        first = hits.order_by("pk").values("pk")[:COUNT_AT_MOST]
        return list(self.search.ranked(self.rows.filter(pk__in=first), self.kind.title)[: self.shown + 1])

    @cached_property
    def total(self):
        """How many there are, counted to 1,001."""
        if len(self.found) <= self.shown:
            return len(self.found)
        return self.search.hits(self.rows).order_by().values("pk")[:COUNT_AT_MOST].count()

    @property
    def count(self):
        return count_text(self.total)

    @property
    def has_more(self):
        return self.total > self.shown

    @property
    def texts(self):
        """What the found rows say, for another spelling to be taken from."""
        return [row.text for row in self.found]

    @property
    def hits(self):
        marking = self.marking or self.search
        for row in self.found[: self.shown]:
            title = str(getattr(row, self.kind.title))
            yield Hit(
                url=self.kind.address(row),
                title=marking.marked(title),
                beside=self.kind.beside(row),
                snippet="" if marking.places(title) else marking.snippet(*self.kind.others(row)),
            )


class Finding:
    """What a search finds for an actor; when nothing holds the words, what holds something like them."""

    def __init__(self, text, actor, kind=""):
        self.search, self.actor = Search(text), actor
        self.chosen = next((one for one in KINDS if one.key == kind), None)

    @property
    def text(self):
        return self.search.text

    def groups_of(self, *, is_alike):
        shown = SHOWN_OF_ONE if self.chosen else SHOWN
        kinds = [self.chosen] if self.chosen else KINDS
        groups = [Group(kind, self.search, kind.asked(self.actor), shown, is_alike) for kind in kinds]
        return [group for group in groups if group.found]

    @cached_property
    def exact(self):
        return self.groups_of(is_alike=False) if self.search.words else []

    @cached_property
    def groups(self):
        if self.exact or not self.search.words:
            return self.exact
        alike = self.likest(self.groups_of(is_alike=True))
        meant = self.search.meant([text for group in alike for text in group.texts])
        for group in alike:
            group.marking = meant
        return alike

    def likest(self, groups):
        """The groups without the rows that are much less alike than the likest."""
        best = max((row.rank for group in groups for row in group.found), default=0)
        for group in groups:
            group.found = [row for row in group.found if row.rank >= LIKE_THE_BEST * best]
        return [group for group in groups if group.found]

    @property
    def is_alike(self):
        """Whether nothing holds the words, and something holds words like them."""
        return bool(self.groups) and not self.exact

    @property
    def meant(self):
        """The spelling that was perhaps meant, of words the actor may see."""
        return self.groups[0].marking if self.is_alike else None

    @property
    def summary(self):
        """How many were found of what; said to readers too."""
        if not self.groups:
            return ""
        return _("Found: %(what)s.") % {
            "what": ", ".join(f"{str(group.kind.label).lower()} {group.count}" for group in self.groups)
        }
