"""What the list of activities can be narrowed by; all of it stands in the URL."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Status
from activities.models.questions import SORTS
from agreements.models import CollaborationAgreement, PriorityArea
from collab.forms import FilterForm
from collab.models import Area, Party

PLACES = (Area.Kind.MUNICIPALITY, Area.Kind.DISTRICT, Area.Kind.SUB_AREA, Area.Kind.PLACE)
LATE, MISSING, UNANSWERED = "late", "missing", "unanswered"


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


def choice(model, label, **limits):
    return forms.ModelChoiceField(
        model.objects, label=label, to_field_name="public_id", empty_label=_("All"), limit_choices_to=limits
    )


class ActivityFilter(FilterForm):
    """The filter of the list; `view`, `sort` and the place in the list travel with it."""

    q = forms.CharField(
        label=_("Search title or id"), max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    priority = PriorityAreaField(label=_("Priority area"), empty_label=_("All"))
    area = choice(Area, _("Place"), kind__in=PLACES)
    party = choice(Party, _("Party"))
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *Status.choices])
    state = forms.ChoiceField(
        label=_("Date and report"),
        choices=[
            ("", _("All")),
            (LATE, _("Late")),
            (MISSING, _("Report missing")),
            (UNANSWERED, _("Without a contact")),
        ],
    )
    agreement = choice(CollaborationAgreement, _("Agreement"))
    view = forms.SlugField(widget=forms.HiddenInput)
    sort = forms.ChoiceField(widget=forms.HiddenInput, choices=[(sort, sort) for sort in SORTS])
    after = forms.SlugField(widget=forms.HiddenInput)
    before = forms.SlugField(widget=forms.HiddenInput)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        # A cursor belongs to a link, never to a new search.
        self.cursor = {name: self.value(name) for name in ("after", "before")}
        del self.fields["after"], self.fields["before"]

    def is_valid(self):
        """Before the fields are asked for their values, offer owners only."""
        self.fields["party"].queryset = self.fields["party"].queryset.owning()
        agreement = self.fields["agreement"]
        # Asked for once, without the count that list() would ask for first; one choice is no choice.
        agreement.choices = list(iter(agreement.choices))
        if len(agreement.choices) < 3:
            del self.fields["agreement"]
        return super().is_valid()

    @property
    def chosen_view(self):
        return self.value("view") or "all"

    @property
    def chosen_sort(self):
        return self.value("sort") or "due"

    @property
    def narrowing(self):
        """(label, value in words) of what the list is narrowed by, to be repeated when nothing is left."""
        return [
            (field.label, in_words(field.field, self.value(field.name)))
            for field in self.visible_fields()
            if self.value(field.name)
        ]

    def apply(self, rows, rounds=()):
        """The rows of a keyed list that every given value fits."""
        for name, narrow in NARROWINGS.items():
            if value := self.value(name):
                rows = narrow(rows, value)
        if self.value("state") == LATE:
            return rows.late()
        if self.value("state") == UNANSWERED:
            return rows.unanswered()
        return rows.missing_report(rounds) if self.value("state") == MISSING else rows


NARROWINGS = {
    "q": lambda rows, text: rows.matching(text),
    "priority": lambda rows, area: rows.filter(priority_area=area),
    "area": lambda rows, area: rows.filter(areas=area),
    "party": lambda rows, party: rows.owned_by(party),
    "status": lambda rows, status: rows.filter(key_status=status),
    "agreement": lambda rows, agreement: rows.filter(priority_area__agreement=agreement),
}


def in_words(field, value):
    return (
        dict(field.choices)[value]
        if isinstance(field, forms.ChoiceField) and isinstance(value, str)
        else value
    )
