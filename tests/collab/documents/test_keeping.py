"""What the party that delivered a document does with it afterwards: a new version, other facts, or taking it out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Decision
from collab.models import AuditEvent, Document
from tests.collab.documents.files import pdf

pytestmark = pytest.mark.django_db
NEW = pdf(b"/Lang(sv)")


def post(client, route, document, **fields):
    return client.post(reverse(f"collab:{route}", args=[document.public_id]), fields)


def test_a_new_version_stands_first_and_the_earlier_is_kept(cast, document, as_, store):
    post(as_(cast.lea), "replace_document", document, file=SimpleUploadedFile("ny.pdf", NEW))
    document = Document.objects.get()
    assert [(file.number, file.name) for file in document.files] == [
        (2, "ny.pdf"),
        (1, "Plan för hösten.pdf"),
    ]
    assert len(store.files()) == 2


def test_another_party_neither_changes_nor_removes_it(cast, document, as_):
    for route in ("edit_document", "replace_document", "remove_document"):
        assert post(as_(cast.alva), route, document, reason="x").status_code == 403
    assert Document.objects.get().removed_at is None


def test_facts_are_changed_and_a_stale_save_is_refused(cast, document, as_):
    fields = {"title": "Nytt namn", "kind": "plan", "audience": "all", "origin": "drawn_up"}
    post(as_(cast.bo), "edit_document", document, version=document.version, **fields)
    assert Document.objects.get().title == "Nytt namn"
    answer = post(
        as_(cast.lea), "edit_document", document, version=document.version, **fields | {"title": "Annat"}
    )
    assert "Någon sparade medan du skrev" in answer.content.decode()
    assert Document.objects.get().title == "Nytt namn"


def test_a_removed_document_gives_no_file_and_its_party_sees_why(cast, document, as_, store):
    post(as_(cast.bo), "remove_document", document, reason="Fel bilaga")
    for who in (cast.bo, cast.alva):
        assert as_(who).get(document.get_file_url()).status_code == 404
        assert as_(who).get(document.get_file_url() + "1/").status_code == 404
    assert as_(cast.alva).get(document.get_absolute_url()).status_code == 404
    assert "Fel bilaga" in as_(cast.lea).get(cast.shared.get_absolute_url()).content.decode()
    assert "Fel bilaga" not in as_(cast.alva).get(cast.shared.get_absolute_url()).content.decode()
    event = AuditEvent.objects.about(document).first()
    assert (event.verb, event.data["reason"]) == ("removed", "Fel bilaga")
    # Destroying a file takes a decision; taking it out is none.
    assert len(store.files()) == 1
    assert (
        post(as_(cast.bo), "replace_document", document, file=SimpleUploadedFile("a.pdf", pdf())).status_code
        == 404
    )


def test_removing_asks_for_a_reason(cast, document, as_):
    answer = post(as_(cast.bo), "remove_document", document)
    assert answer.context["form"].errors["reason"] == ["Skriv med några ord varför det tas bort."]
    assert Document.objects.get().removed_at is None


@pytest.mark.parametrize("kind", ["agreement", "decision"])
def test_the_coordinator_adds_documents_to_agreements_and_decisions(cast, as_, kind):
    decision = Decision.objects.create(
        declaration=cast.declaration, matter="Trygghet", body="Kommunstyrelsen", outcome="approved"
    )
    row, route = {
        "agreement": (cast.agreement, "agreements:add_document"),
        "decision": (decision, "agreements:add_decision_document"),
    }[kind]
    fields = {"kind": "minutes", "audience": "all", "origin": "drawn_up", "number": 2, "title": "Protokoll"}
    address = reverse(route, args=[row.public_id])

    def send(who):
        return as_(who).post(address, fields | {"file": SimpleUploadedFile("p.pdf", pdf())})

    assert send(cast.bo).status_code == 403
    assert send(cast.alva).status_code == 302
    page = as_(cast.cia).get(row.get_absolute_url()).content.decode()
    assert "Bilaga 2" in page
    assert "Protokoll" in page
    assert as_(cast.omar).get(Document.objects.get().get_file_url()).status_code == 404
