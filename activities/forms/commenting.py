"""The form of a comment: a text, and somebody to mention in it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.models import Comment
from activities.models.comment import LONGEST, mentioned, readers
from collab.forms import RowForm

from .planning import PersonField


class ReaderField(PersonField):
    """People who may see the activity, by name and party."""

    def label_from_instance(self, membership):
        return f"{membership.user.name}, {membership.party.short}"


class CommentForm(RowForm):
    """What is said; the chosen person's name is put before it, as if it had been typed."""

    mention = ReaderField(label=_("Mention somebody"), empty_label=_("Nobody"))

    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": _("Comment")}
        help_texts = {
            "text": _("All parties that see the activity can read it. @ and a name tells the person.")
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, people=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = readers(self.activity, self.actor) if people is None else people
        offered = [one.pk for one in self.people if one.user_id != self.actor.user_id]
        rows = self.fields["mention"].queryset.filter(pk__in=offered)
        self.fields["mention"].queryset = rows.select_related("user", "party").order_by("user__name", "pk")

    @property
    def activity(self):
        return self.parent or self.instance.activity

    def clean(self):
        cleaned = super().clean()
        text, person = self.cleaned_data.get("text"), self.cleaned_data.get("mention")
        if text and person and not mentioned(text, [person]):
            self.cleaned_data["text"] = text = f"@{person.user.name} {text}"
            if len(text) > LONGEST:
                error = ValidationError(_("With the name the text is too long. Make it shorter."))
                self.add_error("text", error)
        return cleaned

    def save(self, commit=True):
        text = self.cleaned_data["text"]
        if self.parent:
            rows = Comment.objects.for_actor(self.actor)
            self.instance = rows.write(activity=self.parent, text=text, by=self.actor)
        else:
            self.instance.change(text, by=self.actor)
        return self.instance
