"""Signatures: who signed what for which party, when and how; one that is taken back stays, with the reason."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import AccessQuerySet, OwnParty, Role, Through
from collab.clock import now, today
from collab.history import keep_versions
from collab.models import Document, Membership, Party, Public, Versioned, next_version
from collab.models.document import link_to

from .agreement import CollaborationAgreement
from .declaration import DeclarationOfIntent

PAPER_TITLE = _("Signature of %(party)s")


class SignatureQuerySet(AccessQuerySet):
    def standing(self):
        """Those that have not been taken back."""
        return self.filter(withdrawn_at=None)

    def standing_on(self, day):
        """Those that had been given by the end of a day and not taken back, the latest of a party last."""
        taken_back = models.Q(withdrawn_at__date__lte=day)
        return self.filter(signed_on__lte=day).exclude(taken_back).order_by("signed_on", "pk")

    def for_page(self):
        """With the names a page says, the newest first."""
        return self.select_related(
            "party", "entered_by__user", "entered_by__party", "withdrawn_by__user", "page"
        ).order_by("-entered_at", "-pk")

    @transaction.atomic
    def sign(self, joint, party, *, by, name, title, signed_on, on_paper=False, page=None):
        """Let a party sign the text as it is; one that stands for an earlier wording is replaced.

        In the portal the party's own lead signs, today; on paper the lead or the coordinator enters what the scanned
        `page` (an examined file) shows.
        """
        type(joint).objects.select_for_update(of=("self",)).get(pk=joint.pk)
        joint.forget()
        check_signing(joint, party, by=by, on_paper=on_paper, signed_on=signed_on, page=page)
        for earlier in self.filter(party=party, **{self.model.signs: joint}).standing():
            earlier.end(by=by, because=str(_("The text was changed, and it was signed anew.")))
        made = self.create(
            **{self.model.signs: joint},
            party=party,
            name=name,
            title=title,
            signed_on=signed_on,
            on_paper=on_paper,
            content=joint.content(),
            entered_by=by,
        )
        if page:
            made.attach(page, by=by)
        verb = "signed" if by.party_id == party.pk else "signed_for"
        made.record(verb, by=by, party=party.title, on=signed_on.isoformat(), on_paper=on_paper)
        joint.forget()
        return made


def check_signing(joint, party, *, by, on_paper, signed_on, page):
    """Refuse, at the field where it is wrong, what cannot be signed or not by this person."""
    if party not in [part.party for part in joint.all_parts]:
        raise ValidationError({"party": _("%(party)s is no party that signs.") % {"party": party}})
    if lacking := joint.unfinished():
        raise ValidationError(
            _("The text is not finished: it lacks %(what)s.") % {"what": ", ".join(lacking)}
        )
    if joint.signature_of(party):
        raise ValidationError({"party": _("%(party)s has signed already.") % {"party": party}})
    is_own_lead = by.party_id == party.pk and by.role == Role.LEAD
    if not is_own_lead and not (on_paper and by.role == Role.COORDINATOR):
        raise ValidationError(
            _(
                "Only the lead of the party signs in the portal. What is signed on paper the coordinator can enter."
            )
        )
    if signed_on > today():
        raise ValidationError({"signed_on": _("The day of the signature cannot be after today.")})
    if not on_paper and signed_on != today():
        raise ValidationError({"signed_on": _("In the portal one signs today. An earlier day is for paper.")})
    if on_paper and page is None:
        raise ValidationError({"page": _("Add the scanned page with the signature.")})


class Signature(Public, Versioned):
    """That a party signed a text; `content` is that text, so that a later change shows."""

    # The key to what is signed.
    signs = None

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("title"), max_length=120, blank=True)
    signed_on = models.DateField(_("signed on"))
    on_paper = models.BooleanField(_("signed on paper"), default=False)
    page = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    # None of what was registered before the portal kept the text.
    content = models.JSONField(null=True, editable=False)
    entered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["party__order", "-entered_at"]
        default_permissions = ()

    def __str__(self):
        return f"{self.party.short}: {self.name}"

    def get_absolute_url(self):
        return f"{self.joint.get_absolute_url()}#signatures"

    def get_edit_url(self):
        return reverse(f"agreements:correct_{self.signs}_signature", args=[self.public_id])

    def get_withdraw_url(self):
        return reverse(f"agreements:withdraw_{self.signs}_signature", args=[self.public_id])

    @property
    def joint(self):
        return getattr(self, self.signs)

    @property
    def is_for_another(self):
        """Whether somebody of another party entered it, at the party's request."""
        return self.entered_by_id is not None and self.entered_by.party_id != self.party_id

    def holds_for(self, joint):
        """Whether what was signed is the text as it is now."""
        return self.content is None or self.content == joint.content()

    @property
    def changed_since(self):
        """The parts of the text that differ from what was signed."""
        stored = self.joint.content()
        return [PARTS[key] for key, value in stored.items() if (self.content or stored).get(key) != value]

    def attach(self, page, *, by):
        """Keep the scanned page among the documents of what is signed."""
        link = link_to(type(self.joint))
        self.page = link.attach(
            page,
            row=self.joint,
            by=by,
            kind=Document.Kind.AGREEMENT,
            title=(PAPER_TITLE % {"party": self.party})[:160],
            dated_on=self.signed_on,
        )
        self.save(update_fields=["page"])

    def check_open(self):
        """Refuse a change of a signature that has been taken back or by which the text is in force."""
        if self.withdrawn_at:
            raise ValidationError(_("The signature has been taken back already."))
        if self.joint.is_settled:
            raise ValidationError(_("It is in force: its signatures are not changed any more."))

    @transaction.atomic
    def correct(self, *, by, **values):
        """Mend the name, the title or the day; what stood before is kept in the history."""
        self.check_open()
        if values.get("signed_on", self.signed_on) > today():
            raise ValidationError({"signed_on": _("The day of the signature cannot be after today.")})
        stored = type(self).objects.get(pk=self.pk)
        before = {
            name: str(getattr(stored, name)) for name, new in values.items() if getattr(stored, name) != new
        }
        for name, value in values.items():
            setattr(self, name, value)
        self.save()
        if before:
            self.record("signature_corrected", by=by, party=self.party.title, before=before)

    @transaction.atomic
    def withdraw(self, *, by, reason):
        """Take it back before the text is in force: the party is asked to sign again."""
        self.check_open()
        self.end(by=by, because=reason)
        self.record("signature_withdrawn", by=by, party=self.party.title, reason=reason)

    def end(self, *, by, because):
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_because = now(), by, because
        self.save()
        self.joint.forget()


PARTS = {
    "name": _("name"),
    "period": _("period"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
    "purpose": _("purposes"),
    "purposes": _("purposes"),
    "parties": _("parties"),
    "declaration": _("declaration of intent"),
    "priority_areas": _("priority areas"),
    "places": _("places"),
}
OWN_LEAD = OwnParty("party", to=frozenset({Role.LEAD}))


def one_standing(field, name):
    return models.UniqueConstraint(fields=[field, "party"], condition=models.Q(withdrawn_at=None), name=name)


@keep_versions
class AgreementSignature(Signature):
    access = {
        "view": [Through("agreement", "view")],
        "change": [OWN_LEAD, Through("agreement", "change")],
    }
    recorded_under = signs = "agreement"

    agreement = models.ForeignKey(CollaborationAgreement, models.CASCADE, related_name="signatures")

    class Meta(Signature.Meta):
        triggers = [next_version()]
        constraints = [one_standing("agreement", "one_signature_per_party_of_agreement")]


@keep_versions
class DeclarationSignature(Signature):
    access = {
        "view": [Through("declaration", "view")],
        "change": [OWN_LEAD, Through("declaration", "change")],
    }
    recorded_under = signs = "declaration"

    declaration = models.ForeignKey(DeclarationOfIntent, models.CASCADE, related_name="signatures")

    class Meta(Signature.Meta):
        triggers = [next_version()]
        constraints = [one_standing("declaration", "one_signature_per_party_of_declaration")]
