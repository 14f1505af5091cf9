"""What happened to activities, in words: one sentence per event of the audit log that the actor may see."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.html import format_html
from django.utils.translation import gettext as _

from collab.clock import today
from collab.dates import day_near
from collab.models import AuditEvent, Visit

from .models import Activity, FollowUpReport, Status

NEW_AT_MOST = 101


@dataclass(frozen=True)
class Happening:
    """One line for components/history.html and for the lists of news."""

    at: datetime
    name: str
    party: object
    text: str
    verb: str
    quote: str = ""
    # Since the reader's last visit, and by somebody else.
    is_new: bool = False


def latest(actor, *, among=None, but_by=None, limit=6):
    """The latest events about activities the actor sees, newest first; `among` narrows the activities."""
    rows = Activity.objects.for_actor(actor) if among is None else among
    kind = ContentType.objects.get_for_model(Activity)
    events = AuditEvent.objects.filter(root_type=kind, root_id__in=rows.order_by().values("pk"))
    if but_by:
        events = events.exclude(party=but_by)
    return in_words(events.select_related("party")[:limit], actor, since=Visit.objects.last_of(actor))


def new_since(actor, since, *, among=None):
    """How many events about activities the actor sees others have made since an instant, to a hundred."""
    rows = Activity.objects.for_actor(actor) if among is None else among
    kind = ContentType.objects.get_for_model(Activity)
    events = AuditEvent.objects.filter(root_type=kind, root_id__in=rows.order_by().values("pk"))
    return events.filter(at__gt=since).exclude(actor=actor)[:NEW_AT_MOST].count()


def about(activity, actor):
    """The whole history of one activity the actor sees."""
    events = AuditEvent.objects.for_actor(actor).about(activity).select_related("party")
    return in_words(events, actor, is_linked=False)


@dataclass(frozen=True)
class Move:
    """That an end date was moved, and by whom: of the part of `owner`, or of the whole activity."""

    at: datetime
    name: str
    party: object
    is_whole: bool
    owner: object
    before: date
    after: date


def moves(activity, parts, actor):
    """Every move of an end date in an activity the actor sees, and in its `parts`, newest first."""
    events = AuditEvent.objects.for_actor(actor).about(activity).select_related("party", "subject_type")
    owners = {part.pk: part.party for part in parts}
    found = []
    for event in events.filter(data__has_key="moved_from"):
        is_whole = event.subject_type.model == "activity"
        found.append(
            Move(
                at=event.at,
                name=event.person,
                party=event.party,
                is_whole=is_whole,
                owner=None if is_whole else owners.get(event.subject_id),
                before=date.fromisoformat(event.data["moved_from"]),
                after=date.fromisoformat(event.data["due_on"]),
            )
        )
    return found


def in_words(events, actor, *, is_linked=True, since=None):
    """The events as sentences; the activity is named by its code, with a link where asked."""
    events = list(events)
    seen = Activity.objects.for_actor(actor).in_bulk({event.root_id for event in events})
    wanted = {event.data["report"] for event in events if "report" in event.data}
    reports = FollowUpReport.objects.for_actor(actor).filter(public_id__in=wanted)
    quotes = dict(reports.values_list("public_id", "text"))
    return [
        Happening(
            at=event.at,
            name=event.person,
            party=event.party,
            text=sentence(event, named(seen[event.root_id], is_linked)),
            verb=event.verb,
            quote=quotes.get(event.data.get("report"), ""),
            is_new=since is not None and event.at > since and event.actor_id != actor.pk,
        )
        for event in events
        if event.root_id in seen
    ]


def named(activity, is_linked):
    if not is_linked:
        return activity.code
    return format_html('<a href="{}">{}</a>', activity.get_absolute_url(), activity.code)


def sentence(event, what):
    """What the person did, without the person: "set their part of T-03 to Stopped"."""
    data = event.data
    if event.verb == "reported":
        return reported(data, what)
    if event.verb == "reported_for":
        return reported_for(data, what)
    if event.verb == "judged":
        words = _("set the joint status of {activity} to {status}: {reason}")
        return format_html(words, activity=what, status=Status(data["status"]).label, reason=data["reason"])
    if event.verb == "turned_down":
        words = _("declined the part of {party} in {activity}: {reason}")
        return format_html(words, activity=what, party=data["party"], reason=data["reason"])
    if event.verb == "changed" and "due_on" in data:
        return moved(what, data["due_on"])
    if event.verb in DECIDED_LATER and "reason" in data:
        words = DECIDED_LATER[event.verb]()
        return format_html(words, activity=what, after=data.get("after", ""), reason=data["reason"])
    if event.verb == "shared":
        words = (
            _("published {activity}") if data.get("before") == "draft" else _("changed who sees {activity}")
        )
        return format_html(words, activity=what)
    words = {
        "planned": _("planned {activity}"),
        "created": _("planned {activity}"),
        "drafted": _("wrote a draft of {activity}"),
        "changed": _("edited {activity}"),
        "placed": _("changed the places of {activity}"),
        "commented": _("commented on {activity}"),
        "comment_changed": _("changed a comment on {activity}"),
        "comment_withdrawn": _("withdrew a comment on {activity}"),
        "joined": _("gave {party} a part in {activity}"),
        "nudged": _("reminded {names} of {activity}"),
        "passed_on": _("let {person} take over a part of {activity}"),
        "left": _("took {party} out of {activity}"),
        "made_to_wait": _("let the part of {party} in {activity} wait for the part of {awaited}"),
        "freed": _("let the part of {party} in {activity} wait no longer for the part of {awaited}"),
        "handed_over": _("let {party} coordinate {activity}"),
        "took_part": _("took the part of {party} in {activity}"),
        "asked_for_change": _("asked to change the part of {party} in {activity}"),
        "agreed_to_change": _("took over the change that {party} asked for in {activity}"),
        "kept_as_offered": _("kept the part of {party} in {activity} as it was offered"),
        "unjudged": _("let the joint status of {activity} follow from the parties again"),
        "step_added": _("added a step to {activity}: {step}"),
        "step_changed": _("changed a step of {activity}: {step}"),
        "step_done": _("finished a step of {activity}: {step}"),
        "step_undone": _("took up a step of {activity} again: {step}"),
        "step_removed": _("took away a step of {activity}: {step}"),
        "carried": _("carried {activity} on from {before} to {after}"),
        "activity_ended": _("ended {activity} when {successor} was made"),
        "activity_reconsidered": _("left {activity} to be reconsidered when {successor} was made"),
        "part_taken_over": _(
            "let {to} take over the part of {party} in {activity}, which left the agreement"
        ),
        "part_ended": _("ended the part of {party} in {activity}, which left the agreement"),
        "part_reconsidered": _(
            "left the part of {party} in {activity} to be reconsidered: it left the agreement"
        ),
        "lapsed": _("reported a new status, so that the set joint status of {activity} ended"),
    }
    return format_html(
        words.get(event.verb, _("changed {activity}")),
        activity=what,
        party=data.get("party", ""),
        awaited=data.get("awaited", ""),
        names=", ".join(data.get("names", [])),
        person=data.get("person", ""),
        step=event.label,
        **{name: data.get(name, "") for name in ("before", "after", "successor", "to")},
    )


# What became of an activity that was left to be reconsidered.
DECIDED_LATER = {
    "carried": lambda: _("reconsidered {activity} and carried it on to {after}: {reason}"),
    "activity_ended": lambda: _("reconsidered {activity} and ended it: {reason}"),
}


def reported(data, what):
    if data.get("by_mail"):
        said = reported({**data, "by_mail": False}, what)
        return format_html(_("{reported}, by the link of a mail"), reported=said)
    if data.get("due_on"):
        return moved(what, data["due_on"])
    if data["before"] != data["after"]:
        words = _("set their part of {activity} to {status}")
        return format_html(words, activity=what, status=Status(data["after"]).label)
    return format_html(_("reported on {activity}"), activity=what)


def reported_for(data, what):
    """What the coordinator reported at a party's request."""
    words = _("reported on behalf of {party} on {activity}: {status}")
    status = Status(data["after"]).label
    return format_html(words, activity=what, party=data["party"], status=status)


def moved(what, due_on):
    words = _("moved an end date in {activity} to {date}")
    return format_html(words, activity=what, date=day_near(date.fromisoformat(due_on), today()))
