"""The papers before a meeting: what has changed, what is red and whose it is, what to decide; kept as they were made.

They are read by everybody who sits in the council, so they tell only of what all of these may see.
"""

from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agreements.models import MeetingPack
from collab import typeset
from collab.access import WORKING, Role, alike
from collab.clock import today
from collab.dates import day_full, day_short
from collab.documents.examining import examine
from collab.models import Document, Membership

from .models import Activity, FollowUpReport, FollowUpRound, Status, TakenPoint
from .overview.troubles import latest_reports, set_because, trouble

TEMPLATE = typeset.TEMPLATES / "activities" / "meeting_pack.typ"
READERS = WORKING - {Role.DATA_ADMIN}
# How far back a first meeting looks.
FIRST_DAYS = 120
RED_AT_MOST, CHANGED_AT_MOST = 60, 80


@transaction.atomic
def make_pack(meeting, *, by):
    """Make the papers as of now and keep them with the meeting; returns the document."""
    with translation.override(settings.LANGUAGE_CODE):
        content = typeset.pdf(TEMPLATE, Pack(meeting, by).data)
        name = _("papers-%(day)s.pdf") % {"day": meeting.held_on.isoformat()}
        title = _("Papers for %(meeting)s") % {"meeting": meeting}
    facts = {"title": title[:160], "kind": Document.Kind.REPORT, "dated_on": today()}
    return MeetingPack.attach(examine(name, content), row=meeting, by=by, **facts)


def seen_by_all(council, by):
    """The activities that everybody who reads the papers of a council may see."""
    rows = Activity.objects.for_actor(by).published()
    readers = Membership.objects.acting().filter(party__in=council.parties(), role__in=READERS)
    for one in {alike(person, Activity): person for person in readers}.values():
        rows = rows.filter(pk__in=Activity.objects.for_actor(one).order_by().values("pk"))
    return rows


class Pack:
    """What the papers of a meeting say."""

    def __init__(self, meeting, by):
        self.meeting, self.by = meeting, by
        self.previous = meeting.previous
        self.since = self.previous.held_on if self.previous else today() - timedelta(days=FIRST_DAYS)

    @cached_property
    def activities(self):
        return seen_by_all(self.meeting.council, self.by)

    @cached_property
    def troubles(self):
        """The worst first, each with why and what its parties say is needed."""
        rows = self.activities.needing_a_hand().keyed().with_parts()
        found, _more = rows.sorted_page("status", size=RED_AT_MOST)
        rounds = list(FollowUpRound.objects.for_actor(self.by).open())
        prefetch_related_objects(found, "parts__contact__user")
        reports = latest_reports(found, self.by)
        filled = FollowUpReport.objects.filled(found, rounds)
        asked, judged = {r.agreement_id for r in rounds}, set_because(found, self.by)
        return [trouble(one, reports, filled, asked, judged) for one in found]

    @property
    def changes(self):
        """(day, activity, party, words) of what has happened since the last meeting, newest first."""
        reports = FollowUpReport.objects.for_actor(self.by).filter(
            commitment__activity__in=self.activities.order_by().values("pk"), reported_at__date__gt=self.since
        )
        rows = reports.select_related("commitment__activity", "commitment__party").newest_first()
        for report in rows[:CHANGED_AT_MOST]:
            words = ". ".join(filter(None, [report.get_status_display(), report.text]))
            yield (
                localdate(report.reported_at),
                report.commitment.activity,
                report.commitment.party.short,
                words,
            )
        new = self.activities.filter(created_on__gt=self.since).select_related("drafted_by")
        for activity in new.order_by("-created_on", "pk")[:CHANGED_AT_MOST]:
            yield activity.created_on, activity, activity.drafted_by.short, _("New activity")

    @property
    def became(self):
        """{point of the last meeting: what it became}, as far as all may see it."""
        links = TakenPoint.objects.for_actor(self.by).filter(
            point__meeting=self.previous, commitment__activity__in=self.activities.order_by().values("pk")
        )
        found = {}
        for link in links.select_related("commitment__activity", "commitment__party", "step"):
            done = link.step.is_done if link.step else link.commitment.status == Status.DONE
            words = _("%(activity)s, %(party)s: %(state)s") % {
                "activity": link.commitment.activity,
                "party": link.commitment.party.short,
                "state": _("done") if done else _("not done yet"),
            }
            found.setdefault(link.point_id, []).append(words)
        return found

    @property
    def data(self):
        """What the template sets, in words."""
        meeting, made = self.meeting, today()
        return {
            "title": _("Papers for the meeting"),
            "language": translation.get_language(),
            "made": [made.year, made.month, made.day],
            "lede": str(meeting.council),
            "demo": _("Demo data: activities, people and figures are made up.") if meeting.is_demo else "",
            "foot": _("%(meeting)s, made %(day)s") % {"meeting": meeting, "day": day_full(made)},
            "page_of": [_("Page"), _("of")],
            "facts": [
                [_("Meeting"), day_full(meeting.held_on)],
                [_("Place"), meeting.place or "–"],
                [_("Counted from"), day_full(self.since)],
            ],
            "agenda": {
                "heading": _("Agenda"),
                "points": [point.title for point in meeting.points.all()],
                "none": _("The agenda is empty."),
            },
            "decide": self.to_decide,
            "red": self.red,
            "changed": self.changed,
            "before": self.before,
            "note": _(
                "Only what every party of the group may see stands here. The papers are kept as they were made."
            ),
        }

    @property
    def to_decide(self):
        rows = [{"title": str(one.activity), "needs": one.needs} for one in self.troubles if one.needs]
        return {
            "heading": _("Decisions needed"),
            "rows": rows,
            "none": _("No party has asked for a decision."),
        }

    @property
    def red(self):
        rows = [
            {
                "title": str(one.activity),
                "status": one.activity.status,
                "word": one.activity.get_status_display(),
                "owners": ", ".join(owner(part) for part in concerned(one.activity)),
                "why": one.why,
            }
            for one in self.troubles
        ]
        return {
            "heading": _("Off track, stopped or late"),
            "columns": [_("Activity"), _("Status"), _("Who"), _("Why")],
            "rows": rows,
            "none": _("Everything goes as planned."),
        }

    @property
    def changed(self):
        found = sorted(self.changes, key=lambda change: change[0], reverse=True)[:CHANGED_AT_MOST]
        rows = [
            {"day": day_short(day), "title": str(activity), "party": party, "text": words}
            for day, activity, party, words in found
        ]
        return {
            "heading": _("Changed since %(day)s") % {"day": day_full(self.since)},
            "columns": [_("Day"), _("Activity"), _("Party"), _("What")],
            "rows": rows,
            "none": _("Nothing is reported since then."),
        }

    @property
    def before(self):
        points = self.previous.points.exclude(decision="") if self.previous else []
        became = self.became if points else {}
        rows = [
            {
                "title": point.title,
                "decision": point.decision,
                "became": "; ".join(became.get(point.pk, [])) or _("Not taken on yet"),
            }
            for point in points
        ]
        return {
            "heading": _("Decided at the last meeting"),
            "columns": [_("Point"), _("Decision"), _("What became of it")],
            "points": rows,
        }


def concerned(activity):
    """The parts that the trouble is about; all that are open when none stands out."""
    found = [part for part in activity.parts if part.status == activity.status or part.is_late()]
    return found or [part for part in activity.parts if not part.is_closed]


def owner(part):
    """The party, and who answers for its part."""
    return f"{part.party.short} ({part.contact.user.name})" if part.contact else part.party.short
