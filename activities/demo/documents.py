"""The demo's attached documents."""

from datetime import timedelta

from activities.models import Activity, ActivityDocument
from agreements.models import AgreementDocument
from collab import clock
from collab.documents.examining import examine

from .rounds import instant


def attach_documents(rows, agreement, day, people):
    for facts in rows:
        upload = examine(facts["name"], facts["text"].lstrip().encode())
        known = {
            name: facts[name] for name in ("kind", "audience", "secrecy", "number", "dnr") if name in facts
        }
        written_on = day - timedelta(days=facts["ago"])
        with clock.at(instant(written_on, facts["ago"])):
            link, row = place_of(facts["on"], agreement)
            link.attach(upload, row=row, by=people[facts["by"]], dated_on=written_on, **known)


def place_of(code, agreement):
    """The row a document is attached to, and the table that attaches it."""
    if code == "agreement":
        return AgreementDocument, agreement
    return ActivityDocument, Activity.objects.get(priority_area__agreement=agreement, code=code)
