"""What happened to declarations and agreements, in words: one line per event that the actor may see."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from collab.models import AuditEvent


@dataclass(frozen=True)
class Happening:
    """One line for components/history.html."""

    at: datetime
    name: str
    party: object
    text: str


def about(row, actor, *, only=None):
    """The history of a declaration or agreement and what is recorded under it; `only` narrows it to one such row."""
    events = AuditEvent.objects.for_actor(actor).about(row).select_related("party")
    if only is not None:
        events = events.filter(subject_id=only.pk, subject_type__model=only._meta.model_name)
    return [
        Happening(event.at, event.person, event.party, sentence(event))
        for event in events.exclude(subject_type__app_label="activities")
    ]


def sentence(event):
    """What was done, without the person."""
    said = SENTENCES.get(event.verb, SENTENCES["changed"])()
    return said % {
        "what": event.label,
        "party": event.data.get("party", ""),
        "successor": event.data.get("successor", ""),
        "reason": event.data.get("reason", ""),
    }


SENTENCES = {
    "seeded": lambda: _("%(what)s was entered from the decision text"),
    "created": lambda: _("wrote %(what)s"),
    "changed": lambda: _("corrected %(what)s"),
    "admitted": lambda: _("let %(party)s take part in %(what)s"),
    "dismissed": lambda: _("let the part of %(party)s in %(what)s end"),
    "drafted": lambda: _("drafted %(what)s"),
    "succeeded": lambda: _("made %(successor)s, which follows %(what)s"),
    "signed_for": lambda: _("entered a signature on paper of %(party)s"),
    "signature_corrected": lambda: _("corrected the signature of %(party)s"),
    "signature_withdrawn": lambda: _("took back the signature of %(party)s: %(reason)s"),
    "signed": lambda: _("signed for %(party)s"),
    "registered": lambda: _("registered %(what)s"),
    "grounds_changed": lambda: _("changed what %(what)s rests on"),
}
