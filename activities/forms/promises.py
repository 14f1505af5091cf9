"""Writing a citizen promise, and counting what was done for it."""

import re
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Promise, PromiseOccasion
from agreements.models import CollaborationAgreement
from collab.clock import today
from collab.forms import RowForm, ScopedForm
from collab.models import Party
from collab.places import PlacesField

from .editing import PartyField
from .planning import PersonField, contacts

CODE_AT_MOST = 20


class PromiseForm(RowForm):
    """The promise itself, its places, the activities that carry it, and per party a box and a contact."""

    offers = {"agreement": "plan"}

    agreement = forms.ModelChoiceField(
        CollaborationAgreement.objects,
        label=_("Agreement"),
        to_field_name="public_id",
        empty_label=None,
    )
    areas = PlacesField(label=_("Where?"))
    codes = forms.CharField(
        label=_("Activities that carry it"),
        help_text=_("Their codes, for example T-03, A-12."),
        required=False,
        max_length=200,
    )

    class Meta:
        model = Promise
        fields = ["text", "target", "unit", "starts_on", "ends_on", "agreement", "areas"]
        labels = {
            "text": _("What do you promise?"),
            "target": _("At least how many?"),
            "unit": _("Of what?"),
            "starts_on": _("From"),
            "ends_on": _("To"),
        }
        help_texts = {
            "text": _("As it is told to the people of the place, in one sentence."),
            "unit": _("What is counted, for example “night walks”."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = gettext("Write what you promise.")
        if self.instance.pk:
            del self.fields["agreement"]
            self.initial["areas"] = [area.public_id for area in self.instance.areas.all()]
            self.initial["codes"] = ", ".join(activity.code for activity in self.linked)
        else:
            agreements = self.fields["agreement"].queryset.filter(ends_on__gte=today()).order_by("-starts_on")
            self.fields["agreement"].queryset = agreements
            self.fields["agreement"].initial = next((row.public_id for row in agreements), None)
        for party in self.offered:
            self.add_party(party)

    def add_party(self, party):
        part = self.held.get(party.pk)
        is_own = party.pk == self.actor.party_id
        self.fields[f"party-{party.public_id}"] = forms.BooleanField(
            label=party.title, required=False, initial=bool(part) or (not self.instance.pk and is_own)
        )
        person = PersonField(label=_("Contact"), empty_label=_("Not chosen yet"))
        person.queryset = contacts(self.actor, party)
        contact = part.contact if part else self.actor if is_own and not self.instance.pk else None
        person.initial = contact and contact.public_id
        self.fields[f"contact-{party.public_id}"] = person

    @cached_property
    def linked(self):
        """The activities that carry it and that the actor may see."""
        return Activity.objects.for_actor(self.actor).filter(promise_links__promise=self.instance)

    @cached_property
    def held(self):
        if not self.instance.pk:
            return {}
        return {part.party_id: part for part in self.instance.parts.select_related("party", "contact")}

    @cached_property
    def offered(self):
        """The parties that can promise, in order."""
        if self.instance.pk:
            keys = [*self.held, *self.instance.possible_parties().values_list("pk", flat=True)]
        else:
            rows = self.fields["agreement"].queryset
            keys = {party.pk for agreement in rows for party in agreement.parties().owning()}
        return list(Party.objects.for_actor(self.actor).filter(pk__in=keys).order_by("order", "pk"))

    @property
    def rows(self):
        """(party, its box, its contact) as the form shows them."""
        return [(p, self[f"party-{p.public_id}"], self[f"contact-{p.public_id}"]) for p in self.offered]

    @property
    def parties(self):
        """{party: contact} of the boxes that are ticked."""
        return {
            p: self.cleaned_data.get(f"contact-{p.public_id}")
            for p in self.offered
            if self.cleaned_data.get(f"party-{p.public_id}")
        }

    def clean_codes(self):
        """The activities named, each of them seen by the actor, in the promise's own collaboration."""
        names = re.split(r"[\s,;]+", self.cleaned_data["codes"].strip().upper())
        names = [name for name in dict.fromkeys(names) if name][:CODE_AT_MOST]
        rows = Activity.objects.for_actor(self.actor)
        found = {
            name: rows.filter(code=name).order_by("-priority_area__agreement__starts_on").first()
            for name in names
        }
        unknown = [name for name, row in found.items() if row is None]
        if unknown:
            raise ValidationError(
                _("There is no activity with the code %(code)s that you can see."),
                params={"code": unknown[0]},
            )
        return list(found.values())

    def clean(self):
        cleaned = super().clean()
        agreement = cleaned.get("agreement") or (self.instance.agreement if self.instance.pk else None)
        if not self.parties:
            self.add_error(None, gettext("Choose at least one party that makes the promise."))
        elif agreement:
            allowed = {*agreement.parties().values_list("pk", flat=True), *self.held}
            strangers = [party.short for party in self.parties if party.pk not in allowed]
            if strangers:
                self.add_error(
                    None, gettext("%(party)s is no party of the agreement.") % {"party": strangers[0]}
                )
        return cleaned

    def save(self, commit=True):
        values = {
            name: self.cleaned_data[name] for name in ("text", "target", "unit", "starts_on", "ends_on")
        }
        values["areas"] = list(self.cleaned_data["areas"])
        values["parties"] = self.parties
        if self.instance.pk:
            # What the actor may not see stays linked.
            unseen = self.instance.activities.exclude(pk__in=self.linked.values("pk"))
            values["activities"] = [*self.cleaned_data["codes"], *unseen]
            self.instance.write(by=self.actor, **values)
        else:
            values["activities"] = self.cleaned_data["codes"]
            rows = Promise.objects.for_actor(self.actor)
            self.instance = rows.make(agreement=self.cleaned_data["agreement"], by=self.actor, **values)
        return self.instance


class CountForm(ScopedForm):
    """One more occasion: today and one's own party unless told."""

    held_on = forms.DateField(label=_("When?"), initial=today)
    party = PartyField(label=_("Who did it?"), empty_label=None)
    text = forms.CharField(
        label=_("What was done?"),
        help_text=_("One sentence is enough. Do not write personal data."),
        max_length=200,
        error_messages={"required": _("Write in one sentence what was done.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        parties = self.fields["party"].queryset.filter(pk__in=row.parts.values("party"))
        own = parties.filter(pk=self.actor.party_id)
        # Who counts counts for the own party; who keeps the promise and has no part in it counts for the others.
        self.fields["party"].queryset = parties = own if own.exists() else parties
        self.fields["party"].initial = next((party.public_id for party in parties), None)
        self.is_own = own.exists()

    def perform(self):
        values = {name: self.cleaned_data[name] for name in ("held_on", "party", "text")}
        return self.row.count(by=self.actor, **values)


class OccasionForm(RowForm):
    """Corrects what was counted."""

    class Meta:
        model = PromiseOccasion
        fields = ["held_on", "text"]
        labels = {"held_on": _("When?"), "text": _("What was done?")}

    def save(self, commit=True):
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        # The form has put the new values into the row; the verb compares with what is stored.
        self.instance.refresh_from_db(fields=list(values))
        self.instance.correct(by=self.actor, **values)
        return self.instance


class TakeBackForm(ScopedForm):
    """Counts an occasion no more."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def perform(self):
        self.row.take_back(by=self.actor)
