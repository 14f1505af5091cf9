"""Fill the benchmark's database by COPY: municipalities of falling size, each with its parties and people."""

import csv
import io
import random
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection

from activities.models import (
    Activity,
    ActivityGrant,
    Commitment,
    CommitmentGrant,
    FollowUpReport,
    FollowUpRound,
    Status,
)
from activities.models.activity import ActivityArea
from activities.models.finding import start_over as write_texts
from activities.models.status import OPEN, joint_status
from activities.reminders.countdown import start_over
from agreements.models import AgreementParty, CollaborationAgreement, DeclarationOfIntent, PriorityArea
from collab.access import ALWAYS, permission_id, regrant
from collab.clock import now, today
from collab.models import Area, Collaboration, Membership, Party, User
from collab.models.recorded import public_id

SCALES = {"s": 10_000, "m": 100_000, "l": 1_000_000}
MUNICIPALITIES, PARTIES, PEOPLE, LETTERS, PLACES = 50, 6, 3_000, "ATGV", 8
SEED = 7
# A title is a doing, a thing and an article number, so that words are common (one in ten) and rare (one alone).
DOINGS = ("Trygghetsvandring", "Belysning", "Fältarbete", "Tillsyn", "Samtal", "Utbildning", "Städdag", "Grannstöd",
          "Ordningsvakter", "Sommaraktiviteter")  # fmt: skip
THINGS = ("vid stationen", "i centrum", "på skolan", "i parken", "mot cykelstölder", "om narkotika", "för föräldrar",
          "i trapphus", "på krogen", "mot våld i nära relationer", "på torget")  # fmt: skip
# In the order in which they refer to each other.
COLUMNS = {
    Activity: "id,public_id,version,priority_area_id,code,title,goal,starts_on,due_on,visibility,"
    "drafted_by_id,status,created_on,is_demo,is_judged",
    ActivityArea: "id,activity_id,area_id",
    Commitment: "id,public_id,version,activity_id,party_id,text,contact_id,due_on,moved_from,is_lead,status,"
    "target_unit",
    ActivityGrant: "permission_id,group_id,starts_on,ends_on,content_object_id,status,due_on",
    CommitmentGrant: "permission_id,group_id,starts_on,ends_on,content_object_id",
    FollowUpReport: "id,public_id,commitment_id,round_id,status,text,needs,cause,lesson,on_behalf,"
    "reported_by_id,reported_at",
}


class World:
    """The filled database: its collaborations, parties and memberships by number."""

    def __init__(self, activities):
        self.random = random.Random(SEED)
        self.day = today()
        self.wanted = activities
        self.numbers = {"activity": 0, "commitment": 0, "place": 0, "report": 0}

    def fill(self):
        """Write everything; the frame by the models, the mass by COPY with the history triggers resting."""
        self.frame()
        self.people()
        self.mass()
        with connection.cursor() as cursor:
            # The next two read what has just come; without its numbers they would read it row by row.
            cursor.execute("ANALYZE")
            start_over(cursor)
            write_texts(cursor)
            cursor.execute("VACUUM ANALYZE")

    def frame(self):
        self.priorities, self.parties, self.places, self.rounds, agreements = {}, {}, {}, {}, []
        for n in range(MUNICIPALITIES):
            collaboration = Collaboration.objects.create(code=f"m{n:02}", name=f"Kommun {n:02}")
            self.parties[n] = [
                Party.objects.create(
                    collaboration=collaboration,
                    kind=Party.Kind.MUNICIPALITY if i == 0 else Party.Kind.STATE_AUTHORITY,
                    code=f"P{i}",
                    title=f"Part {i}",
                    order=i,
                    hue=i % 8 + 1,
                    is_coordinating=i == 0,
                )
                for i in range(PARTIES)
            ]
            period = {"starts_on": date(self.day.year - 1, 1, 1), "ends_on": date(self.day.year + 2, 12, 31)}
            declaration = DeclarationOfIntent.objects.create(
                collaboration=collaboration, name="Avsikt", **period
            )
            agreement = CollaborationAgreement.objects.create(
                collaboration=collaboration, declaration=declaration, name="Överenskommelse", **period
            )
            AgreementParty.objects.bulk_create(
                AgreementParty(agreement=agreement, party=p) for p in self.parties[n]
            )
            self.priorities[n] = [
                PriorityArea.objects.create(
                    agreement=agreement, order=i, letter=letter, name=f"Område {letter}"
                )
                for i, letter in enumerate(LETTERS)
            ]
            self.places[n] = [
                Area.objects.create(
                    collaboration=collaboration, kind=Area.Kind.DISTRICT, name=f"Plats {i}", order=i
                )
                for i in range(PLACES)
            ]
            self.rounds[n] = FollowUpRound.objects.create(
                agreement=agreement,
                name="Rundan",
                starts_on=self.day - timedelta(days=100),
                ends_on=self.day,
                opens_on=self.day - timedelta(days=10),
                due_on=self.day + timedelta(days=10),
            )
            agreements.append(agreement)
        regrant(CollaborationAgreement, agreements)

    def people(self):
        """3,000 people, each contact of one party; the first of every party leads it."""
        users = User.objects.bulk_create(
            User(email=f"p{n}@bench.example", name=f"Person {n}", password="!") for n in range(PEOPLE)
        )
        self.contacts = {}
        everyone = [p for parties in self.parties.values() for p in parties]
        memberships = []
        for n, user in enumerate(users):
            party = everyone[n % len(everyone)]
            role = "lead" if n < len(everyone) else "contact"
            memberships.append(
                Membership(user=user, party=party, role=role, starts_on=date(self.day.year - 2, 1, 1))
            )
        for membership in Membership.objects.bulk_create(memberships):
            self.contacts.setdefault(membership.party_id, []).append(membership.pk)

    def mass(self):
        shares = [1 / (n + 1) ** 0.7 for n in range(MUNICIPALITIES)]
        counts = [round(self.wanted * share / sum(shares)) for share in shares]
        counts[0] += self.wanted - sum(counts)
        permissions = {
            **{name: permission_id(Activity, name) for name in ("view", "change", "coordinate")},
            "report": permission_id(Commitment, "report"),
        }
        batch = {model: [] for model in COLUMNS}
        with resting_triggers(*batch):
            for n, count in enumerate(counts):
                for i in range(count):
                    self.one(n, i, permissions, batch)
                    if len(batch[Activity]) >= 20_000:
                        self.flush(batch)
            self.flush(batch)

    def one(self, n, i, permissions, batch):
        draw = self.random
        parties = self.parties[n]
        owners = draw.sample(parties, draw.choices([1, 2, 3, 4], [15, 35, 35, 15])[0])
        pk = self.next("activity")
        due_on = self.day + timedelta(days=draw.randrange(-700, 700))
        statuses = [self.status(due_on) for _ in owners]
        status = joint_status(statuses)
        visible = "parties" if draw.random() < 0.8 else "owners"
        priority = draw.choice(self.priorities[n])
        title = f"{draw.choice(DOINGS)} {draw.choice(THINGS)} {pk}"
        batch[Activity].append(
            (pk, public_id(), 1, priority.pk, f"{priority.letter}{i:07}", title, "Mål " * 90,
             None, due_on, visible, owners[0].pk, status, self.day, False, False)
        )  # fmt: skip
        batch[ActivityArea].append((self.next("place"), pk, draw.choice(self.places[n]).pk))
        for k, party in enumerate(owners):
            c = self.next("commitment")
            # Nobody answers for one part in two thousand: a defect, which people mend.
            contact = draw.choice(self.contacts[party.pk]) if draw.random() < 0.9995 else None
            part = (
                c,
                public_id(),
                1,
                pk,
                party.pk,
                "Gör sin del",
                contact,
                due_on,
                None,
                k == 0,
                statuses[k],
                "",
            )
            batch[Commitment].append(part)
            batch[CommitmentGrant].append((permissions["report"], party.pk, *ALWAYS, c))
            if contact and statuses[k] in OPEN and draw.random() < 0.7:
                report = (
                    self.next("report"),
                    public_id(),
                    c,
                    self.rounds[n].pk,
                    statuses[k],
                    "",
                    "",
                    "",
                    "",
                    "",
                )
                batch[FollowUpReport].append((*report, contact, now()))
        seers = parties if visible == "parties" else owners
        rows = [(permissions["view"], party.pk) for party in seers]
        rows.append((permissions["change"], owners[0].pk))
        if visible == "parties":
            rows.append((permissions["coordinate"], parties[0].pk))
        batch[ActivityGrant].extend(
            (permission, party, *ALWAYS, pk, status, due_on) for permission, party in rows
        )

    def next(self, kind):
        self.numbers[kind] += 1
        return self.numbers[kind]

    def status(self, due_on):
        if due_on < self.day - timedelta(days=30):
            return Status.DONE if self.random.random() < 0.9 else Status.OFF_TRACK
        weights = {Status.ON_TRACK: 50, Status.NOT_STARTED: 25, Status.OFF_TRACK: 17, Status.STOPPED: 8}
        return self.random.choices(list(weights), list(weights.values()))[0]

    def flush(self, batch):
        for model, rows in batch.items():
            copy(model, COLUMNS[model], rows)
            rows.clear()


def copy(model, columns, rows):
    """COPY rows (tuples in the order of `columns`) into the model's table."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(["\\N" if cell is None else cell for cell in row] for row in rows)
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", buffer
        )


@contextmanager
def resting_triggers(*models):
    """Load without row versions: the benchmark reads history nowhere, and COPY brings the sort keys itself."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)"
            )
