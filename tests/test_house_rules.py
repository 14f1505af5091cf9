"""The house rules that a machine can check; CONTRIBUTING.md says why each of them stands."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from collab.access import PartyGrant
from collab.models import AuditEvent

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["collab", "agreements", "lagesbild", "activities"]
SOURCES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
BANNED = {
    "utils",
    "util",
    "helpers",
    "common",
    "core",
    "services",
    "selectors",
    "managers",
    "constants",
    "signals",
}


def asks_for_rows(path):
    """Whether a module answers requests: views, forms, resources, pages."""
    parts = set(path.relative_to(ROOT).with_suffix("").parts)
    return bool(parts & {"views", "forms", "resources"}) or path.stem.endswith("_forms")


def name(path):
    return str(path.relative_to(ROOT))


def imported_packages(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_imports_point_left(path):
    own = PACKAGES.index(path.relative_to(ROOT).parts[0])
    assert not set(imported_packages(path)) & set(PACKAGES[own + 1 :])


@pytest.mark.parametrize("path", [p for p in SOURCES if asks_for_rows(p)], ids=name)
def test_rows_are_reached_only_through_the_gate(path):
    # A bare `Model.objects` declares a field's choices, which the form then sends through the gate.
    code = path.read_text()
    assert not re.search(r"\.objects\b(?!\s*\.for_actor|[,)])|_manager\b|get_object_or_404\(", code)
    assert not re.search(r"from django\.views\.generic import (?!TemplateView$)", code, re.MULTILINE)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_only_the_gate_imports_guardian_and_only_the_middleware_knows_htmx(path):
    code = path.read_text()
    if name(path) != "collab/access.py":
        assert not re.search(r"^\s*(from|import) guardian", code, re.MULTILINE)
    if name(path) != "collab/middleware.py":
        assert "request.htmx" not in code
        assert "HX-Request" not in code


@pytest.mark.parametrize("path", SOURCES + STYLES, ids=name)
def test_a_file_stays_small_enough_to_read(path):
    assert len(path.read_text().splitlines()) <= 300


def test_no_module_is_a_dumping_ground():
    names = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & BANNED


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_inline_code_and_no_foreign_address(path):
    markup = path.read_text()
    # A mail is the exception: mail readers know no style sheets.
    if "mail" not in path.parts and "email" not in path.parts:
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style", markup)
    assert not re.search(r"<script(?![^>]*\bsrc=)", markup)
    assert not re.search(r"(src|href)=\"(https?:)?//", markup)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_the_embedded_services_are_for_the_demo_and_the_tests_alone(path):
    if "embedded" not in path.parts:
        assert "collab.embedded" not in path.read_text()


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_style_sheet_opens_one_layer_and_shouts_nowhere(path):
    css = path.read_text()
    assert "!important" not in css
    assert "@import" not in css
    assert not re.search(r"^#[\w-]+", css, re.MULTILINE)


def own_models():
    return [m for m in apps.get_models() if m._meta.app_label in PACKAGES]


def test_every_domain_table_keeps_its_versions():
    without = {AuditEvent, *(m for m in own_models() if m.__name__ in NOT_VERSIONED)}
    tracked = {m for m in own_models() if hasattr(m, "pgh_event_model") or hasattr(m, "versions")}
    events = {m for m in own_models() if hasattr(m, "pgh_tracked_model")}
    assert {m.__name__ for m in own_models()} - {m.__name__ for m in tracked | events | without} == set()


# Tables that are their own history or hold no domain facts, each with its reason.
NOT_VERSIONED = {
    "Submission": "a receipt for one form",
    "InboxItem": "told once, never edited but for being read",
    "OutgoingMail": "an outbox",
    "Reminder": "an outbox",
    "OfferReminder": "written once, never edited",
    "Visit": "when somebody was here, not what anybody did",
    "ActivityText": "an index over the activities' words",
    "Nudge": "never edited: its event is in the audit log",
    "Countdown": "an index over the commitments' dates",
    "LoginAttempt": "a counter",
    "Period": "a fact of the calendar",
    "Value": "never edited: a batch supersedes it or is undone",
    "Reach": "an index over the values",
    "StagedValue": "waits for its import, then goes",
    "UploadedRow": "waits for its upload to be confirmed, then goes",
    "Snapshot": "never changed: the database refuses it",
    "Publication": "never changed: the database refuses it",
    "SnapshotReopening": "never changed: the database refuses it",
    "ImportIssue": "never edited: belongs to one batch",
}


def test_grants_go_to_groups_through_direct_keys_and_nobody_else_can_hold_any():
    assert not hasattr(apps.get_model("collab.User"), "groups")
    assert not hasattr(apps.get_model("collab.User"), "user_permissions")
    grants = [m for m in own_models() if issubclass(m, PartyGrant)]
    assert grants
    for grant in grants:
        assert {f.name for f in grant._meta.get_fields() if f.is_relation and f.related_model is Group} == {
            "group"
        }


def test_every_row_that_people_reach_says_who_may():
    from collab.access import AccessQuerySet

    reachable = [m for m in own_models() if isinstance(m._default_manager.all(), AccessQuerySet)]
    assert len(reachable) > 10
    for model in reachable:
        assert "view" in model.access, model


def seeded_names():
    """Every name and code that the first seed gives its collaboration, parties and places."""
    data = tomllib.loads((ROOT / "seeds" / "huddinge" / "seed.toml").read_text())
    names = {data["collaboration"]["code"], data["collaboration"]["name"]}
    for row in data["party"]:
        names |= {row["title"], row.get("short_title") or row["title"]}
    for row in data["area"]:
        names |= {row["name"], *row.get("aliases", [])}
    return {name for name in names if len(name) > 3}


def test_nothing_in_the_code_knows_the_first_municipality():
    known = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in seeded_names()), re.IGNORECASE)
    # Words of the language that happen to be in the seed: "other", "unknown", "the whole municipality".
    words = {"okänd", "övriga", "kommunen", "kommunen totalt", "hela kommunen", "polisen", "kommun", "totalt"}
    files = [
        *SOURCES,
        *TEMPLATES,
        *STYLES,
        *(ROOT / "static" / "js").glob("*.js"),
        *(ROOT / "locale").rglob("*.po"),
    ]
    found = {
        (name(p), hit) for p in files for hit in known.findall(p.read_text()) if hit.lower() not in words
    }
    assert found == set()
    counted = re.compile(r"\b(six|sex)\s+(parties|parterna|parter|samverkanspart)", re.IGNORECASE)
    assert [name(p) for p in files if counted.search(p.read_text())] == []
