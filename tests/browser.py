"""A real Chromium for the main paths, with an accessibility checker; skipped with a reason where there is none."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

# Playwright's synchronous interface runs an event loop in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


def chromium():
    """The path of an installed Chromium, or None."""
    named = [
        os.environ.get("CHROMIUM_PATH"),
        *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
    ]
    return next((path for path in named if path and os.path.exists(path)), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if chromium() is None:
        pytest.skip("no Chromium: sudo apt-get install chromium, or set CHROMIUM_PATH")
    flags = ["--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb", "--lang=sv-SE"]
    flags += ["--font-render-hinting=none", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": chromium(), "headless": True, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "viewport": SIZES["desktop"],
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page(page, live_server):
    """A page that fails its test on a script error, a broken security policy or a request to somewhere else."""
    faults = []
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on(
        "request", lambda request: faults.append(f"request: {request.url}") if foreign(request.url) else None
    )
    own = (live_server.url, "data:", "blob:", "about:")

    def foreign(url):
        return not url.startswith(own)

    yield page
    assert not faults


def sign_in(page, live_server, client, who):
    """Give the browser the session of a person, without the sign-in page."""
    client.force_login(getattr(who, "user", who))
    name = next(iter(client.cookies))
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def axe_faults(page, rules=None):
    """What the accessibility checker finds, one line each; an empty list is a clean page. All rules unless told."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    # A click waits for the next page to begin, not for the last of its style sheets.
    page.wait_for_load_state()
    # Without the passes, whose every element would be described, a look takes a third of the time.
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}" for v in found]


def scrolls_sideways(page, width=320):
    """Whether anything sticks out to the right at a width."""
    page.set_viewport_size({"width": width, "height": 700})
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
