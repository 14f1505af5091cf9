"""Forms about people: invite, change, end, and one's own page."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from collab.access import Role
from collab.clock import today
from collab.forms import ScopedForm
from collab.models import Membership, Party, User


class InviteForm(ScopedForm):
    """Who is invited to do what, for which party; offers only parties whose people the actor looks after."""

    offers = {"party": "manage"}

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("Work e-mail address"), help_text=_("The invitation and the sign-in codes go here.")
    )
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    party = forms.ModelChoiceField(queryset=Party.objects, label=_("Party"), empty_label=None)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CONTACT)
    starts_on = forms.DateField(label=_("From"), initial=today, widget=forms.DateInput)
    ends_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        given = {role for party in self.fields["party"].queryset for role in party.roles_given_by(self.actor)}
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] in given]

    def perform(self):
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        return chosen["party"].memberships.invite(by=self.actor, **chosen)


class MembershipForm(ScopedForm):
    """The role of a membership and its deputy, who is of the same party."""

    role = forms.ChoiceField(label=_("Role"))
    deputy = forms.ModelChoiceField(
        queryset=Membership.objects,
        label=_("Deputy"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Gets reminders when the person is no longer here."),
    )

    def __init__(self, *args, row, **kwargs):
        kwargs["initial"] = {"role": row.role, "deputy": row.deputy_id}
        super().__init__(*args, **kwargs)
        self.row = row
        given = row.party.roles_given_by(self.actor)
        given = given if row.role in given else {row.role}
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] in given]
        colleagues = self.fields["deputy"].queryset.of(row.party).in_force().exclude(user=row.user)
        self.fields["deputy"].queryset = colleagues.select_related("user", "party")

    def perform(self):
        if self.cleaned_data["role"] != self.row.role:
            self.row.change_role(self.cleaned_data["role"], by=self.actor)
        if self.cleaned_data["deputy"] != self.row.deputy:
            self.row.appoint_deputy(self.cleaned_data["deputy"], by=self.actor)


class EndForm(ScopedForm):
    """The last day of a membership, and who takes over where somebody must."""

    ends_on = forms.DateField(
        label=_("Last day"),
        initial=today,
        widget=forms.DateInput,
        help_text=_("The person can sign in for the party until then. Yesterday ends it at once."),
    )
    successor = forms.ModelChoiceField(
        queryset=Membership.objects,
        label=_("Who takes over?"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_(
            "Gets the role from today. Needed for the last contact of a party and the last coordinator."
        ),
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        seen = self.fields["successor"].queryset
        self.fields["successor"].queryset = seen.among(row.successors())

    def perform(self):
        self.row.end(on=self.cleaned_data["ends_on"], successor=self.cleaned_data["successor"], by=self.actor)


class ProfileForm(ScopedForm, forms.ModelForm):
    """One's own name, title, work phone and language; the address is changed by an invitation."""

    class Meta:
        model = User
        fields = ["name", "title", "phone", "language", "has_shortcuts"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As in the browser")), *settings.LANGUAGES]

    def is_free_text(self, name):
        return name != "phone" and super().is_free_text(name)

    def perform(self):
        self.save()
        if self.actor:
            fields = [name for name in self.changed_data if name in self.Meta.fields]
            self.actor.record("profile_changed", by=self.actor, fields=fields)
