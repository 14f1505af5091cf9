"""The whole list page: its processor time against its SQL alone, and against Django admin's page of the same rows."""

import os
import resource
from types import SimpleNamespace

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, ActivityGrant, Status

from .lists import members
from .measure import ROUNDS

REQUESTS = 60
URL = "/aktiviteter/"
QUERY = {"status": Status.ON_TRACK, "alla": "1"}


class ActivityAdmin(admin.ModelAdmin):
    """The changelist a hurried portal would have shipped: the columns of our list, the rows of one party."""

    list_display = ("code", "title", "status", "priority_area", "due_on", "visibility")
    list_select_related = ("priority_area",)
    list_per_page = 50
    ordering = ("due_on", "id")
    show_full_result_count = False

    def get_queryset(self, request):
        granted = ActivityGrant.objects.filter(group=request.party, permission__codename="view_activity")
        return super().get_queryset(request).filter(pk__in=granted.values("content_object"), status=Status.ON_TRACK)


class Clerk(AnonymousUser):
    """A person whom the admin lets in everywhere."""

    is_staff = is_active = is_superuser = True
    is_authenticated = True

    def has_perm(self, perm, obj=None):
        return True

    def has_module_perms(self, module):
        return True

    def get_username(self):
        return "clerk"


def processor_time(backend):
    """Seconds of processor that this process and its database backend have used."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    with open(f"/proc/{backend}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    return own.ru_utime + own.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def per_request(work, backend):
    began = processor_time(backend)
    for _ in range(REQUESTS):
        work()
    return (processor_time(backend) - began) / REQUESTS


def measure(report):
    actor = members()[0]
    client = Client(headers={"accept-language": "sv"})
    client.force_login(actor.user)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(URL, QUERY)
    if page.status_code != 200:
        raise SystemExit(f"the list page answered {page.status_code}")
    statements = [q["sql"] for q in queries if q["sql"].lstrip('"( ').upper().startswith("SELECT")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()

    def sql_alone():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    arms = {"page": lambda: client.get(URL, QUERY), "sql": sql_alone, "admin": changelist(actor)}
    costs = {name: [] for name in arms}
    for turn in range(ROUNDS + 1):
        for name, work in arms.items():
            cost = per_request(work, backend)
            if turn:
                costs[name].append(cost)
    medians = {name: sorted(found)[len(found) // 2] for name, found in costs.items()}
    report.fact("queries of the list page", len(queries))
    report.fact("bytes of the list page", len(page.content))
    report.ratio("processor of the list page / of its SQL alone", medians["page"], medians["sql"], 6)
    report.ratio("processor of the list page / of the admin's changelist", medians["page"], medians["admin"], 0.25)


def changelist(actor):
    """A request for the admin's page of the same rows, rendered whole."""
    site = admin.AdminSite()
    site.register(Activity, ActivityAdmin)
    view, factory = ActivityAdmin(Activity, site), RequestFactory()

    def work():
        request = factory.get("/")
        request.user, request.party, request.session = Clerk(), actor.party_id, SessionStore()
        request._messages = FallbackStorage(request)
        request.resolver_match = SimpleNamespace(url_name="", namespaces=[], func=None, app_names=[])
        view.changelist_view(request).render()

    return work
