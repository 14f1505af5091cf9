"""Signing for a party: in the portal, or what was signed on paper with its scanned page; mending and taking back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementSignature, DeclarationSignature
from collab.access import Role
from collab.clock import today
from collab.document_forms import DocumentField
from collab.forms import RowForm, ScopedForm
from collab.models import Party

PORTAL, PAPER = "portal", "paper"


class PartyField(forms.ModelChoiceField):
    """Parties by name."""

    def __init__(self, **options):
        super().__init__(Party.objects, to_field_name="public_id", **options)


class SignForm(ScopedForm):
    """Who signs, as what, when and how, under the text that was shown."""

    party = PartyField(
        label=_("For which party?"), empty_label=None, error_messages={"required": _("Choose the party.")}
    )
    how = forms.ChoiceField(
        label=_("How is it signed?"),
        choices=[(PORTAL, _("Here in the portal, today")), (PAPER, _("On paper"))],
        widget=forms.RadioSelect,
        initial=PORTAL,
    )
    name = forms.CharField(
        label=_("Name"), max_length=150, error_messages={"required": _("Write who signs.")}
    )
    title = forms.CharField(
        label=_("Title"), max_length=120, error_messages={"required": _("Write the title of who signs.")}
    )
    signed_on = forms.DateField(label=_("Date"), initial=today)
    page = DocumentField(
        label=_("Scanned page with the signature"),
        required=False,
        help_text=_("Only when it is signed on paper. PDF or picture, at most 25 MB."),
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.waiting = row.unsigned()
        self.enters = self.actor.role == Role.COORDINATOR
        offered = [party.pk for party in self.waiting if self.enters or party.pk == self.actor.party_id]
        self.fields["party"].queryset = self.fields["party"].queryset.filter(pk__in=offered).order_by("order")
        self.fields["text"].initial = row.text_mark
        if self.enters:
            del self.fields["how"]
            self.fields["page"].required = True
            self.fields["page"].help_text = _("PDF or picture, at most 25 MB.")
        else:
            # Whoever signs in the portal signs for one party; a choice of one is none.
            self.fields["party"].widget = forms.HiddenInput()
            self.initial = {
                "name": self.actor.user.name,
                "title": self.actor.user.title,
                "party": self.actor.party.public_id,
                **self.initial,
            }

    @property
    def can_sign(self):
        """Whether there is anybody left whom the actor may sign for."""
        return self.fields["party"].queryset.exists()

    def is_free_text(self, name):
        return name == "title"

    def clean_text(self):
        """Refuse what was signed under another text than the one that stands now; show the new one."""
        if self.cleaned_data["text"] != self.row.text_mark:
            self.data = self.data.copy()
            self.data[self.add_prefix("text")] = self.row.text_mark
            raise forms.ValidationError(
                _("The text was changed while you read. This is the text now: read it, and sign again.")
            )
        return self.cleaned_data["text"]

    def perform(self):
        """Sign."""
        facts = {name: self.cleaned_data[name] for name in ("name", "title", "signed_on", "page")}
        on_paper = self.enters or self.cleaned_data["how"] == PAPER
        if not on_paper:
            facts["name"], facts["page"] = self.actor.user.name, None
        self.row.sign(self.cleaned_data["party"], by=self.actor, on_paper=on_paper, **facts)


class CorrectSignature(RowForm):
    """Mends what a signature says of who and when."""

    def is_free_text(self, name):
        return name == "title"

    def save(self, commit=True):
        values = {name: self.cleaned_data[name] for name in ("name", "title", "signed_on")}
        self.instance.correct(by=self.actor, **values)
        return self.instance


class AgreementSignatureForm(CorrectSignature):
    class Meta:
        model = AgreementSignature
        fields = ["name", "title", "signed_on"]


class DeclarationSignatureForm(CorrectSignature):
    class Meta:
        model = DeclarationSignature
        fields = ["name", "title", "signed_on"]


class WithdrawForm(ScopedForm):
    """Takes a signature back, and says why."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=200,
        error_messages={"required": _("Write in a few words why it is taken back.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def perform(self):
        self.row.withdraw(by=self.actor, reason=self.cleaned_data["reason"])
