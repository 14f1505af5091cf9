"""Every address of the portal: name, path and methods."""

import json

from django.core.management.base import BaseCommand
from django.urls import URLResolver, get_resolver

EVERY = ["GET", "POST"]


class Command(BaseCommand):
    help = "List the routes, one per line or as JSON."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        found = sorted(routes(), key=lambda route: route["path"])
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
            return
        for route in found:
            self.stdout.write(f"{route['name']:32} {'/'.join(route['methods']):10} {route['path']}")


def routes(resolver=None, space="", path="/"):
    """Yield {name, path, methods} of every route, names with their namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space, here)
        else:
            yield {"name": f"{space}{entry.name}", "path": here, "methods": methods(entry.callback)}


def methods(view):
    """The methods a view answers; what a function does not say is taken as GET."""
    page = getattr(view, "view_class", None)
    if page is None:
        return ["GET"]
    allowed = {name.upper() for name in page.http_method_names if hasattr(page, name)}
    return [name for name in EVERY if name in allowed]
