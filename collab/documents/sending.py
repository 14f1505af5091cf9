"""The one answer that carries a file: always saved and never shown, by the proxy where there is one."""

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from . import store


def send(version, actor):
    """The file of a version for `actor`, who may see it: the bytes as delivered, or cleaned for other parties.

    Every request asks the gate anew: no part of a file is sent twice on one answer, and none is kept on the way.
    """
    key = version.key_for(actor)
    if settings.DOCUMENTS_REDIRECT:
        # The proxy sends what lies there; its location repeats the headers that are lost on the way.
        response = HttpResponse(
            headers={"X-Accel-Redirect": settings.DOCUMENTS_REDIRECT + store.place_of(key)}
        )
    else:
        response = FileResponse(store.path_of(key).open("rb"))
        response.headers["Accept-Ranges"] = "none"
    response.headers["Content-Type"] = version.kind.media_type
    response.headers["Content-Disposition"] = content_disposition_header(True, version.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response
