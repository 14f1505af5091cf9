"""Planning: how an activity and its commitments come to be, in one transaction."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from collab.clock import today
from collab.notify import tell


class Planning(models.QuerySet):
    """The verb that makes activities."""

    @transaction.atomic
    def plan(
        self,
        *,
        priority_area,
        title,
        parts,
        by,
        due_on=None,
        areas=(),
        visibility=None,
        is_agreed=False,
        **fields,
    ):
        """Make an activity with its commitments, tell the parties, and record it.

        `parts` are dicts of party, text, contact, due_on and is_lead; the first coordinates unless one says so,
        and a part without a date has the activity's. A draft may lack everything but the title. The parts of
        others are offers to them, unless they agreed beforehand.
        """
        visible = self.model.Visibility
        activity = self.model(
            priority_area=priority_area,
            title=title,
            due_on=due_on or default_end(priority_area.agreement),
            visibility=visibility or visible.PARTIES,
            drafted_by=by.party,
            **fields,
        )
        activity.full_clean(exclude=["code"])
        activity.save()
        activity.place(areas)
        lead = next((part["party"] for part in parts if part.get("is_lead")), None)
        for i, part in enumerate(parts):
            is_lead = part["party"] == lead if lead else i == 0
            activity.add_part(**{"due_on": activity.due_on, **part, "is_lead": is_lead})
        activity.regrant()
        if activity.is_draft:
            activity.record("drafted", by=by)
        else:
            activity.check_ready(by)
            activity.record("planned", by=by, parties=[part["party"].code for part in parts])
            if not is_agreed:
                activity.offer_parts(activity.commitments.all(), by=by)
            activity.tell_parties("planned", by=by)
        return activity


def default_end(agreement):
    """The day a draft without a date is given: the agreement's last, or this year's when that has passed."""
    return agreement.ends_on if agreement.ends_on >= today() else date(today().year, 12, 31)


class Sharing(models.Model):
    """What is asked of an activity before others see it, and who is told of it."""

    class Meta:
        abstract = True

    def possible_owners(self):
        """The parties that may own a part: those of the agreement that are no observers."""
        return self.agreement.parties().owning()

    def check_ready(self, by):
        """Refuse, with every reason, what is not ready to be seen by others."""
        parts = list(self.commitments.select_related("party"))
        reasons = []
        if not parts:
            reasons.append(_("At least one party must have a part."))
        if len([part for part in parts if part.is_lead]) != 1 and parts:
            reasons.append(_("Exactly one party coordinates."))
        nameless = [part.party.short for part in parts if not part.text]
        reasons += [
            _("Write what %(party)s will do, or take the party out.") % {"party": p} for p in nameless
        ]
        is_ours = any(part.party_id == by.party_id for part in parts)
        if not is_ours and (not by.party.is_coordinating or self.visibility == self.Visibility.OWNERS):
            reasons.append(_("Your own party must have a part, or you would not see the activity."))
        if reasons:
            raise ValidationError(reasons)

    @transaction.atomic
    def carry_to(self, area, *, by, **why):
        """Go on under a priority area of another agreement with all that belongs to it; a free code stays."""
        before = self.agreement
        taken = type(self).objects.filter(priority_area__agreement=area.agreement, code=self.code)
        self.priority_area = area
        if taken.exists():
            self.code = self.draw_code()
        self.save()
        self.regrant()
        for part in self.commitments.all():
            part.regrant()
        self.record("carried", by=by, before=str(before), after=str(area.agreement), **why)

    def agreement_at(self, instant):
        """The agreement that it lay under at an instant: since then it may have been carried on."""
        fate = self.fates.carried_after(instant).first()
        return fate.area_then.agreement if fate else self.agreement

    def tell_parties(self, kind, *, by, slot=""):
        """Tell the contacts of all parts but the offered ones, and but the person who did it; returns how many."""
        people = [
            person for person in self.commitments.filter(offers=None).people() if person.user_id != by.user_id
        ]
        return len(tell(people, kind, self, slot=slot))
