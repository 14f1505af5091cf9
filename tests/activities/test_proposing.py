"""A proposal: a party's draft that the coordinator adopts, sends back or declines, and that nobody else knows of."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from activities.models import Activity, Proposal
from collab.access import regrant
from collab.clock import today
from collab.models import AuditEvent, InboxItem, OutgoingMail
from tests.activities.test_hidden_rows import PAGES, shown

REPLY = "Kommunens del behöver ett datum före sommaren."


@pytest.fixture(autouse=True)
def _in_swedish(cast):
    for one in (cast.bo, cast.lea, cast.alva):
        one.user.language = "sv"
        one.user.save()


@pytest.fixture
def draft(cast):
    """A draft of the police, with a part for the municipality."""
    return Activity.objects.plan(
        priority_area=cast.safe,
        title="Hemligt uppslag",
        goal="Hemligt mål",
        due_on=today() + timedelta(days=60),
        visibility="draft",
        parts=[
            {"party": cast.p, "text": "Gå kvällar", "contact": cast.bo},
            {"party": cast.k, "text": "Laga lyktor", "contact": cast.alva},
        ],
        by=cast.bo,
    )


@pytest.fixture
def proposal(cast, draft):
    return draft.propose(by=cast.bo, words="Vi vill börja i höst.")


def adopt(client, proposal, **data):
    facts = {"visibility": "parties", "text": proposal.text, **data}
    return client.post(f"/forslag/{proposal.public_id}/anta/", facts, follow=True)


def test_a_draft_is_proposed_from_its_page_and_the_coordinator_is_told(cast, draft, as_, mailoutbox):
    client = as_(cast.bo)
    assert f"{draft.get_absolute_url()}foresla/" in client.get(draft.get_absolute_url()).text
    answer = client.post(
        f"{draft.get_absolute_url()}foresla/", {"words": "Vi vill börja i höst."}, follow=True
    )
    assert "Förslaget ligger hos samordnaren" in answer.text
    assert "Ta tillbaka förslaget" in answer.text
    assert f"{draft.get_absolute_url()}foresla/" not in answer.text
    [item] = cast.alva.inbox.all()
    assert item.kind == "proposed"
    OutgoingMail.objects.send_waiting()
    [letter] = mailoutbox
    assert letter.to == ["alva@example.org"]
    assert "Hemligt" not in letter.body + letter.subject


def test_the_coordinator_finds_it_first_and_reads_all_of_it(cast, proposal, as_):
    client = as_(cast.alva)
    page = client.get("/").text
    assert "Förslag att ta ställning till" in page
    assert "Hemligt uppslag" in page
    page = client.get(proposal.get_absolute_url()).text
    for words in ("Hemligt mål", "Gå kvällar", "Laga lyktor", "Vi vill börja i höst.", "Anta förslaget"):
        assert words in page
    assert "Hemligt uppslag" in client.get("/inkorg/").text


def test_adopting_publishes_it_and_offers_the_parts_of_the_others(cast, draft, proposal, as_):
    draft.take_in(cast.b, by=cast.bo, text="Byta lampor", due_on=None, contact=cast.cia)
    answer = adopt(as_(cast.alva), proposal)
    assert answer.redirect_chain[-1][0] == draft.get_absolute_url()
    draft.refresh_from_db()
    assert draft.visibility == "parties"
    # Neither who wrote it nor who adopted it is offered what it has said yes to.
    assert [offer.party for offer in draft.offers.all()] == [cast.b]
    assert "proposal_answered" in cast.bo.inbox.values_list("kind", flat=True)
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.answered_by) == ("adopted", cast.alva)
    assert Activity.objects.for_actor(cast.cia).get() == draft
    assert "Hemligt uppslag" not in as_(cast.alva).get("/").text.partition("Förslag att ta")[2][:1000]


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        ("skicka-tillbaka", "sent_back", "Samordnaren skickade tillbaka förslaget"),
        ("avboj", "declined", "Samordnaren avböjde förslaget"),
    ],
)
def test_it_is_given_back_with_words_and_may_be_proposed_again(
    cast, draft, proposal, as_, path, answer, words
):
    client = as_(cast.alva)
    address = f"/forslag/{proposal.public_id}/{path}/"
    assert "Skriv en mening till parten." in client.post(address, {"reply": ""}).text
    client.post(address, {"reply": REPLY})
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.reply) == (answer, REPLY)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert "Hemligt" not in client.get("/").text + client.get("/inkorg/").text
    page = as_(cast.bo).get(draft.get_absolute_url()).text
    assert words in page
    assert REPLY in page
    assert REPLY in as_(cast.bo).get("/inkorg/").text
    again = Activity.objects.get().propose(by=cast.lea)
    assert again.is_waiting


def test_the_party_takes_it_back_while_it_waits(cast, draft, proposal, as_):
    as_(cast.lea).post(f"/forslag/{proposal.public_id}/ta-tillbaka/")
    proposal.refresh_from_db()
    assert proposal.answer == "taken_back"
    client = as_(cast.alva)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert "Hemligt" not in client.get("/").text + client.get("/inkorg/").text
    with pytest.raises(ValidationError, match="redan besvarat"):
        proposal.adopt("parties", text=proposal.text, by=cast.alva)


def test_what_changed_while_the_coordinator_read_is_shown_and_not_adopted(cast, draft, proposal, as_):
    read = proposal.text
    part = draft.commitments.get(party=cast.k)
    part.change(by=cast.bo, text="Riva muren")
    page = adopt(as_(cast.alva), proposal, text=read)
    assert "Parten har ändrat förslaget medan du läste" in page.text
    assert "Riva muren" in page.text
    assert Activity.objects.get().is_draft
    found = re.search(r'name="text" value="([\d.-]+)"', page.text).group(1)
    adopt(as_(cast.alva), proposal, text=found)
    assert not Activity.objects.get().is_draft


def test_a_draft_that_is_not_ready_is_not_proposed(cast, as_):
    bare = Activity.objects.plan(
        priority_area=cast.safe,
        title="Bara en idé",
        visibility="draft",
        parts=[{"party": cast.p, "text": ""}],
        by=cast.bo,
    )
    page = as_(cast.bo).post(f"{bare.get_absolute_url()}foresla/", {"words": ""}).text
    assert "Skriv vad Polisen i Ekby ska göra" in page
    assert not Proposal.objects.exists()


def test_it_is_proposed_once_by_its_own_party_and_never_by_the_coordinating_one(cast, draft, proposal):
    with pytest.raises(ValidationError, match="redan hos samordnaren"):
        draft.propose(by=cast.lea)
    own = Activity.objects.plan(
        priority_area=cast.safe,
        title="Egen",
        visibility="draft",
        parts=[{"party": cast.k, "text": "Vår"}],
        by=cast.alva,
    )
    with pytest.raises(ValidationError, match="Publicera"):
        own.propose(by=cast.alva)
    with pytest.raises(ValidationError, match="Bara den part"):
        own.propose(by=cast.bo)


def test_a_party_that_publishes_its_draft_itself_proposes_it_no_more(cast, draft, proposal):
    draft.share("parties", by=cast.bo)
    proposal.refresh_from_db()
    assert proposal.answer == "taken_back"
    assert [offer.party for offer in draft.offers.all()] == [cast.k]


def test_its_grants_are_those_its_facts_call_for(cast, proposal):
    assert regrant(Proposal, [proposal], apply=False) == 0
    assert [grant.group_id for grant in proposal.grants.all()] == [cast.k.pk]
    proposal.decline(REPLY, by=cast.alva)
    assert not proposal.grants.exists()


@pytest.mark.parametrize("outsider", ["cia", "rut", "ada", "ove", "omar"])
def test_nobody_but_the_coordinator_gets_a_sign_of_it(cast, as_, outsider):
    cast.activity(parties=[cast.k, cast.b])
    browser = as_(getattr(cast, outsider))
    addresses = [*PAGES, "/inkorg/", "/handelser/"]
    before = [shown(browser, address) for address in addresses]
    draft = Activity.objects.plan(
        priority_area=cast.safe,
        title="Hemligt uppslag",
        visibility="draft",
        parts=[{"party": cast.p, "text": "Hemlig del"}, {"party": cast.b, "text": "Hemlig del"}],
        by=cast.bo,
    )
    proposal = draft.propose(by=cast.bo, words="Hemligt")
    for address, text in zip(addresses, before, strict=True):
        assert shown(browser, address) == text, address
    for path in ("", "anta/", "avboj/", "ta-tillbaka/"):
        assert browser.post(f"{proposal.get_absolute_url()}{path}").status_code in {404, 405}
    assert browser.get(proposal.get_absolute_url()).status_code == 404
    proposal.send_back(REPLY, by=cast.alva)
    for address, text in zip(addresses, before, strict=True):
        assert shown(browser, address) == text, address


def test_the_draft_itself_stays_the_partys_own_while_it_waits(cast, draft, proposal, as_):
    client = as_(cast.alva)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Hemligt" not in client.get("/aktiviteter/").text
    assert not Activity.objects.for_actor(cast.alva).exists()


def test_what_was_said_about_it_is_not_told_when_it_is_published(cast, draft, proposal, as_):
    proposal.send_back(REPLY, by=cast.alva)
    draft.propose(by=cast.bo).adopt("parties", text=Proposal.objects.first().text, by=cast.alva)
    page = as_(cast.cia).get(draft.get_absolute_url()).text
    assert REPLY not in page
    assert {e.verb for e in AuditEvent.objects.for_actor(cast.cia)} == {"drafted", "shared"}
    assert not InboxItem.objects.filter(recipient=cast.cia).exists()
    verbs = set(AuditEvent.objects.for_actor(cast.bo).values_list("verb", flat=True))
    assert verbs >= {"proposed", "proposal_sent_back", "proposal_adopted"}
