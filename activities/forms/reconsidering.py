"""What becomes of the activities that a predecessor left to be reconsidered: chosen now, or left to wait."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Cause
from activities.reconsidering import left_to
from agreements.models import PriorityArea
from collab.forms import ScopedForm

TO, END = "to:", "end:"
REASON = "-reason"


class ReconsiderForm(ScopedForm):
    """A choice and a reason per activity; what is left unchosen waits."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.items = left_to(row, self.actor)
        areas = PriorityArea.objects.for_actor(self.actor, "change").filter(agreement=row).order_by("order")
        self.areas = {f"{TO}{area.public_id}": area for area in areas}
        choices = [
            ("", _("Not decided yet")),
            *[(key, _("Goes on: %(area)s") % {"area": area.name}) for key, area in self.areas.items()],
            *[(f"{END}{cause}", _("Ends: %(cause)s") % {"cause": cause.label}) for cause in Cause],
        ]
        for item in self.items:
            key, name = item.activity.public_id, f"{item.activity.code} {item.activity.title}"
            self.fields[key] = forms.ChoiceField(choices=choices, label=name, required=False)
            self.fields[f"{key}{REASON}"] = forms.CharField(
                label=_("Why: %(activity)s") % {"activity": name}, max_length=300, required=False
            )

    @property
    def lines(self):
        """(item, its choice, its reason) of each activity."""
        for item in self.items:
            key = item.activity.public_id
            yield item, self[key], self[f"{key}{REASON}"]

    def clean(self):
        """What is decided is decided for a reason, and something is decided."""
        cleaned = super().clean()
        keys = [item.activity.public_id for item in self.items]
        decided = [key for key in keys if cleaned.get(key)]
        if not decided and not self.errors:
            raise forms.ValidationError(_("Choose what becomes of at least one activity."))
        for key in decided:
            if not cleaned.get(f"{key}{REASON}") and f"{key}{REASON}" not in self.errors:
                self.add_error(f"{key}{REASON}", _("Write why, in one sentence."))
        for key in keys:
            if cleaned.get(f"{key}{REASON}") and not cleaned.get(key) and key not in self.errors:
                self.add_error(key, _("Choose what becomes of the activity."))
        return cleaned

    def perform(self):
        """Carry out what was chosen."""
        for item in self.items:
            key = item.activity.public_id
            if not (chosen := self.cleaned_data[key]):
                continue
            area, cause = self.areas.get(chosen), chosen.removeprefix(END)
            reason = self.cleaned_data[f"{key}{REASON}"]
            item.decide(by=self.actor, reason=reason, area=area, cause="" if area else cause)
