"""The successor of an agreement with the fate of each open activity; a party that leaves with the fate of its parts."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Cause, Commitment, Departure, Fate, PartFate, Status, Succession
from agreements.forms.mandate import DraftAgreement
from agreements.law import YEARS, years_after
from agreements.models import CollaborationAgreement, DeclarationOfIntent
from collab.clock import today
from collab.dates import day_full
from collab.forms import ScopedForm
from collab.models import Party

# An activity whose date passed longer ago than this is suggested to be reconsidered.
LONG_AGO = timedelta(days=365)
TO = "to:"
AS_BELOW = ("", _("As chosen for each below"))


class FatesForm(ScopedForm):
    """A fate per row, and one for all that is chosen at once."""

    def is_free_text(self, name):
        return name in ("lesson", "name", "purpose")

    def ask(self, rows, choices, suggest):
        """A field per row, named by its public id."""
        self.rows = {row.public_id: row for row in rows}
        self.fields["all_fates"].choices = [AS_BELOW, *choices]
        for key, row in self.rows.items():
            self.fields[key] = forms.ChoiceField(
                choices=choices, label=self.name_of(row), initial=suggest(row)
            )

    @property
    def fates(self):
        """The fields of the rows, in their order."""
        return [(self.rows[key], self[key]) for key in self.rows]

    def chosen(self):
        """{row: what was chosen for it}."""
        everything = self.cleaned_data["all_fates"]
        return {row: everything or self.cleaned_data[key] for key, row in self.rows.items()}


def all_fates():
    return forms.ChoiceField(
        label=_("All at once"), required=False, help_text=_("What you choose here goes for every row.")
    )


class SuccessorForm(FatesForm, DraftAgreement):
    """The successor's text, copied from the one before, and what becomes of each open activity."""

    all_fates = all_fates()
    cause = forms.ChoiceField(
        label=_("Why do the activities that end not go on?"),
        choices=[("", _("None ends")), *Cause.choices],
        required=False,
    )
    lesson = forms.CharField(label=_("What was learned?"), max_length=500, required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.initial = {**self.suggested(), **self.initial}
        seen = Activity.objects.for_actor(self.actor).filter(priority_area__agreement=row)
        rows = (
            seen.open().published().select_related("priority_area").order_by("priority_area__order", "code")
        )
        self.ask(list(rows), Fate.choices, suggestion)

    @staticmethod
    def name_of(activity):
        return f"{activity.code} {activity.title}"

    @property
    def first_day(self):
        """The day after the predecessor's last."""
        return self.row.ends_on + timedelta(days=1)

    def suggested(self):
        """The two years after the predecessor, with its text, places and the parties that still take part."""
        row, first = self.row, self.first_day
        under = DeclarationOfIntent.objects.for_actor(self.actor, "change").filter(
            starts_on__lte=first, ends_on__gte=first
        )
        declaration = under.order_by("-starts_on").first()
        self.has_room = declaration is not None
        last = years_after(first, YEARS) - timedelta(days=1)
        declaration, last = (
            (declaration, min(last, declaration.ends_on)) if self.has_room else (row.declaration, last)
        )
        return {
            "name": row.name,
            "declaration": declaration.public_id,
            "starts_on": first,
            "ends_on": last,
            "purpose": row.purpose,
            "priority_areas": [(area.letter, area.name) for area in row.priority_areas.all()],
            "places": [place.area.public_id for place in row.places.all()],
            "parties": [
                part.party.public_id for part in row.parts.select_related("party") if not part.left_on
            ],
        }

    def clean(self):
        """Say what is missing where it is missing: why activities end, and a place for those that go on."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        fates = self.chosen()
        if Fate.ENDED in fates.values():
            for name, words in (
                ("cause", _("Choose why.")),
                ("lesson", _("Write what was learned, in one sentence.")),
            ):
                if not cleaned[name]:
                    self.add_error(name, words)
        letters = {letter for letter, _name in cleaned["priority_areas"]}
        for activity, fate in fates.items():
            if fate == Fate.CARRIED and activity.priority_area.letter not in letters:
                words = _("No priority area has the letter %(letter)s: add it, or choose another fate.")
                self.add_error(activity.public_id, words % {"letter": activity.priority_area.letter})
        return cleaned

    def perform(self):
        """Draft the successor and keep the fates; they are carried out on its first day."""
        facts = {name: self.cleaned_data[name] for name in ("cause", "lesson")}
        self.made = (
            Succession.objects.for_actor(self.actor)
            .make(self.row, by=self.actor, facts=self.facts(), fates=self.chosen(), **facts)
            .successor
        )


def suggestion(activity):
    """Carried on, unless it has stood still or its date passed long ago."""
    is_stuck = activity.status == Status.STOPPED or activity.due_on < today() - LONG_AGO
    return Fate.RECONSIDERED if is_stuck else Fate.CARRIED


class LeaveForm(FatesForm):
    """The last day of a party, and what becomes of each of its open parts."""

    last_on = forms.DateField(
        label=_("Last day"),
        initial=today,
        help_text=_(
            "From the day after the party sees nothing of it. Choose yesterday to let that begin at once."
        ),
    )
    lesson = forms.CharField(
        label=_("Why, and what happens now?"),
        max_length=300,
        error_messages={"required": _("Write in one sentence why the party leaves.")},
    )
    all_fates = all_fates()

    def __init__(self, *args, row, party, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.party = row, party
        self.agreements = [row]
        if isinstance(row, DeclarationOfIntent):
            under = CollaborationAgreement.objects.for_actor(self.actor, "change").filter(declaration=row)
            self.agreements = list(under.filter(parts__party=party, parts__left_on=None))
        seen = Commitment.objects.for_actor(self.actor).of(party).open().published().with_activity()
        rows = seen.filter(activity__priority_area__agreement__in=self.agreements)
        takers = Party.objects.for_actor(self.actor).owning().exclude(pk=party.pk)
        self.takers = {f"{TO}{one.public_id}": one for one in takers if self.takes_part(one)}
        over = [
            (key, _("Taken over by %(party)s") % {"party": one.short}) for key, one in self.takers.items()
        ]
        rest = [choice for choice in PartFate.choices if choice[0] != PartFate.TAKEN_OVER]
        self.ask(
            list(rows.order_by("due_on", "pk")), [*rest[::-1], *over], lambda _row: PartFate.RECONSIDERED
        )

    def takes_part(self, party):
        return all(
            party in [part.party for part in one.all_parts if part.takes_part()] for one in self.agreements
        )

    @staticmethod
    def name_of(part):
        return f"{part.activity.code} {part.activity.title}: {part.text}, {day_full(part.due_on)}"

    def fate_of(self, value):
        return (PartFate.TAKEN_OVER, self.takers[value]) if value in self.takers else (value, None)

    def perform(self):
        """Let the party leave; the fates are carried out the day after its last."""
        fates = {part: self.fate_of(value) for part, value in self.chosen().items()}
        last_on, lesson = self.cleaned_data["last_on"], self.cleaned_data["lesson"]
        for agreement in self.agreements:
            own = {p: f for p, f in fates.items() if p.activity.priority_area.agreement_id == agreement.pk}
            Departure.objects.for_actor(self.actor).make(
                agreement, self.party, by=self.actor, last_on=last_on, lesson=lesson, fates=own
            )
        if self.row not in self.agreements:
            self.row.dismiss(self.party, by=self.actor, on=last_on)
