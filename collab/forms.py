"""Forms that offer only rows their actor may see, refuse stale saves, and record who saved."""

import uuid

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .personal_data import find_personal_data


def scope(field, actor, action):
    """Let a field that chooses among rows offer those open to `actor`, within the limits it was declared with."""
    if hasattr(field, "queryset"):
        rows, limits = field.queryset.for_actor(actor, action), field.get_limit_choices_to()
        field.queryset = rows.complex_filter(limits) if limits else rows


class ScopedForm(forms.Form):
    """A form whose choices come through the gate and whose free text holds no personal data.

    `offers` names, per field, the action that must be open on a row for it to be offered; "view" unless told.
    """

    offers = {}

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["submission"].initial = uuid.uuid4
        for name, field in self.fields.items():
            scope(field, actor, self.offers.get(name, "view"))

    def clean(self):
        """Stop free text that looks like a person's data, at the field where it stands."""
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and self.is_free_text(name) and (found := find_personal_data(value)):
                self.add_error(name, personal_data_error(found))
        return cleaned

    def refuse(self, error):
        """Show what a verb refused at the field it names, or above the form when it has no such field."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {None: error}
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, errors)

    def is_free_text(self, name):
        return type(self.fields[name]) is forms.CharField


def personal_data_error(findings):
    """The sentence that says what was found and why it cannot be saved; the found text itself is not repeated."""
    kinds = {finding.kind for finding in findings}
    for kind, text in PERSONAL_DATA_ERRORS.items():
        if kind in kinds:
            return forms.ValidationError(text, code="personal_data")
    return None


PERSONAL_DATA_ERRORS = {
    "personal_number": _(
        "This looks like a personal identity number. The portal holds no personal data: describe the place or"
        " the problem instead."
    ),
    "phone": _("This looks like a phone number. Take it away: contacts stand on the page Parties."),
    "email": _("This looks like an e-mail address. Take it away: contacts stand on the page Parties."),
}


class RowForm(ScopedForm, forms.ModelForm):
    """A model form: scoped, versioned and recorded.

    The rendered version travels with the form. When somebody saved in between, `conflict` holds
    (field label, their text, my text) for every field that differs, my text stays in the form, and the form
    now carries their version: sending it again is a choice made with both texts seen.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conflict = ()

    def __init__(self, *args, parent=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent = parent
        if self.instance._state.adding:
            del self.fields["version"]
        else:
            self.fields["version"].initial = self.instance.version

    def clean_version(self):
        """Hold the row, and compare the version that was rendered with the one that is stored."""
        rows = type(self.instance).objects.for_actor(self.actor)
        stored = rows.select_for_update(of=("self",)).get(pk=self.instance.pk)
        if self.cleaned_data["version"] != stored.version:
            self.conflict = self.differences(stored)
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = stored.version
            raise forms.ValidationError(
                _("Somebody saved while you wrote. Both texts are shown: choose, and save again."),
                code="stale",
            )
        return stored.version

    def differences(self, stored):
        """(label, theirs, mine) of each field where the stored row and the sent form differ."""
        held, found = forms.models.model_to_dict(stored, fields=list(self.fields)), []
        for name, field in self.fields.items():
            if name not in held:
                continue
            theirs, bound = held[name], self[name]
            if isinstance(field, forms.ModelMultipleChoiceField):
                theirs = field.prepare_value(theirs)
            elif hasattr(field, "queryset"):
                theirs = field.prepare_value(getattr(stored, name, None)) or ""
            if field.has_changed(theirs, bound.data):
                found.append((field.label, in_words(field, theirs), in_words(field, bound.data or "")))
        return found

    @transaction.atomic
    def save(self, commit=True):
        """Save and record; subclasses whose model has a verb call the verb instead."""
        verb = "created" if self.instance._state.adding else "changed"
        row = super().save(commit)
        row.record(
            verb, by=self.actor, fields=[name for name in self.changed_data if name in row_fields(row)]
        )
        return row


def in_words(field, value):
    """What a person reads of a value: of a choice its label, of several choices all of theirs."""
    if not hasattr(field, "choices"):
        return value
    if isinstance(value, list):
        return ", ".join(str(in_words(field, one)) for one in value)
    labels = {str(key): label for key, label in field.choices if not isinstance(label, list | tuple)}
    return labels.get(str(value), value)


def row_fields(row):
    """The names of the row's own fields, the only ones the audit log names."""
    return {field.name for field in row._meta.get_fields()}


class FilterForm(forms.Form):
    """What a list can be narrowed by; unknown values in the URL are ignored, never an error."""

    offers = {}
    # Fields that stand inside the menu of another, and the ids of the heads of menus: a form with menus says which.
    period = picked_ids = ()

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, field in self.fields.items():
            field.required = False
            scope(field, actor, self.offers.get(name, "view"))
        self.is_valid()

    def value(self, name):
        """The cleaned value of a field, or None when it is empty or makes no sense."""
        return getattr(self, "cleaned_data", {}).get(name) or None

    def apply(self, rows):
        raise NotImplementedError(f"{type(self).__name__} narrows nothing")
