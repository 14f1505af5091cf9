"""Documents: their page, their files, and what the party that delivered one can do with it."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from collab.document_forms import DocumentForm, NewVersionForm, RemoveDocumentForm
from collab.documents.sending import send
from collab.models import Document
from collab.pages import CreatePage, DetailPage, EditPage, FilePage, VerbPage

TELLS_AUTHOR = _(
    "The properties of this PDF may say who wrote it, and a PDF is handed on unchanged. If others must not see that,"
    " remove the document and add a file without properties."
)


class DocumentDetail(DetailPage):
    model = Document

    def get_queryset(self):
        return super().get_queryset().for_page()


class DocumentFile(FilePage):
    """The newest file or the version asked for; a document that was taken out gives none."""

    model = Document

    def get_queryset(self):
        return super().get_queryset().kept().for_page()

    def file(self, document, number=None):
        version = next((one for one in document.files if number in (None, one.number)), None)
        if version is None:
            raise Http404
        return send(version, self.request.actor)


class AttachPage(CreatePage):
    """Attaches a document to the row that `within` names; the row's page follows."""

    model = Document
    form_class = DocumentForm
    template_name = "collab/document_form.html"
    said = _("The document is added.")

    def done(self, form):
        answer = super().done(form)
        if form.instance.may_tell_author:
            messages.warning(self.request, TELLS_AUTHOR)
        return answer

    def get_success_url(self):
        return f"{self.parent.get_absolute_url()}#h-documents"


class Kept:
    """Nothing more is done to a document that was taken out."""

    model = Document

    def get_queryset(self):
        return super().get_queryset().kept()


class DocumentEdit(Kept, EditPage):
    form_class = DocumentForm
    template_name = "collab/document_form.html"


class DocumentReplace(Kept, VerbPage):
    form_class = NewVersionForm
    template_name = "collab/document_replace.html"
    said = _("The new version is added.")


class DocumentRemove(Kept, VerbPage):
    form_class = RemoveDocumentForm
    template_name = "collab/document_remove.html"
    said = _("The document is removed.")

    def get_success_url(self):
        return f"{self.object.place.get_absolute_url()}#h-documents"
