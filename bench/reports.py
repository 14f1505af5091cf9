"""The follow-up report of sixty activities: how soon a worker has its PDF, its size, and what a request costs."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import translation

from activities.meeting_pack import make_pack
from activities.models import Activity, Commitment, FollowUpReport, Snapshot, Status
from activities.snapshots.contents import contents
from activities.snapshots.freezing import freeze
from activities.snapshots.paper import print_report
from activities.snapshots.reading import Report
from activities.snapshots.setting import set_pdf
from activities.snapshots.word import write_report
from agreements.models import AgreementArea, Council, Meeting, Seat
from collab.access import Role
from collab.clock import now
from collab.models import Area, Collaboration, Membership
from lagesbild.models import ImportBatch, Indicator

from .measure import clocked

ACTIVITIES, PARTS, INDICATORS, YEARS = 60, 3, 4, 2
TOLD = "Arbetet går framåt, men belysningen längs stråket dröjer: entreprenören väntar på stolpar till i vår."
NEEDS = "Beslut om vem som betalar de sista stolparna."
STATUSES = (Status.ON_TRACK, Status.DONE, Status.OFF_TRACK, Status.STOPPED, Status.ON_TRACK, Status.CANCELLED)


class Work:
    """Sixty more activities of the smallest municipality, each reported by three parties, and figures of its places."""

    def __init__(self):
        town = Collaboration.objects.order_by("code").last()
        self.agreement = town.agreements.get()
        Activity.objects.filter(priority_area__agreement=self.agreement).update(visibility="owners")
        self.round = self.agreement.rounds.get()
        self.parties = list(town.parties.order_by("order")[:PARTS])
        people = Membership.objects.filter(role=Role.LEAD, party__collaboration=town)
        self.leads = {one.party_id: one for one in people.select_related("user", "party__collaboration")}
        self.by = self.leads[self.parties[0].pk]
        self.by.role = Role.COORDINATOR
        self.by.save()
        areas = list(self.agreement.priority_areas.order_by("order"))
        for n in range(ACTIVITIES):
            self.activity(n, areas[n % len(areas)])
        self.figures(town)

    def activity(self, n, area):
        day = self.round.ends_on + timedelta(days=n * 3 - 60)
        made = Activity.objects.create(
            title=f"Trygg väg till skolan, sträcka {n + 1}",
            goal="Minst åtta av tio elever känner sig trygga på vägen.",
            priority_area=area,
            due_on=day,
            visibility="parties",
            drafted_by=self.parties[0],
        )
        for k, party in enumerate(self.parties):
            lead = self.leads[party.pk]
            part = Commitment.objects.create(
                activity=made, party=party, is_lead=k == 0, contact=lead, due_on=day, text=f"Del {k + 1} av vägen"
            )  # fmt: skip
            status = STATUSES[(n + k) % len(STATUSES)]
            FollowUpReport.objects.create(
                commitment=part, round=self.round, status=status, text=TOLD, needs=NEEDS, reported_by=lead,
                **({"cause": "resources", "lesson": "Börja med beställningen."} if status == "cancelled" else {}),
            )  # fmt: skip
            Commitment.objects.filter(pk=part.pk).update(status=status, version=part.version)
        made.regrant()

    def figures(self, town):
        places = list(Area.objects.filter(collaboration=town))
        AgreementArea.objects.bulk_create(
            AgreementArea(agreement=self.agreement, area=place) for place in places
        )
        rows = []
        for k in range(INDICATORS):
            told = Indicator.objects.create(
                collaboration=town, name=f"Anmälda brott {k}", unit="antal", is_published=True
            )
            aiming = Activity.objects.filter(priority_area__agreement=self.agreement, visibility="parties")
            for one in aiming.order_by("pk")[k::INDICATORS][:3]:
                one.indicator = told
                one.save(update_fields=["indicator"])
            rows += [
                {"indicator": told, "area": place, "period": period, "number": 20 + (n * 7 + k) % 30}
                for place in places
                for n, period in enumerate(quarters())
            ]
        ImportBatch.objects.deliver(by=self.by, name="bench.csv", rows=rows)


def quarters():
    year = now().year - YEARS
    for n in range(YEARS * 4):
        first = date(year + n // 4, 1 + 3 * (n % 4), 1)
        yield "quarter", first, (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)


def timed(work):
    """(seconds that the processor and the database ran for it, what came of it): a busy machine lets it wait longer."""
    with clocked() as clock:
        found = work()
    return clock.processor + clock.backend, found


@transaction.atomic
def measure(report):
    """Everything is made and taken back in one transaction."""
    with translation.override("sv"):
        told(report, Work())
    transaction.set_rollback(True)


def told(report, work):
    facts = {"one_round": work.round}
    # Typst reads its fonts the first time.
    content = contents(work.agreement, work.by, **facts)
    print_report(content)
    seconds, _page = timed(lambda: Report(contents(work.agreement, work.by, **facts), work.by).page)
    report.within("the page of a report of sixty activities, its data", seconds, 1, "s")
    seconds, frozen = timed(lambda: freeze(work.agreement, by=work.by, **facts))
    report.within("freezing it, in the request", seconds, 2, "s")
    seconds, _made = timed(lambda: set_pdf(frozen.pk))
    report.within("making its PDF, in the worker", seconds, 5, "s")
    size = len(bytes(Snapshot.objects.get(pk=frozen.pk).pdf))
    report.within("its size", size / 1000, 500, "kB")
    seconds, _made = timed(lambda: print_report(contents(work.agreement, work.by, **facts)))
    report.within("the draft as a PDF, in the request", seconds, 2, "s")
    seconds, _made = timed(lambda: write_report(contents(work.agreement, work.by, **facts)))
    report.within("the draft as a Word file, in the request", seconds, 2, "s")
    council = Council.objects.create(collaboration=work.agreement.collaboration, name="Rådet")
    Seat.objects.bulk_create(Seat(council=council, person=lead) for lead in work.leads.values())
    council.regrant()
    meeting = Meeting.objects.create(council=council, held_on=work.round.ends_on)
    seconds, _pack = timed(lambda: make_pack(meeting, by=work.by))
    report.within("the papers of a meeting, in the request", seconds, 2, "s")
