"""What a reminder says. In a mail, a row that not all parties of the agreement see is a line without a name."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from activities.models import Activity, Commitment, Status
from collab import clock, dates

from .mail_links import MailLink, asks_for_login
from .slots import DEADLINE, SLOTS

# What a mail offers to answer with; the rest is chosen on the page.
ANSWERS = (Status.ON_TRACK, Status.OFF_TRACK, Status.STOPPED, Status.DONE)
TO_LEADS = {slot.days for slot in SLOTS[DEADLINE] if slot.to_leads}


@dataclass
class Entry:
    """A commitment in a mail, with everything the person is told about it."""

    commitment: Commitment
    url: str
    due_on: date
    link: MailLink
    site_url: str
    reasons: list = field(default_factory=list)

    @property
    def activity(self):
        return self.commitment.activity

    @property
    def is_confidential(self):
        return self.activity.visibility != Activity.Visibility.PARTIES

    @property
    def title(self):
        return _("A part that not all parties see") if self.is_confidential else self.activity.title

    @property
    def code(self):
        return "" if self.is_confidential else self.activity.code

    @property
    def part(self):
        return "" if self.is_confidential else self.commitment.text

    @cached_property
    def asks_for_login(self):
        return asks_for_login(self.commitment)

    @cached_property
    def address(self):
        """Where it is reported: without a sign-in where the party allows that."""
        return self.url if self.asks_for_login else self.site_url + self.link.get_absolute_url()

    @property
    def answers(self):
        """(status, address) for each answer: the form opens with it chosen."""
        return [(status.value, f"{self.address}?status={status.value}") for status in ANSWERS]


def entries(items, site_url):
    """The items of a mail by commitment, the earliest date first."""
    found = {}
    for item in items:
        due_on = date.fromisoformat(item.data["due_on"])
        link = MailLink.of(item)
        url = site_url + item.get_absolute_url()
        entry = found.setdefault(item.subject_id, Entry(item.subject, url, due_on, link, site_url))
        entry.due_on = min(entry.due_on, due_on)
        # A report answers both questions, and the round asks for one.
        entry.link = entry.link if entry.link.round else link
        entry.reasons += [*asked_by(item), reason(item), *addressed(item)]
    return sorted(found.values(), key=lambda entry: (entry.due_on, entry.commitment.pk))


def reason(item):
    """Why the person is reminded, as a sentence."""
    due_on, today = date.fromisoformat(item.data["due_on"]), clock.today()
    facts = {"day": dates.day_long(due_on), "distance": dates.relative_day(due_on, today)}
    missing = _("The report for %(round)s is missing.") % item.data if item.data["round"] else ""
    if due_on < today:
        text = _("It was to be done by %(day)s, %(distance)s.")
        text = _("The last day was %(day)s, %(distance)s.") if missing else text
    else:
        text = _("The last day is %(day)s, %(distance)s.")
    return f"{missing} {text % facts}".strip()


def asked_by(item):
    """Who pressed *Påminn*; in a list, which is empty when it was the portal itself."""
    return [_("%(by)s asks for an answer.") % item.data] if "by" in item.data else []


def addressed(item):
    """A sentence that says why it comes to this person, when it is not the contact; in a list, which may be empty."""
    commitment, recipient = item.subject, item.recipient
    if "by" in item.data:
        return []
    if item.data["offset"] in TO_LEADS:
        return [_("You get this as party lead, since it is late.")]
    if commitment.contact_id == recipient.pk:
        return []
    if commitment.contact and commitment.contact.deputy_id == recipient.pk:
        return [_("You get this as deputy for %(name)s.") % {"name": commitment.contact.user.name}]
    return [_("You get this as party lead, since the part has no contact.")]


def name_in_mail(activity):
    """The activity by code and title, or that it is one that not all parties see."""
    confidential = activity.visibility != Activity.Visibility.PARTIES
    return _("An activity that not all parties see") if confidential else str(activity)


def subject(found):
    """The subject of the mail; names nothing that is confidential."""
    if len(found) > 1:
        return _("%(n)s things to report") % {"n": len(found)}
    [entry] = found
    facts = {"id": entry.code, "date": dates.day_near(entry.due_on, clock.today())}
    if entry.due_on < clock.today():
        late = (
            _("Report %(id)s: the date was %(date)s") if entry.code else _("To report: the date was %(date)s")
        )
        return late % facts
    return (_("Report %(id)s by %(date)s") if entry.code else _("To report by %(date)s")) % facts


def about_links(found):
    """What the person has to know about the links of a mail, as a sentence or two."""
    if all(entry.asks_for_login for entry in found):
        return _("The links ask you to log in.")
    text = _(
        "The links are yours alone: do not pass them on. Each opens one report and nothing else, and holds until"
        " the round is closed."
    )
    if any(entry.asks_for_login for entry in found):
        text = f"{text} {_('Some ask you to log in.')}"
    return text
