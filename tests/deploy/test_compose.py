"""docker-compose.yml runs the commands the demo runs, as the roles the README promises, with no secret written down."""

import re

import pytest
import yaml
from django.conf import settings

from collab.embedded import up

SERVICES = {"migrate", "web", "worker", "beat", "db", "redis", "proxy", "mail"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())


def test_every_service_is_there_and_the_portal_s_own_share_one_image(compose):
    assert set(compose["services"]) == SERVICES
    assert {compose["services"][name]["image"] for name in ("migrate", "web", "worker", "beat")} == {
        "samsyn:local"
    }


def test_the_services_run_the_commands_that_the_demo_runs(compose):
    services = compose["services"]
    assert services["web"]["command"].startswith(up.WEB)
    assert services["worker"]["command"] == up.WORKER
    assert services["beat"]["command"].startswith(up.BEAT)


def test_only_the_migrations_know_the_owner_of_the_database(compose):
    knows = {name for name, s in compose["services"].items() if "database_owner_url" in s.get("secrets", [])}
    assert knows == {"migrate"}


def test_secrets_come_from_files_that_git_does_not_keep(compose):
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            secret = re.search("PASSWORD|SECRET|DATABASE_URL", variable)
            assert not secret or (variable.endswith("_FILE") and value.startswith("/run/secrets/")), (
                name,
                variable,
            )
    assert "secrets/" in (settings.BASE_DIR / ".gitignore").read_text().splitlines()


def test_every_named_secret_volume_and_dependency_exists(compose):
    for service in compose["services"].values():
        assert set(service.get("secrets", [])) <= set(compose["secrets"])
        assert set(service.get("depends_on", {})) <= set(compose["services"])
        named = {v.split(":")[0] for v in service.get("volumes", [])}
        assert {v for v in named if not v.startswith(".")} <= set(compose["volumes"])
