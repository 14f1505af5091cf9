"""The successor of an agreement, and a party that leaves: pages of the mandate that decide about the work under it."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.forms.generations import LeaveForm, SuccessorForm
from activities.forms.reconsidering import ReconsiderForm
from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab.forms import ScopedForm
from collab.pages import VerbPage


class SucceedPage(VerbPage):
    """Makes the successor; its page follows."""

    model = CollaborationAgreement
    section = "agreements"
    form_class = SuccessorForm
    template_name = "activities/generations/succeed.html"
    said = _("The successor is drafted.")

    def get_queryset(self):
        return super().get_queryset().with_relatives(self.request.actor)

    def done(self, form):
        self.object = form.made
        return super().done(form)


class ReconsiderPage(VerbPage):
    """Decides about what the predecessor left to be reconsidered."""

    model = CollaborationAgreement
    section = "agreements"
    form_class = ReconsiderForm
    template_name = "activities/generations/reconsider.html"
    said = _("What becomes of the activities is decided.")


class ChooseParty(ScopedForm):
    """Nothing to fill in: the page offers a link for each party that can leave."""

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)

    def perform(self):
        raise ValidationError(_("Choose which party leaves."))


class LeavePage(VerbPage):
    """?party= names who leaves; without it the page offers the parties that can."""

    section = "agreements"
    template_name = "activities/generations/leave.html"
    said = _("The party leaves.")

    @cached_property
    def parties(self):
        """Those that take part and do not coordinate."""
        parts = [part for part in self.object.all_parts if part.left_on is None]
        return [part.party for part in parts if not part.party.is_coordinating]

    @cached_property
    def party(self):
        wanted = self.request.GET.get("party")
        return next((party for party in self.parties if party.public_id == wanted), None)

    def get_form_class(self):
        return LeaveForm if self.party else ChooseParty

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "party": self.party} if self.party else kwargs


class AgreementLeave(LeavePage):
    model = CollaborationAgreement


class DeclarationLeave(LeavePage):
    model = DeclarationOfIntent
