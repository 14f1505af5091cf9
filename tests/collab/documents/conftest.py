"""A store of its own for each test, and the page that attaches a document to an activity."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from collab.models import Document
from tests.collab.documents.files import pdf


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """The folder of the store; `store.files()` are the files in it."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_DIR.mkdir()
    folder = Path(settings.DOCUMENTS_DIR)
    return SimpleNamespace(folder=folder, files=lambda: sorted(p for p in folder.rglob("*") if p.is_file()))


@pytest.fixture
def attach(as_):
    """Send the form that attaches a file to an activity; returns the answer."""

    def send(who, activity, name="plan.pdf", content=None, client=None, **fields):
        upload = SimpleUploadedFile("x", pdf() if content is None else content)
        # The name as a hostile client writes it, not as the test client would tidy it.
        upload._name = name
        fields = {"kind": "other", "audience": "all", "origin": "drawn_up", "file": upload, **fields}
        address = reverse("activities:add_document", args=[activity.public_id])
        return (client or as_(who)).post(address, fields)

    return send


@pytest.fixture
def document(cast, attach):
    """A document that the police (Bo) attached to an activity of the municipality and the police."""
    cast.shared = cast.activity("Ljus på vägen")
    attach(cast.bo, cast.shared, "Plan för hösten.pdf", title="Plan för hösten")
    return Document.objects.get()
