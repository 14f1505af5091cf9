"""From the sentences and figures of a frozen report to the very report or cell behind each, and back by a link."""

from datetime import date

import pytest

from activities.models import Snapshot
from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf
from lagesbild.models import ImportBatch, Indicator, Need, SituationalPicture, Value
from tests.activities.report_work import report, work_of
from tests.browser import sign_in

QUARTERS = [
    ("quarter", date(year, month, 1), date(year, month + 2, last))
    for year, month, last in ((2025, 10, 31), (2026, 1, 31), (2026, 4, 30), (2026, 7, 30))
]
NUMBERS = [12, 13, 14, 15]


class Behind:
    """A frozen report of the round: two activities told of by three parties, a need, and four figures of the police."""

    def __init__(self, cast):
        work_of(cast)
        report(cast, cast.one, cast.p, cast.bo, "off_track", "Stolparna dröjer.", needs="Nya stolpar.")
        report(
            cast, cast.two, cast.b, cast.cia, "cancelled", "Ingen kom.", cause="resources", lesson="I tid."
        )
        fires = Indicator.objects.create(
            collaboration=cast.ekby, name="Anlagda bränder", unit="antal", is_published=True
        )
        rows = [
            {"indicator": fires, "area": cast.north, "period": period, "number": number}
            for period, number in zip(QUARTERS, NUMBERS, strict=True)
        ]
        ImportBatch.objects.deliver(by=cast.bo, name="bränder.csv", rows=rows)
        # As a file would have it: a row of the sheet for each quarter.
        for n, value in enumerate(Value.objects.order_by("number"), 17):
            Value.objects.filter(pk=value.pk).update(sheet="Blad1", row=n, col=3)
        situation = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild 2026")
        self.need = Need.objects.create(situation=situation, title="Färre bränder i norr")
        self.need.place([cast.safe], by=cast.alva)
        made = freeze(cast.agreement, one_round=cast.term, dnr="KS-2026/123", by=cast.alva)
        set_pdf(made.pk)
        self.snapshot, self.cast = Snapshot.objects.get(pk=made.pk), cast

    def told(self, activity, party):
        """Where a party's report of an activity stands."""
        row = activity.commitments.get(party=party).reports.get()
        return f"{activity.get_absolute_url()}#{row.anchor}"

    @property
    def ways(self):
        """(what is pressed in the report, where it leads, what stands there)."""
        one, two, k, p, b = (getattr(self.cast, name) for name in ("one", "two", "k", "p", "b"))
        cells = [
            (f'.multiples ~ details a:text-is("{value.number:.0f}")', value.get_absolute_url(), value.cell)
            for value in Value.objects.select_related("indicator", "area", "period").order_by("number")
        ]
        named = 'details:has-text("Vad varje mening vilar på") a:text-is("{}") >> nth=0'
        return [
            (named.format(one.code), one.get_absolute_url(), one.title),
            (named.format(two.code), two.get_absolute_url(), two.title),
            (f'ol li:has-text("{two.title}") a:text-is("{p.short}")', self.told(two, p), "Fler vandrare."),
            (f'ol li:has-text("{one.title}") a:text-is("{p.short}")', self.told(one, p), "Nya stolpar."),
            ('h2:text-is("Sent, och varför") + table a:text("Inga vandrare")', self.told(two, p), "Fler vandrare."),
            ('h2:has-text("inte blev av") + table td a', self.told(two, b), "I tid."),
            ('table th .note a:text("Stolparna dröjer.")', self.told(one, p), "Nya stolpar."),
            ('table th .note a:text("Ingen kom.")', self.told(two, b), "I tid."),
            (own(one, k), self.told(one, k), "Lyktorna är beställda."),
            (own(one, p), self.told(one, p), "Stolparna dröjer."),
            (own(two, p), self.told(two, p), "Inga vandrare."),
            ('a:text-is("Färre bränder i norr")', self.need.get_absolute_url(), "Färre bränder i norr"),
            *cells,
        ]  # fmt: skip


def own(activity, party):
    """The status that a party gave its own part, in the table of a priority area."""
    return f'tr:has(th:has-text("{activity.title}")) ul.own li:has(abbr:text-is("{party.code}")) a'


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("browser")
def test_a_reader_clicks_to_the_report_or_the_cell_behind_each_and_back(page, live_server, client, cast):
    behind = Behind(cast)
    sign_in(page, live_server, client, cast.rut)
    where = live_server.url + behind.snapshot.get_absolute_url()
    page.goto(where)
    assert len(behind.ways) >= 15
    for pressed, leads, stands in behind.ways:
        while (folds := page.locator("article details:not([open]) > summary")).count():
            folds.first.click()
        page.locator(pressed).click(timeout=5000)
        page.wait_for_url(live_server.url + leads)
        anchor = page.evaluate("location.hash")
        there = page.locator(anchor or "main")
        assert there.is_visible(), pressed
        assert stands in there.inner_text(), pressed
        if behind.cast.north.name in page.locator("h2").first.inner_text():
            assert "Blad1" in there.inner_text()
        page.get_by_role("link", name=str(behind.snapshot)).click()
        page.wait_for_url(where)


@pytest.mark.django_db
def test_one_without_the_right_meets_nothing(cast, as_):
    behind = Behind(cast)
    for who in (cast.omar, cast.tor):
        client = as_(who)
        assert client.get(behind.snapshot.get_absolute_url()).status_code in (403, 404)
        for _pressed, leads, stands in behind.ways:
            answer = client.get(leads)
            assert str(behind.snapshot) not in answer.text
            assert behind.snapshot.get_absolute_url() not in answer.text
            if answer.status_code == 200:
                # What a released figure is stands open to all parties of the municipality.
                assert "/lagesbild/" in leads
            else:
                assert stands not in answer.text


@pytest.mark.django_db
def test_an_elected_representative_reads_it_without_a_way_to_the_work(cast, as_):
    behind = Behind(cast)
    cast.agreement.admit(cast.o, by=cast.alva)
    behind.snapshot.publish(by=cast.alva)
    html = as_(cast.eli).get(behind.snapshot.get_absolute_url()).text
    assert "Stolparna dröjer." in html
    assert 'href="/aktiviteter/' not in html
    assert 'href="/lagesbild/lagesbilder/' not in html
    for activity in (cast.one, cast.two):
        assert as_(cast.eli).get(activity.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_figure_that_was_replaced_still_leads_to_the_cell_it_was_read_from(cast, as_):
    behind = Behind(cast)
    value = Value.objects.select_related("indicator", "area", "period").get(number=14)
    row = {"indicator": value.indicator, "area": value.area, "period": QUARTERS[2], "number": 41}
    ImportBatch.objects.deliver(by=cast.bo, name="rättelse.csv", rows=[row])
    assert value.get_absolute_url() in as_(cast.rut).get(behind.snapshot.get_absolute_url()).text
    page = as_(cast.rut).get(behind.snapshot.get_absolute_url()).text
    assert "Läget har ändrats sedan dess: 1 post." in page
    assert f'<a href="{value.get_absolute_url()}">Anlagda bränder, {cast.north}, kv 2 2026</a>' in page
    assert "<s>14</s> → 41" in page
    page = as_(cast.rut).get(value.get_absolute_url()).text
    assert "rättelse.csv" in page
    assert f'Blad1, <code class="cellval">{value.cell}</code>' in page
    assert str(behind.snapshot) in page
