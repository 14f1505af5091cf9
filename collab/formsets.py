"""Rows of a form that grow by a button, without JavaScript; a row that is left empty is no row."""

from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext

from .fields import all_errors
from .forms import RowForm, ScopedForm

ROWS_AT_MOST = 60


class LineForm(ScopedForm):
    """One row; `line` is what it says, by field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["submission"]

    def has_changed(self):
        """Whether anything is written in it; what it carries unseen says nothing."""
        return any(not self[name].is_hidden for name in self.changed_data)

    @property
    def line(self):
        return dict(self.cleaned_data)


class Lines(BaseFormSet):
    """The rows of one kind; `lines` are those that say something, in order."""

    # What names the rows, the words of the button that adds one, and the fields that no two rows share.
    title = add = ""
    alone = ()

    def initial_form_count(self):
        """None is bound to stay: whoever empties a row takes it away."""
        return 0

    def total_form_count(self):
        if self.is_bound:
            return min(super().total_form_count(), ROWS_AT_MOST)
        return len(self.initial or ()) + self.extra

    @property
    def lines(self):
        return [form.line for form in self.forms if form.has_changed()]

    def clean(self):
        seen = set()
        for form in self.forms:
            if not self.alone or not form.has_changed() or form.errors:
                continue
            key = tuple(form.cleaned_data[name] for name in self.alone)
            if key in seen:
                form.add_error(self.alone[-1], gettext("This already stands in a row above."))
            seen.add(key)


def lines_of(form, *, title, add, alone=()):
    """The class of rows made of `form`."""
    kind = formset_factory(form, formset=Lines, extra=0, max_num=ROWS_AT_MOST)
    kind.title, kind.add, kind.alone = title, add, alone
    return kind


class RowsForm(RowForm):
    """A form about a row and the rows under it; `kinds` are their classes by name, `rows` the rows themselves.

    A button named add or drop shows the page again with a row more or less: nothing is saved, nothing is checked.
    """

    kinds = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = {} if self.is_bound else self.first_rows()
        self.rows = {
            name: kind(
                self.data if self.is_bound else None, prefix=name, initial=held.get(name), **self.row_options
            )
            for name, kind in self.kinds.items()
        }

    def first_rows(self):
        """What the rows say when the form is opened."""
        return self.begun_rows() if self.instance._state.adding else self.stored_rows(self.instance)

    def begun_rows(self):
        """What the rows of a new row may begin with, as `stored_rows` says it."""
        return {}

    @property
    def row_options(self):
        return {"form_kwargs": {"actor": self.actor}}

    def stored_rows(self, row):
        """What the rows of a stored row say: {name: [the values of each]}."""
        raise NotImplementedError(f"{type(self).__name__} knows no rows")

    @property
    def is_growing(self):
        return self.is_bound and ("add" in self.data or "drop" in self.data)

    def reshaped(self):
        """The form with a row more or less and every text kept, unchecked."""
        kept = {name: self[name].data for name in self.fields if name != "submission"}
        form = type(self)(initial=kept, instance=self.instance, parent=self.parent, actor=self.actor)
        form.rows = {name: self.grown(name, kind) for name, kind in self.kinds.items()}
        return form

    def grown(self, name, kind):
        dropped, _dash, number = self.data.get("drop", "").rpartition("-")
        without = int(number) if dropped == name and number.isdigit() else None
        sent = self.rows[name].forms
        kept = [
            {field: form[field].data for field in form.fields} for n, form in enumerate(sent) if n != without
        ]
        rows = kind(prefix=name, initial=kept, **self.row_options)
        rows.extra = int(self.data.get("add") == name)
        return rows

    @property
    def lines(self):
        """What the rows say, by name."""
        return {name: rows.lines for name, rows in self.rows.items()}

    @property
    def all_errors(self):
        return all_errors([self, *self.rows.values()])

    def is_valid(self):
        if self.is_growing:
            return False
        checked = [super().is_valid(), *[rows.is_valid() for rows in self.rows.values()]]
        return all(checked)

    def differences(self, stored):
        """The rows are compared as wholes, beside the fields."""
        found, held = super().differences(stored), self.stored_rows(stored)
        for name, rows in self.rows.items():
            theirs = "\n".join(in_words(line) for line in held.get(name, ()))
            written = [
                {field: form[field].data for field in form.fields}
                for form in rows.forms
                if form.has_changed()
            ]
            mine = "\n".join(in_words(line) for line in written)
            if theirs != mine:
                found.append((rows.title, theirs, mine))
        return found


def in_words(line):
    return ", ".join(str(value) for value in line.values() if value)


class Growing:
    """A page of a RowsForm: a button of a row shows it again with one more or less."""

    def form_invalid(self, form):
        return super().form_invalid(form.reshaped() if form.is_growing else form)
