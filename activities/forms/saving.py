"""The forms of saved views: a name for a query, and whether the list opens with it."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from activities.models import SavedView
from activities.models.saved_view import KEEPERS
from collab.forms import ScopedForm

from .filtering import ActivityFilter


def sound_query(text, actor):
    """The query with what the list knows and the actor may see, and nothing else."""
    return ActivityFilter(QueryDict(text[:2000]), actor=actor).sound_query


class SaveViewForm(ScopedForm):
    """A name for what the list shows now."""

    name = forms.CharField(label=_("Name of the view"), max_length=40)
    is_default = forms.BooleanField(label=_("Open the list with this view"), required=False)
    for_party = forms.BooleanField(label=_("For everybody in my party"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args, query="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["query"].initial = query
        if self.actor.role not in KEEPERS:
            del self.fields["for_party"]

    def is_free_text(self, name):
        return name == "name"

    @property
    def shown(self):
        """What the query narrows by, in words."""
        text = self.data.get("query", "") if self.is_bound else self.fields["query"].initial
        return ActivityFilter(QueryDict(text[:2000]), actor=self.actor).narrowing

    def perform(self):
        values = self.cleaned_data
        self.view = SavedView.objects.for_actor(self.actor).keep(
            name=values["name"],
            query=sound_query(values["query"], self.actor),
            by=self.actor,
            for_party=values.get("for_party", False),
            is_default=values["is_default"],
        )


class ChangeViewForm(ScopedForm):
    """Another name, and whether the list opens with it."""

    name = forms.CharField(label=_("Name of the view"), max_length=40)
    is_default = forms.BooleanField(label=_("Open the list with this view"), required=False)

    def __init__(self, *args, row, **kwargs):
        self.row = row
        kwargs["initial"] = {"name": row.name, "is_default": row.is_default}
        super().__init__(*args, **kwargs)

    def perform(self):
        self.row.rename(self.cleaned_data["name"], by=self.actor)
        self.row.open_first(by=self.actor, chosen=self.cleaned_data["is_default"])
