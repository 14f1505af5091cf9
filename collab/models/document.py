"""Documents: files attached to rows of any package, every version kept, seen by no more people than their row."""

from functools import cached_property

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.access import EVERYONE, STAFF, AccessQuerySet
from collab.clock import now
from collab.documents import cleaning, pdf, store
from collab.documents.kinds import KINDS
from collab.history import keep_versions

from .membership import Membership
from .party import Party
from .recorded import Public, Versioned, next_version


class Attached:
    """Open to whoever may see a row that the document is attached to, unless the document itself is for fewer.

    `own`: open only to the party that delivered it.
    """

    def __init__(self, *, to=EVERYONE, own=False):
        self.to, self.own = to, own

    def rows(self, queryset, actor):
        seen = Q()
        for link in Attachment.__subclasses__():
            seen |= Q(pk__in=link.objects.for_actor(actor).values("document"))
        own = Q(party=actor.party_id)
        # What is marked as secret is for those who work with it; what was taken out, for those who delivered it.
        fewer = own if actor.role in STAFF else own & Q(secrecy="")
        if not self.own:
            open_to_all = Q(audience=Document.Audience.ALL, removed_at=None)
            fewer |= open_to_all if actor.role in STAFF else open_to_all & Q(secrecy="")
        return queryset.filter(seen, fewer)


class DocumentQuerySet(AccessQuerySet):
    def on(self, row):
        """What is attached to `row`, by number and then by title; what was taken out last."""
        link = link_to(type(row))
        attached = link.objects.filter(**{link.to_row: row})
        return self.filter(pk__in=attached.values("document")).order_by(
            models.F("removed_at").asc(nulls_first=True),
            models.F("number").asc(nulls_last=True),
            "title",
            "pk",
        )

    def kept(self):
        """Those that have not been taken out."""
        return self.filter(removed_at=None)

    def by_row(self, rows):
        """{key of the row: its documents} for rows of one model, in a bounded number of queries."""
        if not rows:
            return {}
        link = link_to(type(rows[0]))
        attached = link.objects.filter(**{f"{link.to_row}__in": rows})
        places = dict(attached.values_list("document", f"{link.to_row}_id"))
        found = {}
        for document in self.kept().filter(pk__in=list(places)).for_page():
            found.setdefault(places[document.pk], []).append(document)
        return found

    def for_page(self):
        """With everything a list of them shows."""
        return self.select_related("party").prefetch_related("versions_kept__delivered_by__user")


@keep_versions
class Document(Public, Versioned):
    """What is attached: what it is called, where it comes from, and who may see it. Its files are its versions."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("Minutes")
        PROPOSAL = "proposal", _("Official report or proposal")
        AGREEMENT = "agreement", _("Agreement or declaration")
        REPORT = "report", _("Report or follow-up")
        PLAN = "plan", _("Plan")
        PICTURE = "picture", _("Picture")
        OTHER = "other", _("Other")

    class Origin(models.TextChoices):
        DRAWN_UP = "drawn_up", _("Drawn up by the party")
        RECEIVED = "received", _("Received by the party")

    class Audience(models.TextChoices):
        ALL = "all", _("Everybody who sees the page it is attached to")
        PARTY = "party", _("Only the party that adds it")

    access = {
        "view": [Attached()],
        "change": [Attached(to=STAFF, own=True)],
    }
    # Its history is its own: an event names the document, and must reach no more people than the document.
    recorded_under = None

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind of document"), max_length=12, choices=Kind, default=Kind.OTHER)
    number = models.PositiveSmallIntegerField(_("appendix number"), null=True, blank=True)
    dnr = models.CharField(_("registry number"), max_length=60, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.DRAWN_UP)
    dated_on = models.DateField(_("drawn up or received on"), null=True, blank=True)
    secrecy = models.CharField(_("secrecy mark"), max_length=80, blank=True)
    audience = models.CharField(_("who sees it?"), max_length=8, choices=Audience, default=Audience.ALL)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_because = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["number", "title", "pk"]
        default_permissions = ()
        triggers = [next_version()]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("collab:document", args=[self.public_id])

    def get_file_url(self):
        return reverse("collab:document_file", args=[self.public_id])

    @cached_property
    def files(self):
        """Its versions, the newest first."""
        return sorted(self.versions_kept.all(), key=lambda version: -version.number)

    @property
    def newest(self):
        return self.files[0]

    @property
    def may_tell_author(self):
        """Whether other parties get a file whose properties seem to say who wrote it."""
        return self.audience == self.Audience.ALL and any(file.names_author for file in self.files)

    @cached_property
    def place(self):
        """The row it is attached to."""
        for link in Attachment.__subclasses__():
            if found := link.objects.filter(document=self).first():
                return found.place
        return None

    @transaction.atomic
    def take(self, upload, *, by):
        """Keep the examined file as the newest version; the earlier ones stay."""
        Document.objects.select_for_update(of=("self",)).get(pk=self.pk)
        last = self.versions_kept.order_by("-number").first()
        version = DocumentVersion.keep(self, upload, number=last.number + 1 if last else 1, by=by)
        self.__dict__.pop("files", None)
        self.record("file_added", by=by, file=version.name, number=version.number)
        return version

    @transaction.atomic
    def remove(self, *, by, reason):
        """Take it out: nobody gets its file any more; row and files stay until somebody decides to dispose of them."""
        self.removed_at, self.removed_because = now(), reason
        self.save()
        self.record("removed", by=by, reason=reason)


class VersionQuerySet(models.QuerySet):
    def forget_orphans(self):
        """Delete the files that an interrupted upload left without a row; returns how many."""
        rows = self.model.objects.values_list("key", "clean_key")
        left = store.orphans({key for pair in rows for key in pair})
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


@keep_versions
class DocumentVersion(models.Model):
    """A file as it was delivered: never changed, and its name is data and no path."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions_kept")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=8, choices=[(kind.code, kind.label) for kind in KINDS.values()])
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=40, unique=True)
    # The same without what it says of people, for other parties; empty when it says nothing.
    clean_key = models.CharField(max_length=40, blank=True, db_index=True)
    clean_size = models.PositiveBigIntegerField(default=0)
    names_author = models.BooleanField(default=False)
    delivered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(default=now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_of_document_once")
        ]

    def __str__(self):
        return f"{self.name} ({self.number})"

    @classmethod
    def keep(cls, document, upload, *, number, by):
        """Write the files first, the row last: a crash leaves files that no row knows of, and those are swept."""
        clean = cleaning.cleaned(upload.kind, upload.content)
        return cls.objects.create(
            document=document,
            number=number,
            name=upload.name,
            form=upload.kind.code,
            size=len(upload.content),
            sha256=store.digest(upload.content),
            key=store.keep(upload.content),
            clean_key=store.keep(clean) if clean else "",
            clean_size=len(clean) if clean else 0,
            names_author=upload.kind.code == "pdf" and pdf.names_author(upload.content),
            delivered_by=by,
        )

    @property
    def kind(self):
        return KINDS[self.form]

    def key_for(self, actor):
        """The bytes as delivered for the party's own people, the cleaned ones for the others."""
        return self.key if actor.party_id == self.document.party_id else self.clean_key or self.key

    def size_for(self, actor):
        return self.clean_size if self.key_for(actor) != self.key else self.size

    def get_file_url(self):
        return reverse("collab:document_version", args=[self.document.public_id, self.number])


class Attachment(models.Model):
    """That a document belongs to a row; each package has one such table per kind of row, with a key to it.

    `to_row` names that key. The document is seen through it, so `access` leads to the row.
    """

    to_row = None

    document = models.OneToOneField(Document, models.CASCADE, related_name="+")

    objects = AccessQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return str(self.document)

    @property
    def place(self):
        """The row with a page of its own where the document is listed."""
        return getattr(self, self.to_row)

    @classmethod
    @transaction.atomic
    def attach(cls, upload, *, row, by, **facts):
        """Attach an examined file to `row` as a new document of the party of `by`."""
        document = Document.objects.create(party=by.party, **{"title": upload.title, **facts})
        cls.objects.create(document=document, **{cls.to_row: row})
        document.record("attached", by=by, to=row.public_id)
        document.take(upload, by=by)
        return document


def link_to(model):
    """The table that attaches documents to rows of `model`."""
    return next(
        link
        for link in Attachment.__subclasses__()
        if link._meta.get_field(link.to_row).related_model is model
    )
