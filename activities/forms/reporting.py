"""The report of a part: a status, one sentence, and the questions that the status raises."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import Cause, FollowUpRound, ReportAttachment, Status
from activities.models.status import TROUBLED
from collab.clock import today
from collab.dates import day_full
from collab.document_forms import DocumentField
from collab.forms import ScopedForm
from collab.models import Document
from collab.numbers import number

# In the order of the form: the common answer first.
ANSWERS = (
    Status.ON_TRACK,
    Status.OFF_TRACK,
    Status.STOPPED,
    Status.DONE,
    Status.NOT_STARTED,
    Status.CANCELLED,
)
ASKED = ("status", "text", "needs", "number", "cause", "lesson", "new_due_on")


class ReportForm(ScopedForm):
    """Reports the commitment `row`; what was reported in the open round is there to be changed."""

    status = forms.ChoiceField(
        label=_("How is your part going?"),
        choices=[(status.value, status.label) for status in ANSWERS],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how it goes."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    number = forms.DecimalField(
        label=_("So far"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
        localize=True,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input--number"}
        ),
        error_messages={
            "invalid": _("Write a number, such as 5 or 2.5."),
            "min_value": _("Write 0 or more."),
        },
    )
    text = forms.CharField(
        label=_("What has happened since last time?"),
        help_text=_("One sentence is enough. Do not write personal data."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    needs = forms.CharField(label=_("What is needed to move on?"), max_length=300, required=False)
    new_due_on = forms.DateField(label=_("New end date, if it moves"), required=False)
    file = DocumentField(label=_("Picture or document"), required=False)
    cause = forms.ChoiceField(
        label=_("Why will it not be carried out?"),
        choices=[("", _("Choose…")), *Cause.choices],
        error_messages={"required": _("Choose why it will not be carried out.")},
    )
    lesson = forms.CharField(
        label=_("What have we learned?"),
        help_text=_("What should be done otherwise next time? One sentence is enough."),
        max_length=500,
        error_messages={"required": _("Write what you learned, in one sentence.")},
    )
    # The round that was open when the form was drawn: it may close while somebody writes.
    round = forms.ModelChoiceField(
        FollowUpRound.objects, required=False, to_field_name="public_id", widget=forms.HiddenInput
    )

    def __init__(self, *args, row, in_round=None, **kwargs):
        self.row, self.in_round = row, in_round or row.round_to_report()
        self.report = row.reports.filter(round=self.in_round).first() if self.in_round else None
        super().__init__(*args, **kwargs)
        if self.report:
            self.initial = {**{name: getattr(self.report, name) for name in ASKED[:-1]}, **self.initial}
        self.initial["round"] = self.in_round and self.in_round.public_id
        self.ask_for_number()
        if self.is_bound and self["status"].value() != Status.CANCELLED:
            # Asked only of what is not carried out.
            self.fields["cause"].required = self.fields["lesson"].required = False

    def ask_for_number(self):
        """Ask how far it has come where something is counted, and show what was told last."""
        if self.row.target_number is None:
            del self.fields["number"]
            return
        goal = {"number": number(self.row.target_number), "unit": self.row.target_unit}
        self.fields["number"].help_text = _("Of %(number)s %(unit)s.") % goal
        if "number" not in self.initial:
            counted = self.row.reports.exclude(number=None).newest_first().first()
            self.initial["number"] = counted and counted.number

    def clean_round(self):
        """The round of the form; refuse it, once and in words, when it closed meanwhile."""
        drawn = self.cleaned_data["round"]
        if drawn and not drawn.is_open():
            self.data = self.data.copy()
            self.data[self.add_prefix("round")] = self.in_round.public_id if self.in_round else ""
            raise ValidationError(
                _(
                    "%(round)s closed while you wrote. Your text is kept: send again to report outside it, or ask"
                    " the coordinator to open it again."
                ),
                params={"round": drawn.name},
            )
        return drawn

    def clean_new_due_on(self):
        day = self.cleaned_data["new_due_on"]
        if day and day != self.row.due_on and day <= today():
            raise forms.ValidationError(
                _("Choose a date after today, %(date)s."), params={"date": day_full(today())}
            )
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") not in TROUBLED:
            # The two questions are asked only of what does not go as planned.
            cleaned["needs"], cleaned["new_due_on"] = "", None
        if cleaned.get("status") != Status.CANCELLED:
            cleaned["cause"] = cleaned["lesson"] = ""
        return cleaned

    def perform(self):
        """Send the report, with the file when there is one."""
        report = self.row.report(by=self.actor, in_round=self.in_round, **self.content())
        if upload := self.cleaned_data.get("file"):
            ReportAttachment.attach(upload, row=report, by=self.actor)
        return report

    def content(self):
        """What the report says."""
        return {name: self.cleaned_data.get(name) for name in ASKED if name in self.fields}

    @property
    def files_sent(self):
        """The documents that were sent with the report of this round."""
        return Document.objects.for_actor(self.actor).on(self.report).kept() if self.report else []


class ReportForForm(ReportForm):
    """Reports in the place of the party, at its request."""

    on_behalf = forms.CharField(
        label=_("Who asked for it, and how?"),
        help_text=_(
            "Such as: the contact, by phone on 3 May. It stands beside the report, and the party is told."
        ),
        max_length=200,
        error_messages={"required": _("Write who in the party asked for it, and how.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].label = _("How is the party's part going?")
        if self.report:
            self.initial.setdefault("on_behalf", self.report.on_behalf)

    def content(self):
        return {**super().content(), "on_behalf": self.cleaned_data["on_behalf"]}


class MailReportForm(ReportForm):
    """The report by a mail's link: with no file from whoever holds it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["file"]

    def content(self):
        return {**super().content(), "by_mail": True}
