"""Reporting a commitment: by the party itself, or by the coordinator at its request."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.access import may
from collab.clock import now
from collab.notify import tell

from .status import Status


class Reporting(models.Model):
    """The verb that says how a commitment goes."""

    class Meta:
        abstract = True

    def rounds(self):
        """The open rounds that ask about it, the one that ends first at the head."""
        agreement = self.activity.priority_area.agreement_id
        open_rounds = self.reports.model.round.field.related_model.objects.open()
        return open_rounds.filter(agreement=agreement).order_by("due_on", "pk")

    def round_to_report(self):
        """The open round that lacks its report, else the last open one; None when no round is open."""
        rounds = list(self.rounds())
        reported = set(self.reports.filter(round__in=rounds).values_list("round", flat=True))
        return next((one for one in rounds if one.pk not in reported), rounds[-1] if rounds else None)

    @transaction.atomic
    def report(
        self,
        *,
        status,
        by,
        text="",
        needs="",
        number=None,
        cause="",
        lesson="",
        new_due_on=None,
        in_round=None,
        on_behalf="",
        by_mail=False,
    ):
        """Tell how the part goes; in an open round the party's one report is written or rewritten.

        `on_behalf` says who of the party asked the coordinator to report in its place, and how.
        """
        self.check_report(status, by, in_round, on_behalf, cause=cause, lesson=lesson)
        if status != Status.CANCELLED:
            cause = lesson = ""
        content = {"status": status, "text": text, "needs": needs, "number": number}
        content |= {"cause": cause, "lesson": lesson, "on_behalf": on_behalf}
        self.take_up(by=by)
        return self.tell_status(content, in_round, new_due_on, by=by, by_mail=by_mail)

    @transaction.atomic
    def conclude(self, status, *, by, **content):
        """Say how the part stands after a decision about the whole: a party left, an agreement got a successor."""
        words = _("Decided by the coordinator.") if by.party_id != self.party_id else ""
        content |= {"status": status, "on_behalf": str(words)}
        return self.tell_status(content, None, None, by=by)

    def tell_status(self, content, in_round, new_due_on, *, by, by_mail=False):
        """Write the report, let the joint status follow, record it and tell whom it concerns."""
        status, on_behalf = content["status"], content["on_behalf"]
        report, moved = self.write_report(content, in_round, new_due_on, by=by)
        before, self.status = self.status, status
        if before != status:
            self.activity.let_judgement_lapse(by=by)
        self.save()
        event = self.record(
            "reported_for" if on_behalf else "reported",
            by=by,
            before=before,
            after=status,
            round=in_round.name if in_round else "",
            report=report.public_id,
            party=self.party.short,
            **moved,
            **({"by_mail": True} if by_mail else {}),
        )
        self.tell_about(report, by=by, is_news=bool(moved) or before != status)
        self.tell_waiting_of_report(event, by=by, before=before, **moved)
        return report

    def check_report(self, status, by, in_round, on_behalf, **why):
        """Refuse what a round, the reporter's place or the status does not allow."""
        if in_round and not in_round.is_open():
            raise ValidationError(_("The round is closed: its reports cannot be changed any more."))
        is_own = by.party_id == self.party_id
        if is_own and on_behalf:
            raise ValidationError(_("This is your own part: report it as your own."))
        if not is_own and not (on_behalf and may(by, "report_for", self)):
            raise ValidationError(
                _("Only the party itself reports its part, or the coordinator at its request.")
            )
        if status == Status.CANCELLED:
            raise_missing(why)

    def write_report(self, content, in_round, new_due_on, *, by):
        """Write the report, and move the end date when it names another; returns it and the facts of the move."""
        moved = {}
        if new_due_on not in (None, self.due_on):
            moved = {"moved_from": self.due_on.isoformat(), "due_on": new_due_on.isoformat()}
            held = self.reports.filter(round=in_round).first() if in_round else None
            first = held.old_due_on if held and held.old_due_on else self.due_on
            content |= {"new_due_on": new_due_on, "old_due_on": first}
            self.move(new_due_on)
        content |= {"reported_by": by, "reported_at": now()}
        if in_round:
            report, _is_new = self.reports.update_or_create(round=in_round, defaults=content)
            return report, moved
        return self.reports.create(**content), moved

    def tell_about(self, report, *, by, is_news):
        """Tell the other parties what is new, and the party itself what was reported in its place."""
        slot = f"{report.public_id} {report.status}"
        if is_news:
            others = self.activity.commitments.exclude(pk=self.pk).people().exclude(user=by.user_id)
            told = {"on_behalf": True} if report.on_behalf else {}
            tell(others, "reported", self, slot=slot, **told)
        if report.on_behalf:
            own = type(self).objects.filter(pk=self.pk).people()
            tell(own, "reported_for", self, slot=slot)


def raise_missing(why):
    """Refuse a cancelled part whose cause or lesson is not told, at the field that is empty."""
    asked = {
        "cause": _("Choose why it will not be carried out."),
        "lesson": _("Write what you learned, in one sentence."),
    }
    missing = {name: words for name, words in asked.items() if not why[name]}
    if missing:
        raise ValidationError(missing)
