"""Every address of the portal can be listed: by name, path and methods."""

import io
import json

from django.core.management import call_command


def test_the_routes_are_listed_as_json():
    out = io.StringIO()
    call_command("list_routes", "--json", stdout=out)
    routes = {route["name"]: route for route in json.loads(out.getvalue())}
    assert routes["collab:party"] == {
        "name": "collab:party",
        "path": "/parter/<slug:public_id>/",
        "methods": ["GET"],
    }
    assert routes["collab:act_as"]["methods"] == ["POST"]
    assert routes["collab:profile"]["methods"] == ["GET", "POST"]
    assert routes["healthz"]["path"] == "/healthz"


def test_the_routes_are_listed_for_people_one_a_line():
    out = io.StringIO()
    call_command("list_routes", stdout=out)
    assert "collab:parties" in out.getvalue()
