"""Saving, renaming and using the templates of a collaboration."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import ActivityTemplate
from collab.clock import today
from collab.forms import FilterForm, ScopedForm

FROM_NOW = timedelta(days=14)


class TemplateNameForm(ScopedForm):
    """The name that people choose a template by."""

    name = forms.CharField(
        label=_("Name of the template"),
        max_length=80,
        error_messages={"required": _("Write a name that people will recognise.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row


class KeepTemplateForm(TemplateNameForm):
    """Saves an activity as a template."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", self.row.title[:80])

    def perform(self):
        templates = ActivityTemplate.objects.for_actor(self.actor)
        templates.keep(self.row, name=self.cleaned_data["name"], by=self.actor)


class RenameTemplateForm(TemplateNameForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", self.row.name)

    def perform(self):
        self.row.rename(self.cleaned_data["name"], by=self.actor)


class FromTemplateForm(FilterForm):
    """Which template a new activity is planned from, and the day it starts; neither is asked for."""

    template = forms.ModelChoiceField(ActivityTemplate.objects, to_field_name="public_id")
    start = forms.DateField()

    @property
    def chosen(self):
        """(template, day it starts), or None without a template."""
        template = self.value("template")
        return (template, self.value("start") or today() + FROM_NOW) if template else None
