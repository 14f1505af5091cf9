"""The marks and forms that every page is made of say the same thing to eyes, readers and paper."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from activities.models import Status
from collab import marks
from collab.clock import today


@dataclass(frozen=True)
class Badge:
    code: str = "RTJ"
    title: str = "Räddningstjänsten"
    hue: int = 3

    def __str__(self):
        return self.title


@pytest.fixture(autouse=True)
def _in_swedish():
    with override("sv"):
        yield


def render(source, **context):
    request = RequestFactory().get("/")
    request.user, request.actor = AnonymousUser(), None
    return engines["django"].from_string(source).render(context, request)


@pytest.mark.parametrize("value", Status.values)
def test_a_status_is_always_spelled_out_and_has_a_shape(value):
    markup = render("{% status value %}", value=value)

    assert f"#s-{marks.STATUSES[value][0]}" in markup
    assert str(Status(value).label) in markup


def test_the_six_words_are_those_of_the_activities():
    assert [(key, str(word)) for key, (_css, word) in marks.STATUSES.items()] == [
        (key, str(label)) for key, label in Status.choices
    ]


def test_a_party_is_its_code_with_the_full_name_and_says_when_it_coordinates():
    assert render("{% party row %}", row=Badge()) == (
        '<abbr class="party party--3" title="Räddningstjänsten">RTJ</abbr>'
    )
    assert "(samordnar)" in render("{% party row lead=True %}", row=Badge())


def test_several_parties_show_which_one_coordinates():
    lead, other = Badge(), Badge("P", "Polisen", 2)

    markup = render("{% parties rows lead=lead %}", rows=[lead, other], lead=lead)

    assert markup.count("party--lead") == 1
    assert markup.index("party--3 party--lead") < markup.index("party--2")


@pytest.mark.parametrize(
    ("days", "closed", "css", "text"),
    [
        (90, False, 'class="due"', "om 3 månader"),
        (8, False, "due--soon", "om 8 dagar"),
        (0, False, "due--soon", "i dag"),
        (-6, False, "due--late", "6 dagar sen"),
        (-6, True, 'class="due"', ""),
    ],
)
def test_a_deadline_says_its_distance_unless_it_is_closed(days, closed, css, text):
    markup = render("{% due day closed=closed %}", day=today() + timedelta(days), closed=closed)

    assert css in markup
    assert text in markup
    assert ("<small>" in markup) is not closed


def test_a_moved_deadline_shows_where_it_was():
    markup = render("{% due day was=was %}", day=today() + timedelta(40), was=today() + timedelta(9))

    assert "<s>" in markup
    assert "flyttat" in markup


@pytest.mark.parametrize(("name", "initials"), [("Alva Ask", "AA"), ("Bo", "B"), ("Eva Lis von Ek", "EE")])
def test_an_avatar_has_the_first_and_the_last_initial(name, initials):
    assert f">{initials}<" in render("{% avatar name 1 %}", name=name)


def test_the_ring_says_in_words_who_takes_part():
    seats = [Badge(), Badge("P", "Polisen", 2), Badge("K", "Kommunen", 1)]

    markup = render("{% ring seats some %}", seats=seats, some=seats[1:])

    assert 'aria-label="2 av 3 parter: Polisen, Kommunen"' in markup
    assert markup.count("<circle") == len(seats)


class Plan(forms.Form):
    title = forms.CharField(label="Titel", help_text="Börja med ett verb.")
    ends_on = forms.DateField(label="Slutdatum")
    note = forms.CharField(label="Anteckning", required=False, widget=forms.Textarea)
    status = forms.ChoiceField(label="Status", choices=Status.choices, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_its_hint_and_its_error_to_the_control():
    markup = render("{% field form.title %}", form=Plan({}))

    assert 'aria-describedby="id_title_helptext id_title_error"' in markup
    assert 'aria-invalid="true"' in markup
    assert 'id="id_title_helptext"' in markup
    assert 'id="id_title_error"' in markup
    assert '<label for="id_title"' in markup


def test_only_what_is_optional_is_marked():
    form = Plan()

    assert "(frivilligt)" in render("{% field form.note %}", form=form)
    assert "(frivilligt)" not in render("{% field form.title %}", form=form)


def test_a_date_is_asked_for_by_the_browser_in_iso_form():
    markup = render("{% field form.ends_on %}", form=Plan(initial={"ends_on": today()}))

    assert 'type="date"' in markup
    assert f'value="{today().isoformat()}"' in markup


@pytest.mark.parametrize(
    ("kind", "css"),
    [
        (forms.EmailField, "input"),
        (forms.IntegerField, "input input--number"),
        (forms.FileField, "input input--file"),
        (lambda **facts: forms.CharField(widget=forms.PasswordInput, **facts), "input"),
        (lambda **facts: forms.ChoiceField(choices=[("a", "A")], **facts), "select"),
    ],
)
def test_every_kind_of_control_is_dressed(kind, css):
    form = type("Any", (forms.Form,), {"it": kind(label="It")})()

    assert f'class="{css}"' in render("{% field form.it %}", form=form)


def test_a_field_takes_attributes_and_another_label():
    markup = render('{% field form.title label="Namn" autocomplete="off" bare=True %}', form=Plan())

    assert 'autocomplete="off"' in markup
    assert '<label for="id_title" class="vh">Namn</label>' in markup


def test_each_error_is_linked_to_where_it_is_mended():
    markup = render("{% error_summary form %}", form=Plan({"title": "x", "version": "y"}))

    assert "Tre saker behöver rättas" in markup
    assert 'href="#id_ends_on"' in markup
    assert 'href="#id_status_0"' in markup
    assert "id_version" not in markup


def test_the_errors_of_a_formset_are_listed_with_those_of_the_form():
    formset = forms.formset_factory(Plan, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-title": ""}
    )

    assert 'href="#id_form-0-title"' in render("{% error_summary form set %}", form=Plan(), set=formset)


def test_a_title_begins_with_error_only_when_there_is_one():
    assert render("{% error_prefix form %}", form=Plan({})) == "Fel: "
    assert render("{% error_prefix form %}", form=Plan()) == ""


def test_a_form_begins_with_its_token_and_its_hidden_fields():
    markup = render("{% hidden form %}", form=Plan(initial={"version": 7}))

    assert 'name="csrfmiddlewaretoken"' in markup
    assert 'name="version" value="7"' in markup


def test_a_status_is_chosen_by_a_native_radio_in_a_row_with_its_shape():
    markup = render(
        "{% status_choice form.status explain=True %}", form=Plan(initial={"status": "off_track"})
    )

    assert markup.count('type="radio"') == len(Status.choices)
    assert markup.count("choice--off") == 2
    assert "Vi kommer inte vidare själva" in markup
    assert markup.count("checked") == 1


def test_a_conflict_shows_both_texts_side_by_side():
    markup = render(
        '{% include "components/conflict.html" %}', conflict=[("titel", "deras", "min")], name="Bo"
    )

    assert "Bo sparade medan du skrev" in markup
    assert ">deras<" in markup
    assert ">min<" in markup


def test_what_stands_between_the_tags_is_markup_and_what_is_given_is_escaped():
    markup = render("{% empty title=title %}<p>{{ title }}</p>{% endempty %}", title="<b>")

    assert markup.count("&lt;b&gt;") == 2
    assert "<p>&lt;b&gt;</p>" in markup


def test_breadcrumbs_lead_to_every_page_but_this():
    crumbs = '{% breadcrumbs "/a/" "Aktiviteter" "T-03" as crumbs %}'

    markup = render(crumbs + '{% page_head title="T" crumbs=crumbs %}{% endpage_head %}')

    assert '<a href="/a/">Aktiviteter</a>' in markup
    assert '<li aria-current="page">T-03</li>' in markup
    assert "page-head__actions" not in markup


def test_an_instant_has_words_for_people_and_iso_for_machines():
    now = timezone.now()

    markup = render("{% time now %}", now=now)

    assert f'datetime="{now.isoformat()}"' in markup
    assert "i dag kl." in markup


def test_may_asks_the_gate(monkeypatch):
    asked = []
    monkeypatch.setattr("collab.access.may", lambda *question: asked.append(question) or True)
    row = SimpleNamespace()

    assert render('{% may "change" row as can %}{{ can }}', row=row) == "True"
    assert asked == [(None, "change", row)]
