"""The page classes: every row a page shows or changes was reached through the gate.

A page names its model, form or verb; `Rows` asks the gate. Not visible is 404, as if absent; visible but not
allowed is 403. A form takes effect once: the second sending of the same rendered form gets the first answer.
"""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import CreateView, DetailView, FormView, ListView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from .access import may
from .models import Submission


class Allowed:
    """Closes a page to roles it is not for: `allows(actor)` says whom it lets in."""

    def dispatch(self, request, *args, **kwargs):
        if not self.allows(request.actor):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allows(self, actor):
        """Whether the page is for this actor; a technical administrator has none and meets 403."""
        return actor is not None


class Page(Allowed, TemplateView):
    """A page about no single row."""

    section = None


class Rows(Allowed):
    """Reaches the rows of `model` that the actor may see, by their public id."""

    model = None
    section = None
    slug_field = slug_url_kwarg = "public_id"

    def get_queryset(self):
        return self.model.objects.for_actor(self.request.actor)


class ListPage(Rows, ListView):
    """The rows the actor may see, narrowed by the filter form that the URL fills."""

    paginate_by = 50
    filter_form = None

    def get_queryset(self):
        rows = super().get_queryset()
        if self.filter_form is None:
            return rows
        self.filter = self.filter_form(self.request.GET, actor=self.request.actor)
        return self.filter.apply(rows)


class DetailPage(Rows, DetailView):
    """One row the actor may see."""


class FilePage(Rows, SingleObjectMixin, View):
    """A file of a row the actor may see: `file(row, **kwargs)` answers with it."""

    http_method_names = ["get", "head"]

    def get(self, request, public_id, **kwargs):
        return self.file(self.get_object(), **kwargs)

    def file(self, row, **kwargs):
        raise NotImplementedError(f"{type(self).__name__} sends no file")


class ChangesRow(Rows):
    """Reaches a row the actor may do `action` to: 404 when unseen, 403 when seen but not allowed."""

    action = "change"

    def get_object(self, queryset=None):
        rows = self.get_queryset() if queryset is None else queryset
        if self.request.method == "POST":
            # Held until the answer: nobody changes the row between its check and its save.
            rows = rows.select_for_update(of=("self",))
        row = super().get_object(rows)
        if not may(self.request.actor, self.action, row):
            raise PermissionDenied
        return row


class OneEffect:
    """Gives a sent form one effect, however often it is sent; every writing page has it."""

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        submission, is_first = Submission.objects.first_time(self.submission_key(), user=self.sender())
        if not is_first and submission.answer:
            return HttpResponseRedirect(submission.answer)
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == HTTPStatus.FOUND:
            submission.answer = response.url
            submission.save(update_fields=["answer"])
        else:
            submission.delete()
        return response

    def sender(self):
        """Who sends the form: a receipt is kept for each person."""
        return self.request.user

    def submission_key(self):
        try:
            return uuid.UUID(self.request.POST.get("submission", ""))
        except ValueError:
            return uuid.uuid4()


class FormPage(OneEffect):
    """Hands the actor to the form; on success the form has saved and recorded, and the next page says `said`."""

    said = None

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "actor": self.request.actor}

    def form_valid(self, form):
        """Save the form; what its verb refuses is shown in it, with nothing saved."""
        try:
            with transaction.atomic():
                return self.done(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)

    def done(self, form):
        answer = super().form_valid(form)
        if self.said:
            messages.success(self.request, self.said)
        return answer


class CreatePage(FormPage, Rows, CreateView):
    """Makes a new row; `within` names the parent model and action that must be open, when there is a parent."""

    within = None

    def dispatch(self, request, *args, **kwargs):
        self.parent = self.get_parent()
        return super().dispatch(request, *args, **kwargs)

    def get_parent(self):
        if self.within is None:
            return None
        model, action = self.within
        seen = model.objects.for_actor(self.request.actor).filter(public_id=self.kwargs["public_id"]).first()
        if seen is None:
            raise Http404
        if not may(self.request.actor, action, seen):
            raise PermissionDenied
        return seen

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "parent": self.parent} if self.within else kwargs


class AskPage(FormPage, Allowed, FormView):
    """A form about no single row yet; `form.perform()` does the verb."""

    section = None

    def form_valid(self, form):
        try:
            with transaction.atomic():
                form.perform()
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        return self.done(form)


class EditPage(FormPage, ChangesRow, UpdateView):
    """Changes a row; a save on an older version shows both texts instead of losing one."""


class VerbPage(FormPage, ChangesRow, SingleObjectMixin, FormView):
    """A form that does one verb to the row it got."""

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "row": self.object}

    def form_valid(self, form):
        try:
            with transaction.atomic():
                form.perform()
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        return self.done(form)

    def get_success_url(self):
        return self.object.get_absolute_url()


class ActionPage(OneEffect, ChangesRow, SingleObjectMixin, View):
    """One verb, POST only: `perform(row)` does it and may return where to go; a refusal is told in words."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        row = self.get_object()
        try:
            with transaction.atomic():
                goal = self.perform(row)
        except ValidationError as error:
            return refused(request, error)
        return HttpResponseRedirect(goal or row.get_absolute_url())

    def perform(self, row):
        raise NotImplementedError(f"{type(self).__name__} names no verb")

    def pressed_on(self):
        """The page of ours on which the button stood, when the form says so."""
        back = self.request.POST.get("back", "")
        is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return back if is_ours else None


def refused(request, error):
    """The page that says in words why a verb was refused, with nothing changed."""
    return render(request, "refused.html", {"reasons": error.messages}, status=HTTPStatus.CONFLICT)
