"""Rows taken out, changed in a spreadsheet and brought back: django-import-export, bound to an actor at birth.

Rows are reached through the gate both ways, every saved one is recorded, and a file with one wrong row saves none.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import tablib
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import fields, resources, widgets

from .export.table import NUMBER, TEXT, yes_or_no
from .forms import personal_data_error
from .personal_data import find_personal_data


def spellings(label):
    """How a text of the interface may stand in a file: in any of the languages, large or small letters."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(str(label).strip().casefold())
    return found


class Words(widgets.Widget):
    """A stored choice, in the file as its label in any of the languages."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def clean(self, value, row=None, **kwargs):
        text = written(value).casefold()
        if not text:
            return None
        for stored, label in self.choices:
            if text == stored or text in spellings(label):
                return stored
        offered = ", ".join(str(label) for _stored, label in self.choices)
        raise ValueError(
            _("“%(text)s” is none of: %(offered)s.") % {"text": written(value), "offered": offered}
        )

    def render(self, value, obj=None, **kwargs):
        return str(dict(self.choices).get(value, ""))


class YesOrNo(widgets.Widget):
    YES, NO = {"ja", "yes", "1", "true", "sant"}, {"nej", "no", "0", "false", "falskt"}

    def clean(self, value, row=None, **kwargs):
        text = written(value).casefold()
        if not text:
            return None
        if text not in self.YES | self.NO:
            raise ValueError(_("“%(text)s” is neither yes nor no.") % {"text": written(value)})
        return text in self.YES

    def render(self, value, obj=None, **kwargs):
        return yes_or_no(value)


class Number(widgets.Widget):
    """A number with comma or point; nothing stays nothing."""

    def __init__(self, *, is_whole=False):
        super().__init__()
        self.is_whole = is_whole

    def clean(self, value, row=None, **kwargs):
        text = written(value).replace("\u2212", "-").replace("\u00a0", "").replace(" ", "").replace(",", ".")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(_("“%(text)s” is no number.") % {"text": written(value)}) from error
        if not number.is_finite() or (self.is_whole and number != int(number)):
            raise ValueError(_("“%(text)s” is no whole number.") % {"text": written(value)})
        return int(number) if self.is_whole else number

    def render(self, value, obj=None, **kwargs):
        return value


class Text(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return written(value)

    def render(self, value, obj=None, **kwargs):
        return value or ""


class ForeignRow(widgets.ForeignKeyWidget):
    """Another row by its code or name, among those that the actor may see."""

    actor = None

    def __init__(self, model, *names):
        super().__init__(model, names[0])
        self.names = names

    def clean(self, value, row=None, **kwargs):
        text = written(value)
        if not text:
            return None
        for name in self.names:
            found = list(self.model.objects.for_actor(self.actor).filter(**{name: text})[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise ValueError(
                    _("Several have the name “%(text)s”: write the code instead.") % {"text": text}
                )
        raise ValueError(_("Nothing is called “%(text)s”.") % {"text": text})

    def render(self, value, obj=None, **kwargs):
        return next((told for name in self.names if value and (told := getattr(value, name))), "")


def written(value):
    """A cell as text: whole numbers without a decimal point, no cell as nothing."""
    if value is None:
        return ""
    if isinstance(value, float | Decimal) and value == int(value):
        value = int(value)
    return str(value).strip()


@dataclass(frozen=True)
class Change:
    """What a row comes to: new, changed, unchanged or wrong; `lines` are (column, was, is), or (column, why)."""

    row: int
    kind: str
    name: str = ""
    lines: tuple = ()


class RowResource(resources.ModelResource):
    """Rows of one model for one actor; `labels` are the columns' headings, `numbers` those that hold numbers."""

    labels = {}
    numbers = frozenset()

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        use_transactions = True
        exclude = ()

    def __init__(self, actor):
        super().__init__()
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field.widget, ForeignRow):
                field.widget.actor = actor

    def get_queryset(self):
        """Those the actor may change: an import never touches another's row."""
        return self._meta.model.objects.for_actor(self.actor, "change")

    @classmethod
    def columns(cls):
        """(heading, key, kind) in the order of the file."""
        return [
            (cls.labels[name], name, NUMBER if name in cls.numbers else TEXT)
            for name in cls._meta.export_order
        ]

    @classmethod
    def heading(cls, text):
        """The key of the column with that heading, in any of the languages; None when there is none."""
        text = str(text).strip().casefold()
        return next(
            (key for key, label in cls.labels.items() if text == key or text in spellings(label)), None
        )

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        for name in self.get_export_order():
            value = getattr(instance, name, "")
            if isinstance(value, str) and (found := find_personal_data(value)):
                errors[name] = personal_data_error(found)
        super().validate_instance(instance, errors, validate_unique)

    def get_instance(self, instance_loader, row):
        """The row that the file names; a name of no row is a mistake, not a new row."""
        instance = super().get_instance(instance_loader, row)
        key = self._meta.import_id_fields[0]
        if instance is None and key == "public_id" and written(row.get(key)):
            raise ValidationError({key: _("No row has that id. Leave the cell empty for a new one.")})
        return instance

    def after_init_instance(self, instance, new, row, **kwargs):
        if new:
            instance.collaboration = self.actor.party.collaboration

    def after_save_instance(self, instance, row, **kwargs):
        instance.record("created" if kwargs.get("is_new") else "changed", by=self.actor)

    def save_instance(self, instance, is_create, row, **kwargs):
        super().save_instance(instance, is_create, row, **{**kwargs, "is_new": is_create})

    def bring_in(self, keys, rows, numbers, *, dry_run):
        """Do, or only try, what the rows say; a `Change` per row. With one wrong row nothing is saved."""
        data = tablib.Dataset(*rows, headers=keys)
        result = self.import_data(data, dry_run=dry_run, rollback_on_validation_errors=True)
        if result.base_errors:
            raise ValidationError(str(result.base_errors[0].error))
        return [self.told(row, number) for row, number in zip(result.rows, numbers, strict=True)]

    def told(self, row, number):
        if row.errors:
            return Change(number, "wrong", lines=(("", str(row.errors[0].error)),))
        if row.validation_error is not None:
            return Change(number, "wrong", lines=tuple(self.reasons(row.validation_error)))
        kind = {"new": "new", "update": "changed"}.get(row.import_type, "unchanged")
        lines = tuple(self.differences(row)) if kind == "changed" else ()
        return Change(number, kind, str(row.instance), lines)

    def reasons(self, error):
        """(heading, sentence) of everything wrong with a row."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        for name, errors in by_field.items():
            for one in errors:
                yield str(self.labels.get(name, "")), " ".join(one.messages)

    def differences(self, row):
        """(heading, was, is) of every cell that the file changes."""
        for name in self.get_export_order():
            was, now = (self.fields[name].export(one) for one in (row.original, row.instance))
            if was != now:
                yield str(self.labels[name]), was, now


def field(name, widget=None, *, is_id=False, default=fields.NOT_PROVIDED):
    """A column of a resource; an id is read to find the row, and never written to it."""
    return fields.Field(name, name, widget or Text(), default=default, readonly=is_id)
