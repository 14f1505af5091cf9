"""A new activity with a part per party: one page that grows a row at a time, also without JavaScript."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from agreements.models import CollaborationAgreement
from collab.access import STAFF
from collab.clock import today
from collab.dates import day_full
from collab.fields import all_errors
from collab.forms import RowForm, ScopedForm
from collab.models import Membership, Party
from collab.places import PlacesField

from .aims import AIMS, HELP, LABELS, LOCALIZED, WIDGETS, AimsFields
from .filtering import PriorityAreaField

Visibility = Activity.Visibility


class PersonField(forms.ModelChoiceField):
    """People by name, within one party."""

    def __init__(self, **options):
        super().__init__(Membership.objects, to_field_name="public_id", required=False, **options)

    def label_from_instance(self, membership):
        return membership.user.name


def contacts(actor, party):
    """Who may be the contact of a party's part: its staff, in force."""
    rows = Membership.objects.for_actor(actor).in_force().of(party).filter(role__in=STAFF)
    return rows.select_related("user").order_by("user__name")


class PartForm(ScopedForm):
    """What one party takes on: what, who, and until when."""

    text = forms.CharField(label=_("Part"), max_length=200)
    contact = PersonField(label=_("Contact"), empty_label=_("Not chosen yet"))
    due_on = forms.DateField(label=_("Due"), required=False)

    def __init__(self, *args, party, **kwargs):
        super().__init__(*args, prefix=f"part-{party.public_id}", **kwargs)
        self.party = party
        del self.fields["submission"]
        self.fields["contact"].queryset = contacts(self.actor, party)
        self.fields["text"].error_messages["required"] = gettext(
            "Write what %(party)s will do, or take the party out."
        ) % {"party": party.short}

    @property
    def values(self):
        """The part, as `plan` takes it."""
        fields = {name: self.cleaned_data.get(name) for name in ("contact", "due_on")}
        return {"party": self.party, "text": self.cleaned_data.get("text", ""), **fields}


class PlanForm(AimsFields, RowForm):
    """Plans an activity: its own fields, and a PartForm for each party in `row` fields of the sent form."""

    offers = {"priority_area": "plan"}

    priority_area = PriorityAreaField(label=_("Priority area"), empty_label=_("Choose…"))
    areas = PlacesField(label=_("Where?"))
    visibility = forms.ChoiceField(
        label=_("Who sees it?"),
        choices=[(v.value, v.label) for v in (Visibility.PARTIES, Visibility.OWNERS)],
        widget=forms.RadioSelect,
        initial=Visibility.PARTIES,
    )
    lead = forms.CharField(required=False)

    class Meta:
        model = Activity
        fields = ["title", "priority_area", "areas", "goal", "due_on", "visibility", *AIMS]
        labels = {**LABELS, "title": _("Title"), "due_on": _("End date of the whole activity")}
        help_texts = {**HELP, "title": _("Begin with a verb, if you can.")}
        widgets = WIDGETS
        localized_fields = LOCALIZED

    def __init__(self, *args, pattern=None, template=None, **kwargs):
        # What a template begins with: the values of each party's row, by the key of the party.
        self.pattern, self.template = pattern or {}, template
        super().__init__(*args, **kwargs)
        self.begin_aims()
        self.fields["title"].error_messages["required"] = gettext("Write what is to be done.")
        if not self.is_bound:
            self.fields["priority_area"].initial = self.only_area()
        if self.is_draft:
            for name, field in self.fields.items():
                field.required = name == "title"

    def only_area(self):
        areas = list(self.fields["priority_area"].queryset[:2])
        return areas[0].public_id if len(areas) == 1 else None

    @property
    def is_draft(self):
        return self.is_bound and "draft" in self.data

    @property
    def is_growing(self):
        """Whether a button that adds or takes out a party was pressed: nothing is saved, nothing is checked."""
        return self.is_bound and ("add" in self.data or "drop" in self.data)

    def reshaped(self):
        """The form with one party more or less and every text kept, unchecked; a new row has the end date."""
        kept = {name: self.data.get(name) for name in self.fields if name not in ("areas", "submission")}
        kept["areas"] = self.data.getlist("areas") if hasattr(self.data, "getlist") else []
        form = type(self)(initial=kept, actor=self.actor, template=self.template)
        rows = [party for party in self.row_parties if party.public_id != self.data.get("drop")]
        new = [party for party in self.offered if party.public_id == self.data.get("add")]
        form.__dict__["row_parties"] = rows + [party for party in new if party not in rows]
        for part in form.parts:
            part.initial = {
                name: self.data[part.add_prefix(name)]
                for name in part.fields
                if part.add_prefix(name) in self.data
            } or form.first_values(part)
            # A date that nobody has written follows the activity's.
            part.initial["due_on"] = part.initial.get("due_on") or kept.get("due_on")
        return form

    @cached_property
    def offered(self):
        """The parties that can own a part under some agreement where the actor may plan, in order."""
        agreements = CollaborationAgreement.objects.for_actor(self.actor, "plan")
        keys = {party.pk for agreement in agreements for party in agreement.parties().owning()}
        return list(Party.objects.for_actor(self.actor).filter(pk__in=keys))

    @cached_property
    def row_parties(self):
        """The parties that have a row: those sent, else one's own."""
        if not self.is_bound:
            first = self.pattern or {self.actor.party_id}
            return [party for party in self.offered if party.pk in first]
        sent = self.data.getlist("row") if hasattr(self.data, "getlist") else []
        by_id = {party.public_id: party for party in self.offered}
        return [by_id[key] for key in dict.fromkeys(sent) if key in by_id]

    @cached_property
    def parts(self):
        """A PartForm per row."""
        data = self.data if self.is_bound else None
        found = [PartForm(data, actor=self.actor, party=party) for party in self.row_parties]
        for part in found:
            if self.is_bound and self.is_draft:
                part.fields["text"].required = False
            part.initial = self.first_values(part)
        return found

    def first_values(self, part):
        """Before anything is written in a row: oneself or the party's first contact, and the end date."""
        people = list(part.fields["contact"].queryset)
        own = [person for person in people if person.pk == self.actor.pk]
        contact = next(iter([*own, *people]), None)
        return {
            "contact": contact.public_id if contact else None,
            "due_on": self.initial.get("due_on") or None,
            **self.pattern.get(part.party.pk, {}),
        }

    @property
    def others(self):
        """The parties that can still be added."""
        return [party for party in self.offered if party not in self.row_parties]

    @property
    def to_be_told(self):
        """How many parties will be told."""
        return sum(party.pk != self.actor.party_id for party in self.row_parties)

    @property
    def lead_id(self):
        """The public id of the party that coordinates; the first row unless another was chosen."""
        chosen = self.data.get("lead") if self.is_bound else self.initial.get("lead")
        rows = [party.public_id for party in self.row_parties]
        return chosen if chosen in rows else next(iter(rows), "")

    @property
    def all_errors(self):
        return all_errors([self, *self.parts])

    def clean_due_on(self):
        day = self.cleaned_data.get("due_on")
        if day and day <= today():
            raise ValidationError(
                _("Choose a date after today, %(date)s."), params={"date": day_full(today())}
            )
        return day

    def is_valid(self):
        """The form and every row; a draft asks for a title and for nothing else but that no personal data stands."""
        checked = [super().is_valid(), *[part.is_valid() for part in self.parts]]
        if self.is_draft:
            return sum(keep_needed_errors(form) for form in (self, *self.parts)) == 0
        late = self.later_parts() if all(checked) else []
        for part in late:
            part.add_error("due_on", gettext("At the latest %(date)s.") % {"date": day_full(self.last_day)})
        return all(checked) and not late

    @property
    def last_day(self):
        return self.cleaned_data["due_on"]

    def later_parts(self):
        """The rows whose own date lies after the activity's."""
        return [
            p for p in self.parts if p.cleaned_data["due_on"] and p.cleaned_data["due_on"] > self.last_day
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.row_parties and not self.is_draft:
            self.add_error(None, gettext("At least one party must have a part."))
        return cleaned

    @property
    def said(self):
        """What the next page says."""
        return (
            _("The draft is saved.") if self.is_draft else _("The activity is planned, and its parties told.")
        )

    def save(self, commit=True):
        """Plan it, or keep it as a draft."""
        values = {name: self.cleaned_data.get(name) for name in ("title", "goal", "due_on", "areas")}
        area = self.cleaned_data.get("priority_area") or self.fields["priority_area"].queryset[0]
        visibility = Visibility.DRAFT if self.is_draft else self.cleaned_data["visibility"]
        parts = [{**part.values, "is_lead": part.party.public_id == self.lead_id} for part in self.parts]
        self.instance = Activity.objects.for_actor(self.actor).plan(
            priority_area=area,
            by=self.actor,
            visibility=visibility,
            parts=parts,
            **{name: value or empty(name) for name, value in values.items()},
            **self.aims,
        )
        self.save_causes()
        if self.template:
            template, start = self.template
            template.add_steps(self.instance, start, by=self.actor)
        return self.instance


def empty(name):
    """What a field of a draft is when nothing usable was written."""
    return {"areas": (), "due_on": None}.get(name, "")


def keep_needed_errors(form):
    """Drop the errors that a draft may have; returns whether any is left."""
    for name in list(form.errors):
        needed = [e for e in form.errors[name].as_data() if e.code == "personal_data" or name == "title"]
        if not needed:
            del form.errors[name]
    return bool(form.errors)
