"""What a report is made of: the work that is open to every party of the agreement, as of now or of an instant.

Everything comes through the gate, so nobody makes a report of more than they see; and it is narrowed to what all
parties see, so that it can be read by whoever the parties answer to. As of an instant, the rows are read from their
versions and from the days that they carry; what the actor's party was not let see on that day stays hidden.
"""

from datetime import datetime, time
from functools import cached_property

from django.db.models import F, Q, prefetch_related_objects
from django.utils import timezone

from activities.models import Activity, Commitment, FollowUpReport, FollowUpRound, Judgement, Status
from activities.models.status import OPEN, joint_status
from agreements.models import AgreementArea, PriorityArea
from collab.access import granted_on
from collab.clock import now
from collab.history import as_of, is_first, recorded
from collab.models import Area
from lagesbild.models import Need, PriorityBasis


class Rows:
    """The activities, parts and reports of an agreement, and of one of its rounds when one is given."""

    def __init__(self, agreement, actor, *, one_round=None, at=None):
        self.agreement = agreement_as_of(agreement, at) if at else agreement
        self.actor, self.at = actor, at
        self.round = round_as_of(one_round, at) if at and one_round else one_round
        self.day = timezone.localdate(at or now())

    @cached_property
    def is_closed(self):
        """Whether the round took no more reports: its statuses are those told in it."""
        return self.round is not None and self.round.closed_at is not None

    @cached_property
    def activities(self):
        """In the agreement's order, the first to be done first."""
        seen = self.reached()
        if self.at is None:
            rows = list(seen.select_related("priority_area"))
        else:
            rows = self.activities_then(granted_on(seen, self.actor, self.day))
        return sorted(rows, key=lambda row: (row.priority_area.order, row.due_on, row.code))

    def reached(self):
        """The activities of today that it may hold: open to all parties of the agreement, and to the actor."""
        return self.under().filter(visibility=Activity.Visibility.PARTIES)

    def under(self):
        """The activities that the actor sees and that are under the agreement, or as of an instant ever were."""
        seen = Activity.objects.for_actor(self.actor)
        if self.at is None:
            return seen.filter(priority_area__agreement=self.agreement)
        versions = Activity.versions.rel.related_model.objects.filter(priority_area__agreement=self.agreement)
        return seen.filter(pk__in=versions.values("pgh_obj_id"))

    def activities_then(self, seen):
        keys = list(seen.order_by().values_list("pk", flat=True))
        found = as_of(Activity, self.at, since=made_on, pgh_obj_id__in=keys).values()
        rows = self.shown_then(list(found))
        prefetch_related_objects(rows, "priority_area")
        then = {area.pk: area for area in self.areas}
        rows = [row for row in rows if row.priority_area.agreement_id == self.agreement.pk]
        for row in rows:
            row.priority_area = then.get(row.priority_area_id, row.priority_area)
        return rows

    @cached_property
    def areas(self):
        """The priority areas of the agreement, in its order."""
        if self.at is None:
            return list(self.agreement.priority_areas.order_by("order"))
        return sorted(self.of_text(PriorityArea), key=lambda area: (area.order, area.pk))

    @cached_property
    def places(self):
        """The places that the agreement prioritises."""
        if self.at is None:
            keys = self.agreement.places.values("area")
        else:
            keys = [place.area_id for place in self.of_text(AgreementArea)]
        return list(Area.objects.filter(pk__in=keys).select_related("parent"))

    def of_text(self, model):
        """The rows of the agreement's text as they were; what was registered with it is as old as its text."""
        history = type(self.agreement).versions.rel.related_model.objects
        first = history.filter(pgh_obj_id=self.agreement.pk, pgh_label="insert").first()

        def since(version):
            is_with_it = is_first(version) and first and recorded(version) == recorded(first)
            return min(recorded(version), self.at) if is_with_it else recorded(version)

        return as_of(model, self.at, since=since, agreement_id=self.agreement.pk).values()

    def shown_then(self, rows):
        """Those of the rows that could be seen on the day."""
        return [row for row in rows if row.visibility == Activity.Visibility.PARTIES]

    @cached_property
    def parts(self):
        """The parties' parts in them, who coordinates first."""
        keys = [row.pk for row in self.activities]
        if self.at is None:
            rows = Commitment.objects.for_actor(self.actor).filter(activity__in=keys)
            return list(rows.select_related("party"))
        return self.parts_then(keys)

    def parts_then(self, keys):
        rows = list(self.commitments_then(keys))
        prefetch_related_objects(rows, "party")
        for row in rows:
            told = self.latest.get(row.pk)
            row.status = told.status if told else Status.NOT_STARTED
        return sorted(rows, key=lambda row: (not row.is_lead, row.party.order, row.pk))

    def commitments_then(self, keys, **narrowed):
        """The parts of activities as they were; one registered with its activity is as old as that."""
        versions = Activity.versions.rel.related_model.objects.filter(pgh_obj_id__in=keys, pgh_label="insert")
        firsts = {version.pgh_obj_id: version for version in versions}

        def since(version):
            first = firsts.get(version.activity_id)
            is_with_it = is_first(version) and first and recorded(version) == recorded(first)
            return made_on(first) if is_with_it else recorded(version)

        return as_of(Commitment, self.at, since=since, activity_id__in=keys, **narrowed).values()

    @cached_property
    def told(self):
        """{part: its reports, the newest first}."""
        under = {"commitment__activity__in": [row.pk for row in self.activities]}
        if self.at is None:
            rows = FollowUpReport.objects.for_actor(self.actor).filter(**under)
        else:
            seen = FollowUpReport.objects.for_actor(self.actor).filter(**under).order_by().values("pk")
            rows = as_of(FollowUpReport, self.at, since=told_at, pgh_obj_id__in=seen).values()
        found = {}
        for row in sorted(rows, key=lambda row: (row.reported_at, row.pk), reverse=True):
            found.setdefault(row.commitment_id, []).append(row)
        return found

    @cached_property
    def latest(self):
        """{part: its newest report}."""
        return {part: reports[0] for part, reports in self.told.items()}

    @cached_property
    def reports(self):
        """{part: what it told in the round}; without a round, its newest report."""
        if self.round is None:
            return self.latest
        inside = {
            part: [one for one in rows if one.round_id == self.round.pk] for part, rows in self.told.items()
        }
        return {part: rows[0] for part, rows in inside.items() if rows}

    @cached_property
    def asked(self):
        """The parts that the round asks about, or asked about when it closed; without a round, every part taken."""
        if self.is_closed:
            silent = set(self.round.unanswered.values_list("commitment", flat=True))
            return {part.pk for part in self.parts if part.pk in self.reports or part.pk in silent}
        taken = [part for part in self.parts if not part.is_offered]
        return {
            part.pk for part in taken if self.round is None or part.pk in self.reports or part.status in OPEN
        }

    @cached_property
    def judgements(self):
        """{activity: the joint status that somebody had set}."""
        rows = Judgement.objects.for_actor(self.actor).filter(
            activity__in=[row.pk for row in self.activities]
        )
        at = self.at or now()
        standing = rows.filter(made_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))
        return {row.activity_id: row for row in standing.select_related("made_by__party")}

    def needs(self, area):
        """The needs that a priority area rests on, as the council ranked them."""
        if self.at is None:
            return list(Need.objects.for_actor(self.actor).under(area, self.actor).ranked())
        bases = as_of(PriorityBasis, self.at, priority_area_id=area.pk).values()
        seen = Need.objects.for_actor(self.actor).filter(pk__in=[basis.need_id for basis in bases])
        rows = as_of(Need, self.at, pgh_obj_id__in=seen.values("pk")).values()
        return sorted(rows, key=lambda need: (need.rank is None, need.rank or 0, need.order, need.pk))

    def parts_of(self, activity):
        return [part for part in self.parts if part.activity_id == activity.pk]

    def status(self, activity):
        """What was told in a closed round; else what was judged, or what follows from the parties' own."""
        parts = self.parts_of(activity)
        said = [self.reports[part.pk].status for part in parts if part.pk in self.reports]
        if self.is_closed and said:
            return joint_status(said)
        judged = self.judgement(activity)
        return judged.status if judged else joint_status([part.status for part in parts])

    def judgement(self, activity):
        """What somebody set instead; it is about now, so a closed round has none."""
        return None if self.is_closed else self.judgements.get(activity.pk)

    @cached_property
    def signatures(self):
        """(part in the agreement, its signature that stood on the day or None) of every party that signs."""
        parts = self.agreement.signatories()
        taking_part = parts.exclude(joined_on__gt=self.day).order_by(F("party__order"))
        stood = {one.party_id: one for one in self.agreement.signatures.standing_on(self.day)}
        return [(part, stood.get(part.party_id)) for part in taking_part]


class Then(Rows):
    """All that the actor's party could see of an agreement's work on a day, and may see today."""

    def reached(self):
        return self.under()

    def shown_then(self, rows):
        party, see = self.actor.party_id, Activity.Visibility
        own = self.commitments_then([row.pk for row in rows], party_id=party)
        owned = {part.activity_id for part in own}
        return [
            row
            for row in rows
            if row.visibility == see.PARTIES
            or (row.visibility == see.OWNERS and row.pk in owned)
            or (row.visibility == see.DRAFT and row.drafted_by_id == party)
        ]


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day):
    """The last instant of a day: how it was on it."""
    return timezone.make_aware(datetime.combine(day, time.max))


def made_on(version):
    """An activity is there from the day it was made; what was changed later, from when it was changed."""
    return min(recorded(version), midnight(version.created_on)) if is_first(version) else recorded(version)


def told_at(version):
    return version.reported_at


def agreement_as_of(agreement, at):
    """The agreement as its text stood; what was registered first holds for the days before, too."""

    def since(version):
        return min(recorded(version), at) if is_first(version) else recorded(version)

    return as_of(type(agreement), at, since=since, pgh_obj_id=agreement.pk)[agreement.pk]


def round_as_of(one_round, at):
    """The round as it was: closed from when it was closed."""

    def since(version):
        return version.closed_at or (midnight(version.opens_on) if is_first(version) else recorded(version))

    found = as_of(FollowUpRound, at, since=since, pgh_obj_id=one_round.pk)
    return found.get(one_round.pk)
