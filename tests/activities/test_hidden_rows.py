"""What one may not see changes nothing: no list, count, choice, number, matrix or timeline."""

import re

import pytest

PAGES = [
    "/",
    "/aktiviteter/",
    "/aktiviteter/?view=attention",
    "/aktiviteter/?view=missing",
    "/aktiviteter/?view=ours",
    "/aktiviteter/?q=hemlig",
    "/aktiviteter/?state=late",
    "/aktiviteter/?sort=status",
    "/aktiviteter/?layout=board",
    "/aktiviteter/?layout=board&view=attention",
    "/aktiviteter/?layout=year",
    "/aktiviteter/?status=stopped&status=off_track&status=on_track",
    "/aktiviteter/?status=stopped&status=not_started&layout=board",
    "/aktiviteter/?state=late&state=missing&status=stopped",
    "/sok/",
    "/sok/?q=hemlig",
    "/sok/?q=hemligt+2",
    "/sok/?q=hemlg",
    "/sok/?q=ljus",
    "/uppfoljning/blev-inte-av/",
    "/aktiviteter/ny/",
    "/uppfoljning/",
]


def shown(browser, address):
    """The page without what differs from one rendering to the next."""
    text = browser.get(address).text
    text = re.sub(r'(name="(submission|csrfmiddlewaretoken)" value=)"[^"]*"', r"\1", text)
    return re.sub(r'"x-csrftoken": "[^"]*"', "", text)


def world(cast):
    """An activity everybody sees, half reported, in an open round; the observers look on."""
    cast.stina = cast.person("Stina Styr", cast.k, "steering")
    for row in (cast.declaration, cast.agreement):
        row.admit(cast.o, by=cast.alva)
    activity, current = cast.activity(parties=[cast.k, cast.b]), cast.round()
    activity.commitments.get(party=cast.k).report(status="off_track", by=cast.alva, in_round=current)
    return activity, current


def hide(cast, current, visibility):
    """A troubled, late, reported activity and one without a report, that only P sees."""
    hidden = cast.activity("Hemlig sak", parties=[cast.p], due_in=-9, visibility=visibility, goal="Hemligt")
    hidden.place([cast.town])
    part = hidden.commitments.get()
    part.report(status="stopped", by=cast.bo, text="Hemlig text", needs="Hemligt", in_round=current)
    # More events than any list of the latest shows.
    for n in range(9):
        hidden.change(by=cast.lea, goal=f"Hemligt {n}")
    hidden.change(by=cast.lea, title="Hemlig sak 2")
    cast.activity("Hemlig utan rapport", parties=[cast.p], due_in=2, visibility=visibility)
    return hidden, part


def about(cast):
    """The pages of what the hidden activity is about, and the list narrowed by several values of each."""
    areas, places, parties = (cast.safe, cast.drugs), (cast.north, cast.town), (cast.p, cast.k)
    several = [("priority", areas), ("area", places), ("party", parties)]
    return [
        f"/prioriterade-omraden/{cast.safe.public_id}/",
        f"/platser/{cast.town.public_id}/",
        cast.p.get_absolute_url(),
        *(f"/aktiviteter/?{name}={one.public_id}&{name}={two.public_id}" for name, (one, two) in several),
    ]


@pytest.mark.parametrize("visibility", ["draft", "owners"])
@pytest.mark.parametrize("outsider", ["cia", "alva", "rut", "stina", "ove", "eli"])
def test_a_hidden_activity_changes_nothing_on_any_page_of_an_outsider(cast, as_, visibility, outsider):
    activity, current = world(cast)
    browser = as_(getattr(cast, outsider))
    addresses = [
        *PAGES,
        *about(cast),
        activity.get_absolute_url(),
        f"/uppfoljning/?round={current.public_id}",
    ]
    before = [shown(browser, address) for address in addresses]
    hidden, part = hide(cast, current, visibility)
    for address, text in zip(addresses, before, strict=True):
        assert shown(browser, address) == text, address
    for address in (hidden.get_absolute_url(), part.get_report_url(), f"/delar/{part.public_id}/"):
        assert browser.get(address).status_code == 404
        assert "Hemlig" not in browser.get(address).text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/aktiviteter/",
        "/uppfoljning/",
        "/aktiviteter/?layout=board",
        "/aktiviteter/?layout=year",
        "/sok/?q=hemlig",
    ],
)
def test_its_own_party_sees_it_there(cast, as_, address):
    _, current = world(cast)
    hidden, _part = hide(cast, current, "owners")
    assert hidden.get_absolute_url() in as_(cast.bo).get(address).text


def test_another_municipality_changes_nothing(cast, as_):
    world(cast)
    browser = as_(cast.alva)
    before = [shown(browser, address) for address in PAGES]
    cast.neighbour()
    assert [shown(browser, address) for address in PAGES] == before
    assert "Ljus på vägen" not in as_(cast.zoe).get("/aktiviteter/").text
