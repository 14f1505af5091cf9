"""The report of one's own part: a status, one sentence, and what is needed when it does not go as planned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import ReportAttachment, Status
from activities.models.status import TROUBLED
from collab.clock import today
from collab.dates import day_full
from collab.document_forms import DocumentField
from collab.forms import ScopedForm
from collab.models import Document

# In the order of the form: the common answer first.
ANSWERS = (
    Status.ON_TRACK,
    Status.OFF_TRACK,
    Status.STOPPED,
    Status.DONE,
    Status.NOT_STARTED,
    Status.CANCELLED,
)


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

    def __init__(self, *args, row, **kwargs):
        self.row, self.round = row, row.round_to_report()
        self.report = row.reports.filter(round=self.round).first() if self.round else None
        super().__init__(*args, **kwargs)
        if self.report:
            self.initial = {
                "status": self.report.status,
                "text": self.report.text,
                "needs": self.report.needs,
                **self.initial,
            }

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
        return cleaned

    def perform(self):
        """Send the report."""
        fields = {name: self.cleaned_data.get(name) for name in ("status", "text", "needs", "new_due_on")}
        report = self.row.report(by=self.actor, in_round=self.round, **fields)
        if upload := self.cleaned_data.get("file"):
            ReportAttachment.attach(upload, row=report, by=self.actor)
        return report

    @property
    def files_sent(self):
        """The documents that were sent with the report of this round."""
        return Document.objects.for_actor(self.actor).on(self.report).kept() if self.report else []
