"""Logs in JSON, one line for each event, that say nothing about a person.

No address of a page (it may hold a name or a token), no query string, no e-mail address, no text of an
exception (databases and mail servers quote the data that they refuse). A page is named by its route, an
error by its type and the places in the code that it passed. `request_id` joins the lines of one request.
"""

from __future__ import annotations

import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse
from pythonjsonlogger.json import JsonFormatter

logger = logging.getLogger("lero_hub.request")

FIELDS = ("time", "level", "logger", "message", "request_id", "method", "route", "status", "ms", "task", "error")
_ABOUT_REQUESTS = ("django.request", "django.security", "django.server")
_ABOUT_TASKS = ("celery.app.trace", "celery.worker.strategy")
_OF_THE_SERVER, _QUOTES_A_REQUEST = "gunicorn.error", ("Error handling request", "Invalid request from")
_MAIL_ADDRESS = re.compile(r"[^\s@<>(){}'\",;:]+@[^\s@<>(){}'\",;:]+")
_QUERY = re.compile(r"\?\S+")
_FEED = re.compile(r"(/calendar/)[^\s/?#]+")
_POLLED = frozenset({"runtime:healthz", "runtime:readyz"})

request_id: ContextVar[str] = ContextVar("request_id", default="")


class PrivateJsonFormatter(JsonFormatter):
    """Write a record as one line of JSON with the fields of `FIELDS` and no others."""

    def __init__(self) -> None:
        """Name the fields that every line has."""
        super().__init__(
            ["asctime", "levelname", "name", "message"],
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "error"},
            json_ensure_ascii=False,
        )
        self.converter = time.gmtime
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """Take out what libraries put into their own messages, then write the line."""
        record = logging.makeLogRecord(record.__dict__)
        if record.name.startswith(_ABOUT_REQUESTS):
            record.msg, record.args = "The request failed.", ()
            record.status = getattr(record, "status_code", None)
        elif record.name.startswith(_ABOUT_TASKS):
            record.task = _task_name(record)
            record.msg, record.args = _TASK_EVENTS.get(record.levelno, "A task was handled."), ()
        elif record.name == _OF_THE_SERVER and record.getMessage().startswith(_QUOTES_A_REQUEST):
            # It quotes the address, the visitor's own or a whole line of what came in.
            record.msg, record.args = "The server could not read or answer a request.", ()
        else:
            record.msg, record.args = scrub(record.getMessage()), ()
        record.request_id = request_id.get()
        record.exc_text = None  # another handler may have written the whole exception there
        return super().format(record)

    def formatException(self, ei: Any) -> str:
        """Name the exception and the code it passed, never its text."""
        return describe_exception(*ei)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Keep the known fields that say something."""
        return {name: log_data[name] for name in FIELDS if log_data.get(name) not in (None, "")}


_TASK_EVENTS = {
    logging.INFO: "A task was received or finished.",
    logging.WARNING: "A task is tried again.",
    logging.ERROR: "A task failed.",
}


def _task_name(record: logging.LogRecord) -> str:
    """Return the task that Celery tells of."""
    data = getattr(record, "data", None) or (record.args if isinstance(record.args, dict) else {})
    return str(data.get("name", ""))


def scrub(text: str) -> str:
    """Mask e-mail addresses, query strings and the secrets of calendar feeds in a message."""
    return _QUERY.sub("?…", _FEED.sub(r"\1…", _MAIL_ADDRESS.sub("[address]", text)))


def describe_exception(kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> str:
    """Return `Type at file:line in function < …`, innermost first."""
    if kind is None:
        return ""
    frames = reversed(traceback.extract_tb(tb))
    places = " < ".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return f"{kind.__module__}.{kind.__qualname__} at {places}" if places else f"{kind.__module__}.{kind.__qualname__}"


class RequestLogMiddleware:
    """Log each request by its route, and give its log lines an id in common."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the rest of the site."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; write one line about it."""
        token = request_id.set(uuid.uuid4().hex)
        started = time.perf_counter()
        try:
            response = self._get_response(request)
            match = request.resolver_match
            route = match.view_name if match else "unknown"
            facts = {
                "method": request.method if request.method in _METHODS else "other",
                "route": route,
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            }
            logger.log(logging.DEBUG if route in _POLLED else logging.INFO, "Answered.", extra=facts)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def configuration(level: str = "INFO") -> dict[str, Any]:
    """Return the value of Django's LOGGING: everything goes to standard error, through the formatter above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": PrivateJsonFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django gives these handlers of its own that write plain text, and mail.
            "django": {"handlers": [], "propagate": True, "level": level},
            "django.server": {"handlers": [], "propagate": True},
            # 4xx answers are in the line of the request.
            "django.request": {"level": "ERROR"},
            # The server names addresses when it stumbles; it writes no log of requests unless it is told to.
            "gunicorn.error": {"handlers": [], "propagate": True},
        },
    }
