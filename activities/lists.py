"""The lists of joint work that can be taken out: activities, commitments, and what a round was told."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.filtering import ActivityFilter
from agreements.models import CollaborationAgreement
from collab.export.table import DATE, MOMENT, NUMBER, Column, Table, address, words, yes_or_no
from collab.models import Area

from .listing import Listing
from .models import Activity, Commitment, FollowUpReport, FollowUpRound, Status
from .plan import WHOLE, Plan
from .progress import Progress

LINK = address("activities:detail")
PARTS = Commitment.objects.filter(activity=OuterRef("pk")).order_by("-is_lead", "party__order", "pk")
PLACES = Area.objects.filter(
    pk__in=Activity.areas.through.objects.filter(activity=OuterRef(OuterRef("pk"))).values("area")
).order_by("order", "name")
# The whole municipality is said in the reader's words, so its name comes as nothing.
PLACE_NAME = Case(When(kind=Area.Kind.MUNICIPALITY, then=Value("")), default="name")


def listed(names):
    return ", ".join(names)


def places(names):
    return ", ".join(name or _("The whole municipality") for name in names)


class ActivityTable(Table):
    """The list of activities, under the view and the filter of its page."""

    name = gettext_lazy("Activities")
    columns = (
        Column(gettext_lazy("Id"), "code", width=9),
        Column(gettext_lazy("Activity"), "title", width=48),
        Column(gettext_lazy("Goal"), "goal", width=48),
        Column(gettext_lazy("Priority area"), "priority_area__name", width=30),
        Column(gettext_lazy("Places"), ArraySubquery(PLACES.values_list(PLACE_NAME)), width=26, show=places),
        Column(gettext_lazy("Coordinating party"), Subquery(PARTS.values("party__title")[:1]), width=26),
        Column(gettext_lazy("Parties"), ArraySubquery(PARTS.values("party__code")), width=20, show=listed),
        Column(gettext_lazy("Status"), "status", width=13, show=words(Status)),
        Column(gettext_lazy("Starts"), "starts_on", DATE, 12),
        Column(gettext_lazy("Due"), "due_on", DATE, 12),
        Column(gettext_lazy("Due before it was moved"), "moved_from", DATE, 14),
        Column(gettext_lazy("Visible to"), "visibility", width=26, show=words(Activity.Visibility)),
        Column(gettext_lazy("Agreement"), "priority_area__agreement__name", width=36),
        Column(gettext_lazy("Link"), "public_id", width=40, show=LINK),
    )

    def __init__(self, actor, query):
        super().__init__(actor, query)
        self.listing = Listing(ActivityFilter(query, actor=actor), actor)

    @property
    def narrowing(self):
        views = [
            (_("View"), label) for key, label in self.listing.views if key == self.listing.form.chosen_view
        ]
        return [*(views if self.listing.form.chosen_view != "all" else ()), *self.listing.form.narrowing]

    def rows(self):
        return self.listing.narrowed.order_by("key_due_on", "key_id")


class CommitmentTable(ActivityTable):
    """The parties' commitments in the activities of the list, each with what was reported last."""

    name = gettext_lazy("Commitments")

    def rows(self):
        activities = self.listing.narrowed.order_by().values("pk")
        rows = Commitment.objects.for_actor(self.actor).filter(activity__in=activities)
        return rows.order_by("due_on", "pk")

    @property
    def columns(self):
        reports = (
            FollowUpReport.objects.for_actor(self.actor).filter(commitment=OuterRef("pk")).newest_first()
        )

        def latest(field):
            return Subquery(reports.values(field)[:1])

        return (
            Column(_("Id"), "activity__code", width=9),
            Column(_("Activity"), "activity__title", width=48),
            Column(_("Priority area"), "activity__priority_area__name", width=30),
            Column(_("Party"), "party__title", width=30),
            Column(_("Coordinates"), "is_lead", width=12, show=yes_or_no),
            Column(_("What the party does"), "text", width=48),
            Column(_("Contact"), "contact__user__name", width=26),
            Column(_("Status"), "status", width=13, show=words(Status)),
            Column(_("Due"), "due_on", DATE, 12),
            Column(_("Due before it was moved"), "moved_from", DATE, 14),
            Column(_("Latest report"), latest("text"), width=48),
            Column(_("What is needed"), latest("needs"), width=36),
            Column(_("Number"), latest("number"), NUMBER, 10),
            Column(_("Reported at"), latest("reported_at"), MOMENT, 17),
            Column(_("Reported at the request of"), latest("on_behalf"), width=26),
            Column(_("Link"), "activity__public_id", width=40, show=LINK),
        )


class RoundTable(Table):
    """What each party has reported in a round, and what is missing; the open round unless another is asked for."""

    name = gettext_lazy("Follow-up")
    columns = (
        Column(gettext_lazy("Round"), width=18),
        Column(gettext_lazy("Priority area"), width=30),
        Column(gettext_lazy("Id"), width=9),
        Column(gettext_lazy("Activity"), width=48),
        Column(gettext_lazy("Party"), width=30),
        Column(gettext_lazy("What the party does"), width=48),
        Column(gettext_lazy("Report in the round"), width=14),
        Column(gettext_lazy("Status"), width=13),
        Column(gettext_lazy("What has happened"), width=48),
        Column(gettext_lazy("What is needed"), width=36),
        Column(gettext_lazy("Number"), kind=NUMBER, width=10),
        Column(gettext_lazy("Cause"), width=26),
        Column(gettext_lazy("Lesson"), width=48),
        Column(gettext_lazy("Due"), kind=DATE, width=12),
        Column(gettext_lazy("Due before the report"), kind=DATE, width=14),
        Column(gettext_lazy("Reported by"), width=26),
        Column(gettext_lazy("Reported at"), kind=MOMENT, width=17),
    )

    def __init__(self, actor, query):
        super().__init__(actor, query)
        rounds = list(FollowUpRound.objects.for_actor(actor).select_related("agreement"))
        wanted = query.get("round")
        chosen = [one for one in rounds if one.public_id == wanted] if wanted else rounds
        if wanted and not chosen:
            raise Http404
        self.round = next((one for one in chosen if one.is_open()), chosen[0] if chosen else None)

    @property
    def title(self):
        return f"{super().title} {self.round.name}" if self.round else super().title

    def cells(self):
        if self.round is None:
            return
        progress = Progress(self.round, self.actor)
        authors = dict(progress_authors(progress))
        for part in progress.commitments:
            report, activity = progress.reports.get(part.pk), part.activity
            start = [self.round.name, activity.priority_area.name, activity.code, activity.title]
            told = [_("Missing"), "", "", "", None, "", "", part.due_on, None, "", None]
            if report:
                told = [
                    _("Reported"),
                    report.get_status_display(),
                    report.text,
                    report.needs,
                    report.number,
                    report.get_cause_display(),
                    report.lesson,
                    part.due_on,
                    report.old_due_on,
                    by_whom(report, authors),
                    report.reported_at,
                ]
            yield [*start, part.party.title, part.text, *told]


def by_whom(report, authors):
    """The person, and that the party asked for it when another reported in its place."""
    name = authors.get(report.pk, "")
    return f"{name} ({_('on behalf')}: {report.on_behalf})" if report.on_behalf else name


def progress_authors(progress):
    """(report, name of who wrote it) for the reports of a round."""
    rows = FollowUpReport.objects.for_actor(progress.actor).filter(round=progress.round)
    return rows.values_list("pk", "reported_by__user__name")


class PlanTable(Table):
    """The plan of measures of an agreement, all of it or the municipality's, with Brå's columns."""

    name = gettext_lazy("Plan of measures")
    columns = (
        Column(gettext_lazy("Priority area"), width=26),
        Column(gettext_lazy("Cause"), width=34),
        Column(gettext_lazy("Measure"), width=44),
        Column(gettext_lazy("Operational goals"), width=44),
        Column(gettext_lazy("When"), width=24),
        Column(gettext_lazy("Who"), width=48),
        Column(gettext_lazy("Follow-up"), width=44),
    )

    def __init__(self, actor, query):
        super().__init__(actor, query)
        agreements = CollaborationAgreement.objects.for_actor(actor)
        agreement = agreements.filter(public_id=query.get("agreement", "")).first()
        if agreement is None:
            raise Http404
        self.plan = Plan(agreement, actor, query.get("scope", WHOLE))

    @property
    def narrowing(self):
        words = (
            _("The municipality's plan of measures (5 §)")
            if self.plan.is_municipal
            else str(self.plan.agreement)
        )
        return [(_("Of"), words)]

    def cells(self):
        for area, _needs, rows in self.plan.areas:
            for row in rows:
                yield [area.name, *row.cells]
