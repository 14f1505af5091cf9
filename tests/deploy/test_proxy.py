"""The proxy's own configuration, run by a real nginx before a real server: files only through the gate."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time

import pytest
from django.conf import settings as project
from django.test import Client

from activities.models import ActivityDocument
from collab.documents.examining import examine
from tests.collab.documents.files import pdf
from tests.conftest import Cast

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(NGINX is None, reason="no nginx: sudo apt-get install nginx-light"),
]
MAIN = """
daemon off; pid {here}/pid; error_log {here}/error.log; worker_processes 1; events {{}}
http {{ access_log off; client_body_temp_path {here}/body; proxy_temp_path {here}/proxy;
fastcgi_temp_path {here}/f; uwsgi_temp_path {here}/u; scgi_temp_path {here}/s; include {here}/server.conf; }}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def proxy(tmp_path, settings, live_server):
    """Ask for a path through the proxy: `proxy(path, cookie, method, **headers)` gives (answer, body)."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_REDIRECT = "/_protected/"
    settings.DOCUMENTS_DIR.mkdir()
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    port, plain = free_port(), free_port()
    certificate = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", *certificate],
        check=True,
        capture_output=True,
    )
    server = (project.BASE_DIR / "deploy" / "nginx.conf").read_text()
    for written, here in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/nginx/tls": str(tmp_path),
        "http://web:8000": live_server.url,
        "/srv/uploads/documents/": f"{settings.DOCUMENTS_DIR}/",
    }.items():
        assert written in server
        server = server.replace(written, here)
    (tmp_path / "server.conf").write_text(server)
    (tmp_path / "nginx.conf").write_text("user root;" * (os.geteuid() == 0) + MAIN.format(here=tmp_path))
    running = subprocess.Popen([NGINX, "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.PIPE)
    wait_for(port)
    yield lambda *question, **headers: ask(port, *question, **headers)
    running.terminate()
    running.wait(10)


def wait_for(port):
    for _try in range(50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("nginx did not start")


def ask(port, path, cookie="", method="GET", **headers):
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context())
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in {"Cookie": cookie, **headers}.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer, answer.read()


def cookie_of(who):
    client = Client()
    client.force_login(who.user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def paths(document, key):
    """Twenty and more forms of path to the file, by the portal's address and by where it lies."""
    own, file, lies = document.public_id, document.get_file_url(), f"{key[:2]}/{key}"
    by_address = [
        file, file + "1/", file + "2/", file + "0/", file.rstrip("/"), file + "?v=1", file.replace("/fil/", "//fil/"),
        file.replace("dokument", "%64okument"), f"/dokument/{own}/fil/../fil/", f"/dokument/{own}/fil/1/..",
        f"/dokument/{own.upper()}/fil/", f"/dokument/{key}/fil/",
    ]  # fmt: skip
    by_place = [
        f"/_protected/{lies}", f"/%5fprotected/{lies}", f"//_protected/{lies}", f"/_protected//{lies}",
        f"/_protected/../_protected/{lies}", f"/x/..;/_protected/{lies}", f"/_protected%2f{key[:2]}%2f{key}",
        f"/static/../_protected/{lies}", f"/static/%2e%2e/%2e%2e/documents/{lies}", f"/documents/{lies}",
        f"/uploads/documents/{lies}", f"/media/{key}", f"/srv/uploads/documents/{lies}", "/_protected/",
    ]  # fmt: skip
    return by_address, by_place


WAYS = [
    ("GET", {}),
    ("GET", {"Range": "bytes=0-9"}),
    ("GET", {"If_None_Match": "*"}),
    ("GET", {"If_Modified_Since": "Tue, 01 Jan 2030 00:00:00 GMT"}),
    ("HEAD", {}),
    ("POST", {}),
]


def test_no_byte_of_a_file_comes_past_the_gate_and_what_comes_runs_nowhere(proxy):
    cast = Cast()
    activity = cast.activity("Ljus på vägen")
    upload = examine("Plan för hösten.pdf", pdf())
    document = ActivityDocument.attach(upload, row=activity, by=cast.bo)
    first = document.newest
    newer = pdf(b"/PageMode/UseNone")
    document.take(examine("Plan för hösten.pdf", newer), by=cast.bo)
    by_address, by_place = paths(document, document.newest.key)
    by_place += paths(document, first.key)[1]
    assert len(by_address + by_place) >= 20
    for cookie in ("", cookie_of(cast.omar), cookie_of(cast.eli)):
        for path in by_address + by_place:
            for method, headers in WAYS:
                answer, body = proxy(path, cookie, method, **headers)
                assert b"%PDF" not in body, (path, method)
                assert answer.status not in {200, 206, 304} or "/logga-in/" in path, (path, method)
    holder = cookie_of(cast.cia)
    for path in by_place:
        assert b"%PDF" not in proxy(path, holder)[1], path
    answer, body = proxy(document.get_file_url(), holder)
    assert body == newer
    assert proxy(f"{document.get_file_url()}1/", holder)[1] == pdf()
    assert answer.getheader("Content-Disposition") == (
        "attachment; filename*=utf-8''Plan%20f%C3%B6r%20h%C3%B6sten.pdf"
    )
    assert answer.getheader("Content-Security-Policy") == "sandbox; default-src 'none'"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.headers.get_all("Cache-Control") == ["no-store, private"]
    assert proxy(document.get_file_url(), holder, "GET", Range="bytes=0-3")[1] == b"%PDF"
    answer, body = proxy(document.get_file_url(), holder, "HEAD")
    assert (body, answer.getheader("Content-Length")) == (b"", str(len(newer)))
