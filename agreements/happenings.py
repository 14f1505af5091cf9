"""What happened to declarations and agreements, in words: one line per event that the actor may see."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from collab.models import AuditEvent

from .models.basis import without_unseen_grounds
from .models.signature import PARTS


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
    told = without_unseen_grounds(events.exclude(subject_type__app_label="activities"), actor)
    return [Happening(event.at, event.person, event.party, sentence(event)) for event in told]


def sentence(event):
    """What was done, without the person."""
    said = SENTENCES.get(event.verb, SENTENCES["changed"])()
    if event.verb == "changed":
        said = escaped_sentence(said, event.data)
    return said % {
        "what": event.label,
        "party": event.data.get("party", ""),
        "successor": event.data.get("successor", ""),
        "reason": event.data.get("reason", ""),
    }


def escaped_sentence(said, data):
    """The sentence with which parts of a text were corrected, what its lists won and lost, and who is to sign anew."""
    parts = dict.fromkeys(str(PARTS[name]) for name in data.get("fields", ()) if name in PARTS)
    more = [f": {', '.join(parts)}"] if parts else []
    for change in data.get("rows", {}).values():
        for key, words in (("added", _("New: %(names)s")), ("removed", _("Taken away: %(names)s"))):
            told = words % {"names": ", ".join(change[key])}
            more += [f". {told}"] if change[key] else []
    if data.get("parties"):
        anew = _("Asked to sign anew: %(parties)s") % {"parties": ", ".join(data["parties"])}
        more.append(f". {anew}")
    return said + "".join(more).replace("%", "%%")


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
