"""Registering a decision with its minutes, correcting it, and the bodies that decide."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.models import CollaborationAgreement, Decision, DecisionBody
from agreements.models.basis import key, offered, rest_on, with_grounds
from collab.forms import RowForm
from collab.formsets import RowsForm
from collab.models import Party

from .minutes import ROWS, stored_rows

PARAGRAPH = re.compile(r"§?\s*(\d{1,4}\s?[a-z]?)")


class BodyField(forms.ModelChoiceField):
    """A body with the party it is of."""

    def __init__(self, **options):
        super().__init__(DecisionBody.objects, to_field_name="public_id", **options)

    def label_from_instance(self, body):
        return f"{body.name} – {body.party.short}"


class DecisionForm(RowsForm):
    """What was decided, and rows of what the minutes say."""

    kinds = ROWS

    offers = {"decided_by": "decide"}

    decided_by = BodyField(label=_("Which body has decided?"), empty_label=_("Choose…"))
    passed_to = BodyField(
        label=_("Which body decides next?"),
        empty_label=_("None, the matter is settled"),
        required=False,
        help_text=_("Its decision then shows as awaited."),
    )
    agreement = forms.ModelChoiceField(
        CollaborationAgreement.objects,
        label=_("About an agreement"),
        to_field_name="public_id",
        required=False,
        empty_label=_("The declaration as a whole"),
    )
    rests_on = forms.MultipleChoiceField(
        label=_("What the decision rests on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Decision
        fields = [
            "decided_by",
            "decided_on",
            "paragraph",
            "matter",
            "agreement",
            "outcome",
            "wording",
            "passed_to",
            "summary",
            "source",
        ]
        labels = {
            "decided_on": _("Date of the decision"),
            "paragraph": _("Paragraph of the minutes"),
            "wording": _("The decision in its own words"),
            "source": _("Where it stands"),
        }
        help_texts = {
            "decided_on": _("Left empty when the minutes do not say."),
            "paragraph": _("Such as § 210."),
            "source": _("Such as the minutes of 14 November 2023. It then shows that the words are theirs."),
        }
        widgets = {
            "wording": forms.Textarea(attrs={"rows": 3}),
            "summary": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        decision = self.instance
        if decision._state.adding:
            decision.declaration = self.parent
        for name in ("decided_by", "passed_to", "agreement"):
            held = getattr(decision, name)
            self.initial[name] = (initial or {}).get(name, held and held.public_id)
        self.fields["outcome"].choices = [("", _("Choose…")), *Decision.Outcome.choices]
        self.fields["outcome"].error_messages["required"] = _("Choose the outcome.")
        self.limit_choices(decision)
        self.begin_grounds(decision)

    def limit_choices(self, decision):
        """Bodies in use, and those that the decision names already; agreements of its declaration."""
        named = [pk for pk in (decision.decided_by_id, decision.passed_to_id) if pk]
        for name in ("decided_by", "passed_to"):
            self.fields[name].queryset = self.fields[name].queryset.in_use(named)
        about = self.fields["agreement"]
        about.queryset = about.queryset.filter(declaration=decision.declaration)

    def begin_grounds(self, decision):
        """What the decision rests on already, and what it may rest on."""
        stored = [] if decision._state.adding else with_grounds([decision], self.actor)
        held = [(basis.called(basis.row), basis.row) for one in stored for basis in one.grounds]
        self.initial.setdefault("rests_on", [key(row) for _words, row in held])
        rows = [*held, *offered(self.actor)]
        self.grounds = {key(row): row for _words, row in rows}
        words = {key(row): words for words, row in rows}
        self.fields["rests_on"].choices = list(words.items())
        if not self.grounds:
            del self.fields["rests_on"]

    def begun_rows(self):
        """The registry numbers of the matter so far: a matter keeps them through its chain."""
        about = self.initial.get("agreement")
        steps = self.parent.decisions.for_actor(self.actor).select_related("agreement")
        same = [one for one in steps if (one.agreement and one.agreement.public_id) == about]
        return {"numbers": stored_rows(same[-1])["numbers"]} if same else {}

    def stored_rows(self, row):
        return stored_rows(row)

    def clean_paragraph(self):
        written = self.cleaned_data["paragraph"]
        found = PARAGRAPH.fullmatch(written.strip())
        if written and not found:
            raise ValidationError(_("Write the paragraph as in the minutes, such as § 210."))
        return f"§ {found[1]}" if found else ""

    def save(self, commit=True):
        if self.instance._state.adding:
            self.instance.register(by=self.actor, rows=self.lines)
        else:
            values = {name: self.cleaned_data[name] for name in self._meta.fields}
            self.instance.change(by=self.actor, rows=self.lines, **values)
        if "rests_on" in self.fields:
            rest_on(
                self.instance, [self.grounds[name] for name in self.cleaned_data["rests_on"]], by=self.actor
            )
        return self.instance


class BodyForm(RowForm):
    """A body of a party, and its place in the party's chain."""

    offers = {"party": "manage"}

    party = forms.ModelChoiceField(
        Party.objects, label=_("Whose body is it?"), to_field_name="public_id", empty_label=None
    )

    class Meta:
        model = DecisionBody
        fields = ["party", "name", "short", "order", "is_in_use"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.fields["party"].queryset.owning().order_by("order")
        if not self.instance._state.adding:
            del self.fields["party"]
