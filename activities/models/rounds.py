"""Follow-up rounds: a period that every party reports on, from the day it opens until somebody closes it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.dateformat import format as in_words
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import CollaborationAgreement
from collab.access import WORKING, AccessQuerySet, Through
from collab.clock import now, today
from collab.dates import day_full
from collab.history import keep_versions
from collab.models import Membership, Public, Versioned, next_version
from collab.notify import tell
from collab.working_days import working_days

from .commitment import Commitment

TERTIAL, MONTH = 4, 1
OPENS_BEFORE_THE_END, REPORTED_AFTER_THE_END = timedelta(days=14), timedelta(days=20)


class FollowUpRoundQuerySet(AccessQuerySet):
    def open(self, on=None):
        """Rounds that take reports on a day, today unless told."""
        return self.filter(opens_on__lte=on or today(), closed_at=None)

    def last_closed(self):
        """The round that was closed last; None when none is closed."""
        return self.exclude(closed_at=None).order_by("-closed_at", "-pk").first()

    def for_page(self):
        """With the agreement, the round that ends first at the head."""
        return self.select_related("agreement").order_by("due_on", "pk")

    @transaction.atomic
    def announce(self, but=None):
        """Tell the contacts of each round that has opened since nobody was told; returns how many rounds."""
        # Claimed by the lock: of two ticks at once each takes its own rounds.
        opened = list(
            self.open().filter(is_announced=False).select_for_update(skip_locked=True, of=("self",))
        )
        for one in opened:
            self.model.objects.filter(pk=one.pk).update(is_announced=True)
            one.tell_contacts("opened", but=but)
        return len(opened)


@keep_versions
class FollowUpRound(Public, Versioned):
    """A period that every party reports on; what is reported in it is locked when it closes."""

    access = {
        "view": [Through("agreement", "view", to=WORKING)],
        "change": [Through("agreement", "change")],
    }
    recorded_under = "agreement"

    agreement = models.ForeignKey(
        CollaborationAgreement, models.CASCADE, related_name="rounds", verbose_name=_("agreement")
    )
    name = models.CharField(_("name"), max_length=60)
    short_name = models.CharField(_("short name"), max_length=12, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opens_on = models.DateField(_("opens"))
    due_on = models.DateField(_("last day to report"))
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # False while a round waits for its first day: its contacts are told when that comes.
    is_announced = models.BooleanField(default=True, editable=False)

    objects = FollowUpRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        default_permissions = ()
        triggers = [next_version(derived=["is_announced"])]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"],
                name="round_name_once_per_agreement",
                violation_error_message=_("There is a round with that name already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="round_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('activities:follow_up')}?round={self.public_id}"

    @property
    def in_sentence(self):
        """The name within a sentence: tertial 2 2024."""
        return self.name[:1].lower() + self.name[1:]

    def is_open(self, on=None):
        return self.closed_at is None and self.opens_on <= (on or today())

    @property
    def is_overdue(self):
        return self.due_on < today()

    def clean(self):
        """Say, at the date where it is wrong, what does not fit; a closed round is not edited."""
        if self.closed_at:
            raise ValidationError(_("The round is closed. Open it again before you change it."))
        errors = {}
        days = (self.starts_on, self.ends_on, self.opens_on, self.due_on)
        if None not in days:
            errors = {**self.disorder(), **self.overlap()}
        if self.pk and self.opens_on and self.opens_on > today() and self.reports.exists():
            errors["opens_on"] = _("Parties have reported already: the round cannot open later.")
        if errors:
            raise ValidationError(errors)

    def disorder(self):
        """What is wrong with the order of the four dates, by field."""
        if self.ends_on < self.starts_on:
            return {"ends_on": _("The period ends before it begins. Choose its first day or a later one.")}
        found = {}
        if self.opens_on < self.starts_on:
            found["opens_on"] = _("Nothing can be reported before the period begins, %(day)s.") % {
                "day": day_full(self.starts_on)
            }
        if self.due_on < self.opens_on:
            found["due_on"] = _("The last day to report comes before the round opens, %(day)s.") % {
                "day": day_full(self.opens_on)
            }
        return found

    def overlap(self):
        """The round of the agreement whose period this one would share days with, as an error of a field."""
        if self.agreement_id is None:
            return {}
        others = FollowUpRound.objects.filter(agreement=self.agreement_id).exclude(pk=self.pk)
        met = others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).first()
        if met is None:
            return {}
        field = "starts_on" if met.starts_on <= self.starts_on else "ends_on"
        words = _(
            "The period overlaps %(round)s, %(first)s–%(last)s. Two rounds cannot ask about the same days."
        )
        facts = {
            "round": met.in_sentence,
            "first": day_full(met.starts_on),
            "last": day_full(met.ends_on),
        }
        return {field: words % facts}

    @transaction.atomic
    def open(self, *, by):
        """Make the round; the contacts are told now, or on the day it opens."""
        # Held, so that of two who make a round at once the second meets the first's dates.
        CollaborationAgreement.objects.select_for_update(of=("self",)).get(pk=self.agreement_id)
        self.full_clean()
        self.is_announced = False
        self.save()
        self.record("opened", by=by)
        FollowUpRound.objects.filter(pk=self.pk).announce(but=by.user_id)
        self.refresh_from_db()

    @transaction.atomic
    def change(self, *, by, **values):
        """Change the name or the dates, and record which."""
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        self.full_clean()
        self.save()
        if changed:
            self.record("changed", by=by, fields=changed)
        FollowUpRound.objects.filter(pk=self.pk).announce(but=by.user_id)

    @transaction.atomic
    def close(self, *, by):
        """Lock what has been reported, and keep which parts were asked and did not answer."""
        if not self.is_open():
            raise ValidationError(_("The round is not open, so it cannot be closed."))
        silent = Commitment.objects.owed_in(self).exclude(reports__round=self)
        Unanswered.objects.bulk_create(Unanswered(round=self, commitment=one) for one in silent)
        self.closed_at = now()
        self.save()
        self.record("closed", by=by)

    @transaction.atomic
    def reopen(self, *, note, due_on, by):
        """Take reports again until a day; why stays beside the round, and the contacts are told."""
        if self.closed_at is None:
            raise ValidationError(_("The round is not closed."))
        if due_on < today():
            raise ValidationError({"due_on": _("Choose today or a later day.")})
        self.unanswered.all().delete()
        self.closed_at, self.due_on = None, due_on
        self.save()
        reopening = self.reopenings.create(note=note, reopened_by=by)
        self.record("reopened", by=by, note=note)
        self.tell_contacts("reopened", but=by.user_id, slot=reopening.public_id)
        return reopening

    def tell_contacts(self, kind, *, but=None, slot=""):
        """Tell who answers for the parts the round asks about, except for the person who did it."""
        people = Commitment.objects.owed_in(self).people().exclude(user=but)
        return tell(people, kind, self, slot=slot, url=reverse("activities:overview"))


def period_holding(day, months):
    """First and last day of the whole `months` months, counted from January, that hold the day."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last_month = first.month + months - 1
    after = date(first.year + last_month // 12, last_month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def next_round(agreement, months):
    """The facts of the round that comes next: the tertial (or month) after the last round, else the present one."""
    last = agreement.rounds.order_by("-ends_on").first()
    starts_on, ends_on = period_holding(today(), months)
    if last:
        starts_on, ends_on = period_holding(last.ends_on + timedelta(days=1), months)
        if starts_on <= last.ends_on:
            starts_on, ends_on = period_holding(ends_on + timedelta(days=1), months)
    return {
        "agreement": agreement,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "opens_on": max(starts_on, ends_on - OPENS_BEFORE_THE_END),
        "due_on": working_days().on_or_after(ends_on + REPORTED_AFTER_THE_END),
        **names_of(starts_on, months),
    }


def names_of(first, months):
    """Tertial 2 2026 and T2, or December 2026 and Dec."""
    if months == TERTIAL:
        facts = {"n": (first.month - 1) // TERTIAL + 1, "year": first.year}
        return {"name": gettext("Tertial %(n)s %(year)s") % facts, "short_name": gettext("T%(n)s") % facts}
    return {"name": capfirst(in_words(first, "F Y")), "short_name": capfirst(in_words(first, "M"))}


@keep_versions
class Unanswered(models.Model):
    """That a closed round had asked about a part and got no report; as it was when it closed."""

    round = models.ForeignKey(FollowUpRound, models.CASCADE, related_name="unanswered")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "commitment"], name="unanswered_once_per_round")
        ]

    def __str__(self):
        return f"{self.round} {self.commitment}"


@keep_versions
class Reopening(Public):
    """That a closed round took reports again: who opened it, when, and why."""

    round = models.ForeignKey(FollowUpRound, models.CASCADE, related_name="reopenings")
    note = models.CharField(_("why it is opened again"), max_length=300)
    reopened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-reopened_at"]
        default_permissions = ()

    def __str__(self):
        return self.note
