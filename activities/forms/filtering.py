"""What the list of activities can be narrowed by; all of it stands in the URL, several values of a filter too."""

from django import forms
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Status
from activities.models.questions import SORTS
from agreements.models import CollaborationAgreement, PriorityArea
from collab.dates import day_short
from collab.forms import FilterForm
from collab.models import Area, Party
from collab.places import PLACES

LATE, MISSING, MINE, UNANSWERED = "late", "missing", "mine", "unanswered"
TABLE, BOARD, YEAR = "table", "board", "year"
# By title in Swedish order: of a list that is short enough to be sorted here.
TITLES = ("title", "-title")
CURSORS = ("after", "before")
# Fields that stand inside the menu of another.
PERIOD = ("since", "until")


class AreasByAgreement(forms.models.ModelChoiceIterator):
    """Priority areas under a heading per agreement, the newest first; without headings where there is one."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        groups = {}
        for row in self.queryset.select_related("agreement").order_by("-agreement__starts_on", "order"):
            groups.setdefault(str(row.agreement), []).append(self.choice(row))
        yield from groups.items() if len(groups) > 1 else next(iter(groups.values()), [])


class PriorityAreaField(forms.ModelChoiceField):
    iterator = AreasByAgreement

    def __init__(self, **options):
        super().__init__(PriorityArea.objects, to_field_name="public_id", **options)


CHECKED = mark_safe(" checked")
BOX = '<label class="check"><input type="checkbox" name="{}" value="{}"{}><span>{}</span></label>'
GROUP = '<p class="pick__group">{}</p>{}'


class Pick(forms.CheckboxSelectMultiple):
    """A menu of boxes to tick, drawn in Python: fifty boxes of a template cost more than their rows."""

    is_pick = True

    def render(self, name, value, attrs=None, renderer=None):
        ticked = {str(one) for one in value or ()}
        return format_html_join("", "{}", ((self.drawn(name, ticked, *choice),) for choice in self.choices))

    def drawn(self, name, ticked, value, label):
        """One box, or the boxes of a group under its heading."""
        if isinstance(label, list | tuple):
            inside = ((self.drawn(name, ticked, *choice),) for choice in label)
            return format_html(GROUP, value, format_html_join("", "{}", inside))
        mark = CHECKED if str(value) in ticked else ""
        return format_html(BOX, name, value, mark, label)


class SeveralRows(forms.ModelMultipleChoiceField):
    """Any of some rows; what is unknown or not to be seen is as if not asked for."""

    widget = Pick

    def __init__(self, model, label, **limits):
        super().__init__(model.objects, label=label, to_field_name="public_id", limit_choices_to=limits)

    def clean(self, value):
        known = [one for one in value or () if one.isalnum()]
        return list(self.queryset.filter(public_id__in=known)) if known else []

    def words(self, value):
        return [(row.public_id, self.label_from_instance(row)) for row in value]


class SeveralPriorities(SeveralRows):
    iterator = AreasByAgreement


class SeveralWords(forms.MultipleChoiceField):
    """Any of some words; unknown ones are as if not asked for."""

    widget = Pick

    def clean(self, value):
        return [one for one, _label in self.choices if one in (value or ())]

    def words(self, value):
        return [(one, label) for one, label in self.choices if one in value]


class ActivityFilter(FilterForm):
    """The filter of the list; `view`, `layout`, `sort` and the place in the list travel with it."""

    q = forms.CharField(
        label=gettext_lazy("Search words, places or id"),
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    priority = SeveralPriorities(PriorityArea, gettext_lazy("Priority area"))
    area = SeveralRows(Area, gettext_lazy("Place"), kind__in=PLACES)
    party = SeveralRows(Party, gettext_lazy("Party"))
    status = SeveralWords(label=gettext_lazy("Status"), choices=Status.choices)
    state = SeveralWords(
        label=gettext_lazy("Date and report"),
        choices=[
            (LATE, gettext_lazy("Late")),
            (MISSING, gettext_lazy("Report missing")),
            (MINE, gettext_lazy("I am the contact")),
            (UNANSWERED, gettext_lazy("Without a contact")),
        ],
    )
    since = forms.DateField(label=gettext_lazy("Due from"), widget=forms.DateInput)
    until = forms.DateField(label=gettext_lazy("Due until"), widget=forms.DateInput)
    agreement = SeveralRows(CollaborationAgreement, gettext_lazy("Agreement"))
    view = forms.SlugField(widget=forms.HiddenInput)
    layout = forms.ChoiceField(widget=forms.HiddenInput, choices=[(BOARD, BOARD), (YEAR, YEAR)])
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2000, max_value=2100)
    sort = forms.ChoiceField(widget=forms.HiddenInput, choices=[(sort, sort) for sort in (*SORTS, *TITLES)])
    after = forms.SlugField(widget=forms.HiddenInput)
    before = forms.SlugField(widget=forms.HiddenInput)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        # A cursor belongs to a link, never to a new search.
        self.cursor = {name: self.value(name) for name in CURSORS}
        for name in CURSORS:
            del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field.widget, Pick):
                field.widget.shown = self.picked(name)

    def picked(self, name):
        """What the head of a menu says: all, the one that is chosen, or how many."""
        inside = (name, *PERIOD) if name == "state" else (name,)
        words = [word for one, values in self.chosen() if one in inside for _value, word in values]
        if len(words) > 1:
            return _("%(n)s chosen") % {"n": len(words)}
        return words[0] if words else _("All")

    def is_valid(self):
        """Before the fields are asked for their values, offer owners only."""
        self.fields["party"].queryset = self.fields["party"].queryset.owning()
        agreement = self.fields.get("agreement")
        # Asked for once, without the count that list() would ask for first; one choice is no choice.
        if agreement:
            agreement.choices = list(iter(agreement.choices))
            if len(agreement.choices) < 2:
                del self.fields["agreement"]
        return super().is_valid()

    @property
    def chosen_view(self):
        return self.value("view") or "all"

    @property
    def chosen_layout(self):
        return self.value("layout") or TABLE

    @property
    def chosen_sort(self):
        return self.value("sort") or "due"

    @property
    def period(self):
        """The fields of the menu that holds dates as well as boxes."""
        return [self[name] for name in PERIOD]

    @property
    def picked_ids(self):
        """The ids of the menus' heads, which follow what is ticked."""
        return [
            f"picked-{name}" for name, field in self.fields.items() if getattr(field.widget, "is_pick", 0)
        ]

    def link(self, **changes):
        """The address of the same list with some values changed; a list of values, or None to leave one out."""
        query = QueryDict(mutable=True)
        for name in self.data:
            values = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data[name]]
            if name in self.fields and any(values):
                query.setlist(name, [value for value in values if value])
        for name, value in changes.items():
            query.setlist(name, [] if value is None else value if isinstance(value, list) else [value])
        # Without a query the list would open with a saved view.
        return f"?{query.urlencode() or 'view=all'}"

    @property
    def sound_query(self):
        """The query with the values that make sense and nothing else, for a saved view."""
        found = QueryDict(mutable=True)
        for name, values in self.chosen():
            found.setlist(
                name, [getattr(value, "isoformat", lambda one=value: one)() for value, _w in values]
            )
        for name in ("view", "layout", "sort"):
            if value := self.value(name):
                found[name] = value
        return found.urlencode()

    @property
    def layouts(self):
        """(key, label, icon, URL) of each way to see the same query."""
        return [
            (TABLE, _("Table"), "list", self.link(layout=None, year=None)),
            (BOARD, _("Board"), "menu", self.link(layout=BOARD, year=None)),
            (YEAR, _("Year wheel"), "cal", self.link(layout=YEAR)),
        ]

    @property
    def cleared_url(self):
        """The same view without what narrows it."""
        return self.link(**dict.fromkeys((field.name for field in self.visible_fields()), None))

    @property
    def chips(self):
        """(label, words, URL without it) of every single value that the list is narrowed by."""
        found = []
        for name, values in self.chosen():
            for value, words in values:
                rest = [other for other, _words in values if other != value]
                found.append((self.fields[name].label, words, self.link(**{name: rest or None})))
        return found

    def chosen(self):
        """(name, [(value, words)]) of each field that narrows."""
        for field in self.visible_fields():
            if value := self.value(field.name):
                yield field.name, in_words(field.field, value)

    @property
    def narrowing(self):
        """(label, values in words) of what the list is narrowed by, to be repeated when nothing is left."""
        return [
            (self.fields[name].label, ", ".join(str(words) for _value, words in values))
            for name, values in self.chosen()
        ]

    def apply(self, rows, rounds=()):
        """The rows of a keyed list that every given value fits; of several values of one filter, any."""
        for name, narrow in NARROWINGS.items():
            if value := self.value(name):
                rows = narrow(rows, value)
        states = self.value("state") or ()
        if LATE in states:
            rows = rows.key_late()
        if MISSING in states:
            rows = rows.missing_report(rounds)
        if UNANSWERED in states:
            rows = rows.unanswered(list(self.actor.party.collaboration.parties.all()))
        return rows.with_contact(self.actor) if MINE in states else rows


NARROWINGS = {
    "q": lambda rows, text: rows.matching(text),
    "priority": lambda rows, areas: rows.about(pk__in=[area.pk for area in areas]),
    "area": lambda rows, areas: rows.placed_in(areas),
    "party": lambda rows, parties: rows.owned_by(*parties),
    "status": lambda rows, statuses: (
        rows.filter(key_status=statuses[0]) if len(statuses) == 1 else rows.filter(key_status__in=statuses)
    ),
    "since": lambda rows, day: rows.filter(key_due_on__gte=day),
    "until": lambda rows, day: rows.filter(key_due_on__lte=day),
    "agreement": lambda rows, agreements: rows.about(agreement__in=agreements),
}


def in_words(field, value):
    """[(value, words)] of a field's value."""
    if hasattr(field, "words"):
        return field.words(value)
    return [(value, day_short(value) if isinstance(field, forms.DateField) else value)]
