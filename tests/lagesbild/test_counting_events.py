"""Rows that are events are counted by place and month on their way in; nothing more of them is kept."""

from datetime import date

from lagesbild.models import StagedValue, Value
from tests.lagesbild.sending import xlsx

EVENTS = [["Händelsenr", "Larmdatum", "Område"]]
EVENTS += [[f"2026-{n:06}", date(2026, 1 + n % 2, 1 + n), "Norra Ekby"] for n in range(12)]
EVENTS += [[f"2026-{n:06}", date(2026, 1, 1 + n), "Södra Ekby"] for n in range(20, 27)]


def test_events_become_one_figure_per_place_and_month(cast, figures, wizard):
    ada = wizard(cast.ada)
    ada.start(xlsx(EVENTS, title="Larm"))
    ada.step("blad")
    assert "Varje rad läses som en händelse" in ada.client.get(ada.url("kolumner")).content.decode()
    ada.step("kolumner", indicator="Anlagda bränder")
    ada.review()

    told = {(v.area.name, v.period.code): int(v.number) for v in Value.objects.with_source()}
    assert told == {
        ("Norra Ekby", "month-2026-01-01-2026-01-31"): 6,
        ("Norra Ekby", "month-2026-02-01-2026-02-28"): 6,
        ("Södra Ekby", "month-2026-01-01-2026-01-31"): 7,
    }
    assert not StagedValue.objects.exists()


def test_the_number_of_an_event_is_never_kept(cast, figures, wizard):
    ada = wizard(cast.ada).read(xlsx(EVENTS, title="Larm"), indicator="Anlagda bränder")

    assert not any("2026-0000" in text for text in ada.batch.staged.values_list("text", flat=True))
    assert ada.batch.staged.count() == 3
