"""What the component page shows: made-up parties, figures and forms in every state. Touches no rows."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import charts, clock, maps
from .marks import STATUSES


@dataclass(frozen=True)
class SampleParty:
    """Stands in for a party: what a badge asks of it."""

    code: str
    title: str
    hue: int

    def __str__(self):
        return self.title


PARTIES = [SampleParty(f"P{hue}", f"Party {hue}", hue) for hue in range(1, 9)]
PERIODS = ["Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025", "Q1 2026", "Q2 2026"]
FIGURES = {
    "Norra Ekby": [44, 45, 43, 42, 44, 41],
    "Södra Ekby": [31, 30, None, 33, 35, 38],
    "Ekby centrum": [22, None, 24, None, charts.SUPPRESSED, 21],
    "Ekby strand": [None] * 6,
}
WHOLE = [29, 29, 30, 29, 28, 28]


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label=gettext_lazy("Title"), help_text=gettext_lazy("Begin with a verb."))
    ends_on = forms.DateField(label=gettext_lazy("Ends on"))
    area = forms.ChoiceField(label=gettext_lazy("Priority area"), choices=[("", "–"), ("a", "A"), ("b", "B")])
    rows = forms.IntegerField(label=gettext_lazy("Rows"), required=False)
    places = forms.MultipleChoiceField(
        label=gettext_lazy("Where?"),
        choices=[(name, name) for name in FIGURES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("How is your part going?"),
        choices=[(key, word) for key, (_css, word) in STATUSES.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What has happened since last time?"),
        help_text=gettext_lazy("One sentence is enough. Do not write personal data."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    remind = forms.BooleanField(
        label=gettext_lazy("Remind me"),
        help_text=gettext_lazy("By e-mail, three days before."),
        required=False,
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class SampleFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", "–")] + [(key, word) for key, (_css, word) in STATUSES.items()],
    )


def samples():
    """The context of the component page."""
    day, now = clock.today(), clock.now()
    valid = {"title": _("Walk together"), "ends_on": day, "area": "a", "status": "on_track"}
    statuses = [("on_track", 8), ("done", 2), ("not_started", 1), ("off_track", 4), ("stopped", 1)]
    figures = list(FIGURES.items())
    places = [
        {"label": name, "value": values[-1], "is_priority": i < 2} for i, (name, values) in enumerate(figures)
    ]
    return {
        "sample_parties": PARTIES,
        "some_parties": PARTIES[:3],
        "one_party": PARTIES[0],
        "statuses": list(STATUSES),
        "days": [
            {"day": day + timedelta(98)},
            {"day": day + timedelta(8)},
            {"day": day},
            {"day": day - timedelta(6)},
            {"day": day - timedelta(6), "closed": True},
            {"day": day + timedelta(40), "was": day + timedelta(9)},
        ],
        "now": now,
        "yesterday": now - timedelta(1),
        "form": SampleForm(initial=valid, prefix="ok"),
        "wrong_form": SampleForm({"bad-title": "", "bad-ends_on": "31/12", "bad-area": "a"}, prefix="bad"),
        "filter_form": SampleFilter(),
        "conflict": [(_("title"), _("Walk together in the dark"), _("Walk together"))],
        "views": [
            {"label": _("All"), "url": "?", "count": 16, "current": True},
            {"label": _("Need action"), "url": "?v=1", "count": 5},
        ],
        "steps": [
            {"label": _("File"), "state": "done", "url": "#steps", "note": "184 kB"},
            {"label": _("Review"), "state": "current", "note": _("Nothing has been saved yet")},
            {"label": _("Finished")},
        ],
        "facts": [(_("Goal"), _("Fewer fires in school yards.")), (_("Visible to"), _("All parties"))],
        "events": [
            {"at": now, "text": _("set the status to Stopped"), "name": "Bo Björk", "party": PARTIES[1]},
            {"at": now - timedelta(1), "text": _("A reminder was sent")},
        ],
        "periods": PERIODS,
        "panels": charts.trends(figures, PERIODS, references=[WHOLE], goal=20, back=4, unit="%"),
        "ranking": charts.ranking(
            {**place, "change": change, "tag": _("Prioritised") if place["is_priority"] else ""}
            for place, change in zip(places, (-3, 8, None, None), strict=True)
        ),
        "suppressed": charts.ranking([{"label": "Ekby hamn", "value": charts.SUPPRESSED}]),
        "map": maps.area_map(places, unit="%"),
        "stack": charts.stack(statuses),
        "status_rows": [{"status": key, "counts": [n, 0], "total": n} for key, n in statuses],
        "status_columns": ["A", "B"],
    }
