"""What an uploaded workbook would change: each row beside what the portal holds now.

A row that somebody changed in the portal after the file was made is left alone unless its values are chosen one by
one. An empty cell changes nothing; what cannot be taken is said with the row and the column where it stands.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.forms.editing import refuse_earlier
from activities.forms.planning import contacts
from activities.models import Status
from activities.models.status import TROUBLED
from collab.dates import day_full
from collab.models import Party

from .columns import EDITABLE, LABELS, folded, mark, read_marks
from .held import Holdings
from .meaning import meaning, read_contact

CHANGED, CHOOSE, SAME, WRONG, FOREIGN, UNKNOWN, REPEATED = (
    *("changed", "choose", "same", "wrong", "foreign", "unknown", "repeated"),
)
REFUSED = (WRONG, FOREIGN, UNKNOWN)


@dataclass
class Edit:
    """One value that the file says otherwise than the portal."""

    row: int
    name: str
    now: str
    new: str
    text: str
    is_moved: bool = False

    @property
    def label(self):
        return LABELS[self.name]

    @property
    def field(self):
        """The name of its choice in the form."""
        return f"choice-{self.row}-{self.name}"

    @property
    def now_shown(self):
        return said(self.name, self.now)

    @property
    def new_shown(self):
        return said(self.name, self.new)


@dataclass
class Line:
    """One row of the file: which commitment it is, what it changes, and what is wrong with it."""

    number: int
    cells: dict
    held: object = None
    verdict: str = SAME
    edits: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    # (column letter, label, sentence)
    problems: list = field(default_factory=list)

    @property
    def code(self):
        return self.held.commitment.activity.code if self.held else self.cells.get("code", "")

    @property
    def title(self):
        return self.held.commitment.activity.title if self.held else self.cells.get("activity", "")

    @property
    def words(self):
        """Everything that is wrong with the row, in one text."""
        return " ".join(f"{label}: {words}" if label else words for _column, label, words in self.problems)


def said(name, value):
    """A value as people read it."""
    if not value:
        return "–"
    if name == "status":
        return str(Status(value).label)
    return day_full(date.fromisoformat(value)) if name == "due_on" else value


class Review:
    """The rows of an upload against what the party holds; asked anew each time it is shown."""

    def __init__(self, upload, actor, *, lock=False):
        self.upload, self.actor = upload, actor
        self.holdings = Holdings(actor, lock=lock)

    @cached_property
    def people(self):
        return list(contacts(self.actor, self.actor.party))

    @cached_property
    def parties(self):
        """{folded name or code: party} of the parties that the actor knows."""
        found = {}
        for party in Party.objects.for_actor(self.actor):
            found |= {folded(name): party for name in (party.code, party.title, party.short)}
        return found

    @cached_property
    def lines(self):
        rows = [Line(row.number, row.cells) for row in self.upload.rows.all()]
        keys = {line.cells.get("key", "") for line in rows}
        self.others = self.holdings.others(keys - self.holdings.rows.keys())
        seen = {}
        for line in rows:
            self.identify(line)
            if line.held is None:
                continue
            earlier = seen.setdefault(line.held.commitment.pk, line)
            if earlier is not line:
                self.repeat(line, earlier)
            else:
                self.compare(line)
        return rows

    def identify(self, line):
        """Find the commitment: by its key, else by its id; another party's row is refused by name."""
        cells = line.cells
        code = cells.get("code", "").casefold()
        party = self.parties.get(folded(cells.get("party", "")))
        held = self.holdings.rows.get(cells.get("key", ""))
        other = self.others.get(cells.get("key", ""))
        if other is None and party and party.pk != self.actor.party_id:
            other = party
        if other:
            text = _("The row belongs to %(party)s. Only your own party's rows are taken in.")
            self.refuse(line, FOREIGN, "party", text % {"party": other.title})
        elif cells.get("party") and party is None:
            text = _("There is no party called “%(name)s” here.") % {"name": cells["party"][:60]}
            self.refuse(line, UNKNOWN, "party", text)
        elif held:
            self.recognise(line, held, code)
        else:
            self.look_up(line, code)

    def recognise(self, line, held, code):
        own = held.commitment.activity.code
        if code and code != own.casefold():
            text = _(
                "The id says %(code)s, but the row was made for %(own)s. Sort whole rows, not single columns."
            )
            self.refuse(line, WRONG, "code", text % {"code": line.cells["code"][:12], "own": own})
        else:
            line.held = held

    def look_up(self, line, code):
        """A row without its hidden key is found by the id of its activity, as long as that means one row."""
        found = self.holdings.by_code.get(code, [])
        if len(found) == 1:
            line.held = found[0]
        elif found:
            text = _(
                "Two of your commitments have this id, and the hidden columns that tell them apart are gone."
            )
            self.refuse(line, WRONG, "code", text)
        else:
            text = _(
                "Your party has no such commitment. New rows are not taken in: plan new work in the portal."
            )
            self.refuse(line, UNKNOWN, "code", text)

    def refuse(self, line, verdict, name, text):
        line.verdict = verdict
        self.blame(line, name, text)

    def blame(self, line, name, text):
        column = self.upload.columns.get(name, "")
        line.problems.append((column, str(LABELS.get(name, "")), str(text)))

    def repeat(self, line, earlier):
        """The same row twice: once is enough when both say the same; otherwise neither is taken."""
        line.held = earlier.held
        said = [{n: v for n, v in one.cells.items() if n in LABELS} for one in (line, earlier)]
        if said[0] == said[1]:
            line.verdict = REPEATED
            return
        text = _(
            "The row stands twice with different content, on the rows %(first)s and %(second)s. Keep one."
        )
        text %= {"first": earlier.number, "second": line.number}
        for one in (line, earlier):
            one.edits = []
            self.refuse(one, WRONG, "code", text)

    def compare(self, line):
        """Put what the file changed beside what the portal holds now."""
        cells, held = line.cells, line.held
        row = held.commitment
        marks = read_marks(row.public_id, cells.get("version", ""), cells.get("marks", ""))
        line.moved = [n for n in LABELS if marks and marks.get(n) != mark(row.public_id, n, held.values[n])]
        for column in EDITABLE:
            name = column.key
            if name in cells:
                self.compare_value(line, name, cells[name], marks)
        self.check(line)
        if line.problems:
            line.verdict, line.edits = WRONG, []
        elif line.edits:
            # Without its marks nobody can tell who changed what, so everything is asked about.
            line.verdict = CHOOSE if line.moved or not marks else CHANGED

    def compare_value(self, line, name, text, marks):
        public_id, now = line.held.commitment.public_id, line.held.values[name]
        if text == now or marks.get(name) == mark(public_id, name, text):
            return
        try:
            new = meaning(name, text, self.people)
        except ValidationError as error:
            self.blame(line, name, error.messages[0])
            return
        if new != now and marks.get(name) != mark(public_id, name, new):
            line.edits.append(Edit(line.number, name, now, new, text, name in line.moved))

    def check(self, line):
        """What the portal's own forms ask of these values together."""
        edits, row = {edit.name: edit for edit in line.edits}, line.held.commitment
        if "due_on" in edits:
            day = date.fromisoformat(edits["due_on"].new)
            try:
                refuse_earlier(day, row.due_on)
            except ValidationError as error:
                self.blame(line, "due_on", error.messages[0])
            if day > row.activity.due_on:
                text = _("The activity ends on %(date)s. Choose that day or an earlier one.")
                self.blame(line, "due_on", text % {"date": day_full(row.activity.due_on)})
        status = edits["status"].new if "status" in edits else row.status
        if "status" in edits and status == Status.CANCELLED:
            text = _(
                "That something is not carried out is reported in the portal, with its cause and a lesson."
            )
            self.blame(line, "status", text)
        if "needs" in edits and edits["needs"].new and status not in TROUBLED:
            text = _("What is needed is taken only with the statuses %(words)s.")
            self.blame(line, "needs", text % {"words": ", ".join(str(Status(s).label) for s in TROUBLED)})

    def having(self, *verdicts):
        return [line for line in self.lines if line.verdict in verdicts]

    @property
    def changed(self):
        return self.having(CHANGED)

    @property
    def to_choose(self):
        return self.having(CHOOSE)

    @property
    def foreign(self):
        return self.having(FOREIGN)

    @property
    def wrong(self):
        return self.having(WRONG, UNKNOWN)

    @property
    def refused(self):
        return self.having(*REFUSED)

    @property
    def same(self):
        return self.having(SAME)

    @property
    def repeated(self):
        return self.having(REPEATED)

    @property
    def stamp(self):
        """Changes when anything that the review shows of the portal does: what was seen is what is confirmed."""
        shown = [(e.row, e.name, e.now, e.new) for line in self.lines for e in line.edits]
        verdicts = [(line.number, line.verdict) for line in self.lines]
        return hashlib.sha256(repr((shown, verdicts)).encode()).hexdigest()

    def plans(self, taken):
        """(line, edits) of what is to be done: every plain change, and of the rest what was chosen from the file."""
        plain = [(line, line.edits) for line in self.changed]
        chosen = [(line, [e for e in line.edits if e.field in taken]) for line in self.to_choose]
        return sorted(plain + [plan for plan in chosen if plan[1]], key=lambda plan: plan[0].number)

    def person(self, text):
        return read_contact(text, self.people)
