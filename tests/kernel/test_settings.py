"""The settings read the environment: what a place is told, it does."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).resolve().parents[2] / "lero_hub" / "settings.py"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read the settings anew in an environment with these changes."""

    def read(**changes: str) -> dict[str, Any]:
        for name, value in changes.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


def test_a_public_address_demands_https_of_everybody(told: Any) -> None:
    made = told(BASE_URL="https://hub.example/")
    assert made["BASE_URL"] == "https://hub.example"
    assert made["CSRF_TRUSTED_ORIGINS"] == ["https://hub.example"]
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_PRELOAD"):
        assert made[name] is True
    assert made["SECURE_HSTS_SECONDS"] == 31_536_000
    assert made["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_an_address_of_this_machine_is_served_without_https(told: Any) -> None:
    made = told(BASE_URL="http://127.0.0.1:8000")
    assert (made["SECURE"], made["SESSION_COOKIE_SECURE"], made["CSRF_TRUSTED_ORIGINS"]) == (False, False, [])
    assert "SECURE_SSL_REDIRECT" not in made


def test_a_demonstration_at_a_public_address_is_refused(told: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="DEMO is for this machine alone"):
        told(DEMO="1", BASE_URL="https://hub.example")


@pytest.mark.parametrize(
    ("demo", "url", "expected"),
    [
        ("0", "submission://mail.example", "lero_hub.outbox.transport.SmtpTransport"),
        ("0", "console://", "django.core.mail.backends.console.EmailBackend"),
        ("1", "submission://mail.example", "lero_hub.outbox.mailbox.FileMailbox"),
    ],
)
def test_mail_leaves_by_the_way_that_is_named_and_never_from_a_demonstration(
    told: Any, demo: str, url: str, expected: str
) -> None:
    assert told(DEMO=demo, EMAIL_URL=url)["OUTBOX_DELIVERY_BACKEND"] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("s3://hub-files?endpoint=https://s3.example", "https://s3.example"),
        ("s3://hub-files", None),
    ],
)
def test_files_go_to_the_bucket_that_is_named(told: Any, url: str, expected: str | None) -> None:
    chosen = told(STORAGE_URL=url)["STORAGES"]["default"]
    assert chosen == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": "hub-files", "endpoint_url": expected, "querystring_auth": True},
    }


def test_files_stay_in_the_folder_of_the_hub_when_no_bucket_is_named(told: Any, tmp_path: Path) -> None:
    made = told(HOME_DIR=str(tmp_path))
    assert made["STORAGES"]["default"]["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert made["MEDIA_ROOT"] == tmp_path / "media"
