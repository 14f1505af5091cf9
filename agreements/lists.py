"""The decisions as a list that can be taken out."""

from django.utils.translation import gettext_lazy as _

from collab.access import EVERYONE
from collab.export.table import DATE, Column, Table, address, words

from .models import Decision


class DecisionTable(Table):
    """The decision chain of every declaration that the acting membership sees."""

    name = _("Decisions")
    # Decisions of elected bodies are for those who were elected, too.
    to = EVERYONE
    columns = (
        Column(_("Declaration of intent"), "declaration__name", width=36),
        Column(_("Body"), "body", width=30),
        Column(_("Date"), "decided_on", DATE, 12),
        Column(_("Paragraph"), "paragraph", width=11),
        Column(_("Registry number"), "all_numbers", width=24),
        Column(_("Matter"), "matter", width=48),
        Column(_("Outcome"), "outcome", width=26, show=words(Decision.Outcome)),
        Column(_("Wording"), "wording", width=60),
        Column(_("Passed on to"), "passed_on_to", width=26),
        Column(_("Link"), "public_id", width=40, show=address("agreements:decision")),
    )

    def rows(self):
        return Decision.objects.for_actor(self.actor).with_numbers().order_by("declaration", "order", "pk")
