"""How a form field becomes label, hint, error and control; and where each error of a page is mended."""

from django import forms

CLASSES = {
    forms.Textarea: "textarea",
    forms.Select: "select",
    forms.DateInput: "input input--date",
    forms.NumberInput: "input input--number",
    forms.FileInput: "input input--file",
    forms.widgets.Input: "input",
}


def describe(bound, *, label=None, hint=None, wide=False, bare=False, size="", **attributes):
    """The context of components/field.html: the dressed control and all that stands around it."""
    widget = bound.field.widget
    hint = bound.help_text if hint is None else hint
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes = {name.replace("_", "-"): value for name, value in attributes.items()}
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    return {
        "field": bound,
        "kind": kind(widget),
        "label": bound.label if label is None else label,
        "hint": hint,
        "optional": not bound.field.required and not bare,
        "wide": wide,
        "bare": bare,
        "described_by": " ".join(ids),
        "control": dress(bound, size, attributes),
    }


def kind(widget):
    """hidden, check (one box beside its words), group (several boxes under a legend) or line."""
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "group" if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)) else "line"


def dress(bound, size, attributes):
    """The control with the classes of its kind; dates as the browser's own date field, in ISO form."""
    widget = bound.field.widget
    if kind(widget) != "line":
        return str(bound) if kind(widget) == "hidden" else bound.as_widget(attrs=attributes)
    if isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    names = next(names for base, names in CLASSES.items() if isinstance(widget, base))
    size = f"{names.split()[0]}--{size}" if size else ""
    given = widget.attrs.get("class", "")
    attributes["class"] = " ".join(filter(None, [names, size, given]))
    return bound.as_widget(attrs=attributes)


def all_errors(pages_forms):
    """(anchor, text) of every error of forms and formsets, in the order of the fields; "" where there is no field."""
    return [error for form in flat(pages_forms) for error in errors_of(form)]


def flat(pages_forms):
    """The forms themselves, with each formset replaced by itself and its forms."""
    for form in pages_forms:
        if form is None:
            continue
        yield form
        if isinstance(form, forms.BaseFormSet):
            yield from form.forms


def errors_of(form):
    if isinstance(form, forms.BaseFormSet):
        return [("", text) for text in form.non_form_errors()] if form.is_bound else []
    if not form.is_bound:
        return []
    found = [("", text) for text in form.non_field_errors()]
    for bound in form:
        found += [(anchor(bound), text) for text in bound.errors]
    return found


def anchor(bound):
    """The id of what one mends an error in; the first real choice of a group; "" for what cannot be seen."""
    if bound.is_hidden:
        return ""
    if kind(bound.field.widget) != "group":
        return bound.auto_id
    first = next((i for i, (value, _) in enumerate(bound.field.choices) if value), 0)
    return f"{bound.auto_id}_{first}"
