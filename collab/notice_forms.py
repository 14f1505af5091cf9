"""How one wants to be told: a choice per topic."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms import FilterForm, ScopedForm
from collab.models import NoticeChoice
from collab.notices import BY_KEY, TOPICS, Pace


class NoticesForm(ScopedForm):
    """One field per topic, named by its key."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = dict(NoticeChoice.objects.for_actor(self.actor).values_list("topic", "pace"))
        for topic in TOPICS:
            self.fields[topic.key] = forms.ChoiceField(
                label=topic.label,
                help_text=topic.about,
                choices=Pace.choices,
                initial=chosen.get(topic.key, topic.pace),
            )

    def perform(self):
        paces = {topic.key: self.cleaned_data[topic.key] for topic in TOPICS}
        return NoticeChoice.objects.for_actor(self.actor).choose(self.actor.user, paces, by=self.actor)


class InboxFilter(FilterForm):
    """The inbox by topic, and what is unread."""

    topic = forms.ChoiceField(
        label=_("About"), choices=[("", _("Everything")), *((topic.key, topic.label) for topic in TOPICS)]
    )
    read = forms.ChoiceField(label=_("Read or not"), choices=[("", _("Everything")), ("no", _("Unread"))])

    def apply(self, items):
        if topic := self.value("topic"):
            items = items.filter(kind__in=BY_KEY[topic].kinds)
        return items.unread() if self.value("read") else items
