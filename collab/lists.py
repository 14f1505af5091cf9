"""The lists of collab that can be taken out: parties, people, and the event log."""

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .access import Role
from .events import LogFilter, in_words
from .export.table import DATE, MOMENT, NUMBER, Column, Table, in_pieces, narrowing_of, words, yes_or_no
from .models import AuditEvent, Membership, Party
from .navigation import READS_LOG


class PartyTable(Table):
    """The parties, and whom to call there."""

    name = gettext_lazy("Parties")
    columns = (
        Column(gettext_lazy("Code"), width=8),
        Column(gettext_lazy("Party"), width=36),
        Column(gettext_lazy("Kind"), width=22),
        Column(gettext_lazy("Since"), kind=NUMBER, width=8),
        Column(gettext_lazy("Coordinates"), width=12),
        Column(gettext_lazy("Contacts"), width=60),
    )

    def cells(self):
        seen = Membership.objects.for_actor(self.actor)
        for party in Party.objects.for_actor(self.actor).taking_part().with_people(seen):
            people = ", ".join(f"{m.user.name} ({m.get_role_display()})" for m in party.people)
            coordinates = yes_or_no(party.is_coordinating)
            yield party.code, party.title, party.get_kind_display(), party.since, coordinates, people


class PeopleTable(Table):
    """The people of the parties that the acting membership looks after."""

    name = gettext_lazy("People")
    columns = (
        Column(gettext_lazy("Name"), "user__name", width=26),
        Column(gettext_lazy("E-mail"), "user__email", width=32),
        Column(gettext_lazy("Title"), "user__title", width=26),
        Column(gettext_lazy("Party"), "party__title", width=36),
        Column(gettext_lazy("Role"), "role", width=22, show=words(Role)),
        Column(gettext_lazy("Deputy"), "deputy__user__name", width=26),
        Column(gettext_lazy("From"), "starts_on", DATE, 12),
        Column(gettext_lazy("Until"), "ends_on", DATE, 12),
    )

    @classmethod
    def is_for(cls, actor):
        return Party.objects.for_actor(actor, "manage").exists()

    def rows(self):
        rows = Membership.objects.for_actor(self.actor, "change")
        return rows.order_by(F("party__order"), "user__name", "pk")


class LogTable(Table):
    """The event log, under the filter of its page."""

    name = gettext_lazy("Event log")
    to = READS_LOG
    columns = (
        Column(gettext_lazy("When"), kind=MOMENT, width=17),
        Column(gettext_lazy("Who"), width=26),
        Column(gettext_lazy("Party"), width=30),
        Column(gettext_lazy("What"), width=80),
    )

    def __init__(self, actor, query):
        super().__init__(actor, query)
        self.filter = LogFilter(query, actor=actor)

    @property
    def narrowing(self):
        return narrowing_of(self.filter)

    def cells(self):
        events = self.filter.apply(AuditEvent.objects.for_actor(self.actor))
        for event in in_pieces(events.select_related("party").order_by("-at", "-pk")):
            party = event.party.title if event.party else ""
            yield event.at, event.person or _("The portal"), party, in_words(event)
