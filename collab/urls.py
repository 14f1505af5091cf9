"""The root of all addresses; packages are included by name."""

from django.urls import include, path

urlpatterns = [
    path("", include("collab.routes")),
    path("avtal/", include("agreements.urls")),
    path("", include("lagesbild.urls")),
    path("", include("activities.urls")),
]
handler500 = "collab.views.about.server_error"
