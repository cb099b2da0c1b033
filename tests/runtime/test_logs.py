"""No line of the logs says anything about a person."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from lero_hub.runtime.logs import PrivateJsonFormatter, RequestLogMiddleware, configuration, request_id, scrub


def write(record: logging.LogRecord) -> dict[str, Any]:
    """Return the line that a record becomes."""
    line: dict[str, Any] = json.loads(PrivateJsonFormatter().format(record))
    del line["time"]
    return line


def record(name: str, message: str, *args: object, level: int = logging.INFO, **extra: object) -> logging.LogRecord:
    return logging.getLogger(name).makeRecord(name, level, "file.py", 1, message, args, None, extra=extra)


def test_a_line_holds_the_known_fields_and_no_others() -> None:
    line = write(record("lero_hub.request", "Answered.", route="pages:home", status=200, ms=1.5, name_of_person="Ann"))
    assert line == {
        "level": "INFO",
        "logger": "lero_hub.request",
        "message": "Answered.",
        "route": "pages:home",
        "status": 200,
        "ms": 1.5,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to ann@example.org now", "to [address] now"),
        ("refused: {'ann.o+x@example.org': 550}", "refused: {'[address]': 550}"),
        ("<ann@example.org>", "<[address]>"),
        ("GET /directory/?q=ann+smith&near=LS1", "GET /directory/?…"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_addresses_and_query_strings_are_masked(text: str, expected: str) -> None:
    assert scrub(text) == expected
    assert write(record("somewhere", "%s", text))["message"] == expected


def test_an_exception_is_named_with_its_place_and_without_its_text() -> None:
    try:
        raise ValueError("Key (email)=(ann@example.org) already exists, Ann Smith")
    except ValueError:
        failure = record("somewhere", "It failed.")
        failure.exc_info = sys.exc_info()
    line = write(failure)
    assert line["error"].startswith("builtins.ValueError at ")
    assert "in test_an_exception_is_named" in line["error"]
    assert "Ann" not in json.dumps(line)
    assert "ann@" not in json.dumps(line)


def test_a_failure_that_nobody_can_name_leaves_the_line_without_one() -> None:
    said = record("somewhere", "It failed.")
    said.exc_info = (None, None, None)
    assert write(said) == {"level": "INFO", "logger": "somewhere", "message": "It failed."}


def test_what_django_says_of_a_request_loses_its_address() -> None:
    line = write(
        record("django.request", "Not Found: %s", "/accounts/reset/SECRET/", level=logging.ERROR, status_code=500)
    )
    assert line == {"level": "ERROR", "logger": "django.request", "message": "The request failed.", "status": 500}


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Error handling request %s %s", ("GET", "/circles/invitations/SECRET/")),
        ("Error handling request %s", ("/accounts/password/reset/key/SECRET/",)),
        ("Error handling request (no URI read)", ()),
        ("Invalid request from ip=192.0.2.7: Invalid HTTP request line: 'GET /calendar/SECRET.ics'", ()),
    ],
)
def test_what_the_server_says_of_a_request_loses_all_that_came_with_it(said: str, quoted: tuple[str, ...]) -> None:
    line = write(record("gunicorn.error", said, *quoted))
    assert line["message"] == "The server could not read or answer a request."


def test_what_the_server_says_of_itself_stays() -> None:
    assert write(record("gunicorn.error", "Booting worker with pid: %s", 7))["message"] == "Booting worker with pid: 7"


def test_what_celery_says_of_a_task_loses_its_arguments() -> None:
    said = record("celery.app.trace", "Task %(name)s: %(exc)s", {"name": "outbox.send", "exc": "Ann"}, level=40)
    assert write(said) == {
        "level": "ERROR",
        "logger": "celery.app.trace",
        "message": "A task failed.",
        "task": "outbox.send",
    }


def test_formatting_leaves_the_record_as_it_was() -> None:
    said = record("somewhere", "%s", "ann@example.org")
    write(said)
    assert said.getMessage() == "ann@example.org"


def answer(status: int, route: str | None) -> Callable[[HttpRequest], HttpResponse]:
    """Return the rest of a site that always answers so."""

    def respond(request: HttpRequest) -> HttpResponse:
        assert request_id.get()
        if route:
            app, name = route.split(":")
            request.resolver_match = ResolverMatch(respond, (), {}, name, [app], [app])
        return HttpResponse(status=status)

    return respond


@pytest.mark.parametrize(("status", "route"), [(200, "organisations:profile"), (404, None)])
def test_a_request_is_logged_by_its_route(caplog: pytest.LogCaptureFixture, status: int, route: str | None) -> None:
    caplog.set_level(logging.INFO)
    request = RequestFactory().get("/directory/ann-smith/?q=ann")
    response = RequestLogMiddleware(answer(status, route))(request)
    [said] = [entry for entry in caplog.records if entry.name == "lero_hub.request"]
    assert (said.method, said.route, said.status) == ("GET", route or "unknown", status)  # type: ignore[attr-defined]
    assert "ann" not in json.dumps(write(said))
    assert len(response["X-Request-ID"]) == 32
    assert request_id.get() == ""


def test_health_checks_do_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    RequestLogMiddleware(answer(200, "runtime:readyz"))(RequestFactory().get("/readyz"))
    assert caplog.records == []


def test_a_method_that_somebody_made_up_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    RequestLogMiddleware(answer(405, None))(RequestFactory().generic("ANN", "/"))
    assert [entry.method for entry in caplog.records] == ["other"]  # type: ignore[attr-defined]


def test_the_whole_site_logs_through_it(caplog: pytest.LogCaptureFixture, client: Client) -> None:
    caplog.set_level(logging.INFO)
    response = client.get("/nothing/here/ann@example.org?q=ann")
    lines = [write(entry) for entry in caplog.records]
    assert response.status_code == 404
    assert [line["status"] for line in lines if line["logger"] == "lero_hub.request"] == [404]
    assert "ann" not in json.dumps(lines)


def test_every_logger_writes_through_the_formatter() -> None:
    chosen = configuration()
    assert {handler["formatter"] for handler in chosen["handlers"].values()} == {"json"}
    assert chosen["formatters"]["json"]["()"] is PrivateJsonFormatter
    assert {tuple(entry.get("handlers", [])) for entry in chosen["loggers"].values()} == {()}
