"""What the party's files mean, as it is remembered: the list, one of them, and forgetting it."""

from django.urls import reverse

from collab.pages import ActionPage, DetailPage, ListPage
from lagesbild.models import ImportProfile


class Profiles:
    section = "imports"
    model = ImportProfile


class ProfileList(Profiles, ListPage):
    template_name = "lagesbild/profile_list.html"

    def get_queryset(self):
        return super().get_queryset().order_by("-used_at", "pk")


class ProfilePage(Profiles, DetailPage):
    template_name = "lagesbild/profile.html"
    context_object_name = "profile"


class ProfileForget(Profiles, ActionPage):
    def perform(self, profile):
        profile.forget(by=self.request.actor)
        return reverse("lagesbild:profiles")
