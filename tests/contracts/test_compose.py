"""Production's files name only what exists: variables, files, commands, services, packages."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import get_commands
from ruamel.yaml import YAML

from lero_hub.runtime.postgres import _DISCREET
from lero_hub.runtime.probe import PROBES

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / "deploy" / "hub.env.example").read_text()
# Read by the images of other people, and documented by them.
FOREIGN = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "SITE_HOST"}
FOREIGN |= {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}  # read by the library that talks to the store


def compose() -> dict[str, Any]:
    """Return the file as data, with its anchors resolved."""
    result: dict[str, Any] = YAML(typ="safe").load(COMPOSE_TEXT)
    return result


COMPOSE = compose()
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("lero-hub")}


def settings_read() -> set[str]:
    """Return the variables that the settings read, and those of Django and the runtime."""
    text = (ROOT / "lero_hub" / "settings.py").read_text()
    return set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', text)) | {"DJANGO_SETTINGS_MODULE", "PORT", "HOME_DIR"}


def command_of(service: dict[str, Any]) -> list[str]:
    default = json.loads(re.search(r"^CMD (\[.*?\])", DOCKERFILE.replace("\\\n", ""), re.M)[1])  # type: ignore[index]
    command: list[str] = service.get("command", default)
    return command


def test_the_file_follows_the_compose_specification() -> None:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", ROOT / "docker-compose.yml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_is_clean() -> None:
    done = subprocess.run([BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_of_production_is_there() -> None:
    assert set(SERVICES) == {"proxy", "web", "worker", "beat", "migrate", "database", "broker"}
    assert set(OURS) == {"web", "worker", "beat", "migrate"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_service_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    if name == "migrate":  # runs once and ends; the others wait for its success
        assert check == {"disable": True}
    else:
        assert check["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_works_for_strangers_cannot_take_the_memory_of_the_whole_machine(name: str) -> None:
    assert re.fullmatch(r"[12]g", SERVICES[name]["mem_limit"])


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_services_wait_for_services_that_exist(name: str) -> None:
    for other, condition in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if condition["condition"] == "service_healthy":
            assert "test" in SERVICES[other]["healthcheck"]


def test_every_variable_is_read_by_somebody() -> None:
    given = {name for service in SERVICES.values() for name in service.get("environment", {})}
    assert given - settings_read() - FOREIGN == set()


def test_every_variable_to_fill_in_is_in_the_example_and_no_other() -> None:
    needed = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT))
    offered = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.M))
    assert needed == offered


def test_the_image_sets_only_variables_that_are_read() -> None:
    lines = DOCKERFILE.replace("\\\n", " ").splitlines()
    given = {
        name for line in lines if line.startswith("ENV ") for name in re.findall(r"(\w+)=", line.removeprefix("ENV "))
    }
    tools = {"PATH", "PYTHONUNBUFFERED", "PYTHONTZPATH", "PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"}
    assert given - tools - settings_read() == set()


def test_every_secret_that_production_demands_must_be_filled_in() -> None:
    for name in ("SECRET_KEY", "FIELD_KEYS", "CREDENTIAL_KEY", "BACKUP_KEY", "POSTGRES_PASSWORD", "SITE_HOST"):
        assert re.search(rf"\$\{{{name}:\?", COMPOSE_TEXT)
    assert "DEMO" not in COMPOSE_TEXT + DOCKERFILE


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_exists(name: str) -> None:
    service = OURS[name]
    check = service["healthcheck"].get("test", ["CMD"])
    health = check[1:] if check[0] == "CMD" else shlex.split(check[1])
    for command in filter(None, (command_of(service), health)):
        match command:
            case ["python", "manage.py", name_of_command, *_]:
                assert name_of_command in get_commands()
            case ["python", "-m", module, part]:
                assert importlib.util.find_spec(module)
                assert part in PROBES
            case ["celery", "-A", app, subcommand, *_]:
                assert importlib.util.find_spec(f"{app}.celery")
                assert subcommand in {"worker", "beat", "inspect"}
            case ["gunicorn", wsgi, *_]:
                assert importlib.util.find_spec(wsgi)
            case _:
                pytest.fail(f"unknown command {command}")


@pytest.mark.parametrize("name", ["gunicorn", "celery worker", "celery beat"])
def test_every_option_is_known_to_its_program(name: str) -> None:
    program, *subcommand = name.split()
    services = [service for service in OURS.values() if command_of(service)[0] == program]
    [options] = [
        {word for word in command_of(service) if word.startswith("-") and word != "-A"}
        for service in services
        if set(subcommand) <= set(command_of(service))
    ]
    known = subprocess.run(
        [BIN / program, *(["-A", "lero_hub"] if subcommand else []), *subcommand, "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    assert {option for option in options if option.split("=")[0] not in re.findall(r"--?[\w-]+", known)} == set()


def test_every_file_that_is_mounted_or_copied_exists() -> None:
    mounted = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    for source in mounted:
        assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
    copied = re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, re.M)
    assert [source for source in copied if not (ROOT / source).exists()] == []
    allowed = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.M)
    assert sorted(allowed) == sorted(copied)


def test_the_image_holds_every_package_of_the_site() -> None:
    ours = {app.split(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.split(".")[0]).is_dir()}
    copied = set(re.findall(r"^COPY (\w+) ", DOCKERFILE, re.M))
    assert ours <= copied
    assert {path.name for path in (ROOT / "locale", ROOT / "templates", ROOT / "static") if path.is_dir()} <= copied


def test_the_proxy_passes_on_to_the_web_server_and_replaces_the_header_that_is_trusted() -> None:
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    assert "reverse_proxy web:8000" in text
    assert "header_up X-Forwarded-Proto https" in text
    assert set(re.findall(r"\{\$([A-Z_]+)\}", text)) <= set(SERVICES["proxy"]["environment"])
    assert "8000" in command_of(OURS["web"])[3]


def test_the_proxy_writes_nothing_of_a_request() -> None:
    """Caddy logs no request unless told to, but a failed one with all of it: the errors leave it out.

    The words are those that a real Caddy (2.11) was seen to obey with the hub away, cutting answers short and talking
    nonsense.
    """
    lines = [line.split("#")[0].split() for line in (ROOT / "deploy" / "Caddyfile").read_text().splitlines()]
    words = [line for line in lines if line]
    assert [line for line in words if line[0].startswith("log")] == [["log", "default", "{"]]
    begin, end = words.index(["log", "default", "{"]), words.index(["{$SITE_HOST}", "{"])
    expected = "log default { output stderr format filter { wrap json fields { request delete } } } }"
    assert [word for line in words[begin:end] for word in line] == expected.split()


def test_no_program_is_told_to_log_requests() -> None:
    told = [word for service in SERVICES.values() for word in service.get("command", [])] + command_of(OURS["web"])
    assert [word for word in told if "access" in word or "log-level=debug" in word] == []
    assert "access-log" not in (ROOT / "lero_hub" / "runtime" / "supervisor.py").read_text()


def test_the_image_reads_time_zones_from_the_lock_alone() -> None:
    assert re.search(r'^ENV .*\bPYTHONTZPATH=""', DOCKERFILE.replace("\\\n", " "), re.M)
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-production.txt"):
        assert re.search(r"^tzdata==", (ROOT / name).read_text(), re.M)


def test_the_locks_name_no_address_and_agree_with_each_other() -> None:
    versions: dict[str, dict[str, str]] = {}
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-production.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        versions[name] = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M))
    base = versions["requirements.txt"].items()
    assert base <= versions["requirements-dev.txt"].items()
    assert base <= versions["requirements-production.txt"].items()


def test_the_database_keeps_what_failing_statements_held_out_of_its_log_as_our_own_server_does() -> None:
    command = SERVICES["database"]["command"]
    assert command[0] == "postgres"
    assert command[1:] == [f"-c{name}={value}" for name, value in _DISCREET.items()]
