"""Attaching files: a field that examines what it is given, and the forms about a document."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from collab.documents.examining import MB, examine
from collab.documents.kinds import ACCEPTED
from collab.documents.refusals import Refused
from collab.forms import RowForm, ScopedForm
from collab.models import Document
from collab.models.document import link_to


class DocumentField(forms.FileField):
    """A file that may be kept, as an examined Upload; anything else is refused in one sentence."""

    # A phone offers its camera where pictures are asked for.
    widget = forms.FileInput(attrs={"accept": f"{ACCEPTED},image/jpeg,image/png"})

    def __init__(self, **options):
        options.setdefault("label", _("File"))
        options.setdefault("error_messages", {"required": _("Choose a file.")})
        super().__init__(allow_empty_file=True, **options)

    def to_python(self, data):
        file = super().to_python(data)
        if file is None:
            return None
        try:
            if file.size > settings.DOCUMENT_MAX_BYTES:
                raise Refused("too_big", limit=settings.DOCUMENT_MAX_BYTES // MB)
            return examine(file.name, file.read())
        except Refused as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal


class DocumentForm(RowForm):
    """Attaches a file to the row `parent` with what is known of it; or changes what is known of a document."""

    file = DocumentField(help_text=_("PDF, picture, Office, OpenDocument, CSV or text, at most 25 MB."))

    class Meta:
        model = Document
        fields = ["title", "kind", "audience", "secrecy", "number", "dnr", "origin", "dated_on"]
        widgets = {"audience": forms.RadioSelect, "origin": forms.RadioSelect}
        help_texts = {
            "title": _("Left empty, it gets the name of the file."),
            "secrecy": _(
                "For example OSL 18:1. A marked document is seen only by coordinators, party leads and contacts."
            ),
            "number": _("As in “appendix 2” of the minutes."),
        }

    field_order = ["file", "title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        adding = self.instance._state.adding
        self.fields["title"].required = not adding
        for name in ("audience", "origin"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        if not adding:
            del self.fields["file"]
            self.fields["title"].help_text = ""

    @property
    def further(self):
        """The fields that most documents do without."""
        return [self[name] for name in ("number", "dnr", "origin", "dated_on", "secrecy")]

    @property
    def is_further_open(self):
        """Whether they show: something is wrong in them, or stands in them already."""
        mine = ("number", "dnr", "dated_on", "secrecy")
        return any(self[name].errors for name in (*mine, "origin")) or any(
            self[name].value() for name in mine
        )

    def save(self, commit=True):
        if not self.instance._state.adding:
            return super().save(commit)
        facts = {name: self.cleaned_data[name] for name in self._meta.fields}
        upload = self.cleaned_data["file"]
        facts["title"] = facts["title"] or upload.title
        link = link_to(type(self.parent))
        self.instance = link.attach(upload, row=self.parent, by=self.actor, **facts)
        return self.instance


class NewVersionForm(ScopedForm):
    """A newer file in place of the one that stands; the earlier ones are kept."""

    file = DocumentField(help_text=_("PDF, picture, Office, OpenDocument, CSV or text, at most 25 MB."))

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def perform(self):
        self.row.take(self.cleaned_data["file"], by=self.actor)


class RemoveDocumentForm(ScopedForm):
    """Takes a document out, and says why."""

    reason = forms.CharField(
        label=_("Why is it removed?"),
        max_length=200,
        error_messages={"required": _("Write in a few words why it is removed.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row

    def perform(self):
        self.row.remove(by=self.actor, reason=self.cleaned_data["reason"])
