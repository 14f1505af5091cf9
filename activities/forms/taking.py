"""Taking a point of a meeting on: as a step of a part, or as a party's own part."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import TakenPoint
from activities.taking_points import Offered
from collab.access import may
from collab.clock import today
from collab.forms import ScopedForm

# What a point is given when nothing else is said: until about the next meeting.
DAYS = 30


class TakePointForm(ScopedForm):
    """Where a point is taken on, by which party, and until when; the button says as what."""

    activity = forms.ChoiceField(label=_("In which activity?"))
    party = forms.ChoiceField(label=_("By which party?"))
    due_on = forms.DateField(label=_("To be done by"))

    def __init__(self, *args, row, offered=None, **kwargs):
        super().__init__(*args, auto_id=f"{row.public_id}_%s", **kwargs)
        self.row, self.offered = row, offered or Offered(self.actor)
        self.activities = {one.public_id: one for one in self.offered.parts}
        self.parties = {one.public_id: one for one in self.offered.parties}
        self.fields["activity"].choices = [
            ("", _("Choose…")),
            *((k, str(v)) for k, v in self.activities.items()),
        ]
        self.fields["party"].choices = [(key, party.short) for key, party in self.parties.items()]
        self.fields["party"].initial = self.actor.party.public_id
        self.fields["due_on"].initial = today() + timedelta(days=DAYS)

    @property
    def as_part(self):
        return self.data.get("as") == "part"

    def clean(self):
        """The party has a part to put the step in, or may be given one."""
        cleaned = super().clean()
        activity = self.activities.get(cleaned.get("activity"))
        party = self.parties.get(cleaned.get("party"))
        if not (activity and party):
            return cleaned
        if self.as_part and not may(self.actor, "change", activity):
            raise ValidationError(
                {"activity": _("Only the party that coordinates the activity gives a party a part in it.")}
            )
        if not self.as_part and not self.offered.part_of(activity, party):
            raise ValidationError(
                {"party": _("The party has no part of its own in that activity that you may add a step to.")}
            )
        return {**cleaned, "activity": activity, "party": party}

    def perform(self):
        taken, chosen = TakenPoint.objects.for_actor(self.actor), self.cleaned_data
        facts = {"due_on": chosen["due_on"], "by": self.actor}
        if self.as_part:
            taken.as_part(self.row, activity=chosen["activity"], party=chosen["party"], **facts)
        else:
            part = self.offered.part_of(chosen["activity"], chosen["party"])
            taken.as_step(self.row, commitment=part, **facts)
