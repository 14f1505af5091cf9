"""Django admin's changelist of the same rows: the list page that a hurried portal would have shipped."""

from django.contrib import admin
from django.urls import include, path

from activities.models import Activity, ActivityGrant, Status


class OpenSite(admin.AdminSite):
    """An admin that lets everybody in: only its cost is of interest."""

    def has_permission(self, request):
        return True


class ActivityAdmin(admin.ModelAdmin):
    """The rows of the acting party, with the columns, filters and counts of our list."""

    list_display = ("code", "title", "status", "priority_area", "due_on", "parties")
    list_filter = ("status", "priority_area", "visibility")
    search_fields = ("code", "title")
    show_facets = admin.ShowFacets.ALWAYS
    list_select_related = ("priority_area",)
    list_per_page = 50
    ordering = ("due_on", "id")
    show_full_result_count = False

    def get_queryset(self, request):
        granted = ActivityGrant.objects.filter(
            group=request.actor.party_id, permission__codename="view_activity"
        )
        rows = super().get_queryset(request).filter(status=Status.ON_TRACK)
        return rows.filter(pk__in=granted.values("content_object")).prefetch_related("commitments__party")

    def parties(self, activity):
        return ", ".join(commitment.party.code for commitment in activity.commitments.all())

    def has_view_permission(self, request, obj=None):
        return True

    has_change_permission = has_add_permission = has_delete_permission = has_module_permission = (
        has_view_permission
    )


site = OpenSite()
site.register(Activity, ActivityAdmin)
urlpatterns = [path("admin/", site.urls), path("", include("collab.urls"))]
