"""The whole list page: its processor time against its SQL alone, and against Django admin's page of the same rows."""

import os
import resource
import time
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.models import Status

from .lists import members
from .measure import ROUNDS

REQUESTS = 60
SECONDS = 3
URL = "/aktiviteter/"
QUERY = {"status": Status.ON_TRACK}
CHANGELIST = "/admin/activities/activity/"


def processor_time(backend):
    """Seconds of processor that this process and its database backend have used."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    with open(f"/proc/{backend}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    return own.ru_utime + own.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def per_request(work, backend):
    """Processor seconds of one request, over sixty of them or as many as begin within three seconds."""
    began, until, done = processor_time(backend), time.monotonic() + SECONDS, 0
    while done < REQUESTS and time.monotonic() < until:
        work()
        done += 1
    return (processor_time(backend) - began) / done


def measure(report):
    actor = members()[0]
    client = Client(headers={"accept-language": "sv"})
    client.force_login(actor.user)
    client.get(URL, QUERY)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(URL, QUERY)
        queries = list(captured)
    for address in (URL, CHANGELIST):
        if (answer := client.get(address)).status_code != HTTPStatus.OK:
            raise SystemExit(f"{address} answered {answer.status_code}")
    statements = [q["sql"] for q in queries if q["sql"].lstrip('"( ').upper().startswith("SELECT")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()

    def sql_alone():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    arms = {"page": lambda: client.get(URL, QUERY), "sql": sql_alone, "admin": lambda: client.get(CHANGELIST)}
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
    report.ratio(
        "processor of the list page / of the admin's changelist", medians["page"], medians["admin"], 0.25
    )
