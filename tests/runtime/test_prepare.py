"""`manage.py prepare` brings everything up to date, and does nothing the second time."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from lero_hub.demonstration.people import PASSWORD, SIGN_INS
from lero_hub.runtime.management.commands.prepare import collect_static_when_changed, write_sign_ins
from lero_hub.runtime.models import Heartbeat
from organisations.models import Area
from standards.models import FrameworkVersion


@pytest.fixture
def source(tmp_path: Path, settings: LazySettings) -> Path:
    """One folder of static files, collected into another."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "site.css").write_text("body { color: black }")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    return folder


def test_static_files_are_collected_once(source: Path, settings: LazySettings) -> None:
    assert collect_static_when_changed() is True
    assert (Path(settings.STATIC_ROOT) / "site.css").exists()
    assert collect_static_when_changed() is False


def test_a_changed_or_removed_static_file_is_collected_anew(source: Path, settings: LazySettings) -> None:
    (source / "old.css").write_text("p { color: red }")
    collect_static_when_changed()
    (source / "old.css").unlink()
    (source / "site.css").write_text("body { color: blue }")
    assert collect_static_when_changed() is True
    assert not (Path(settings.STATIC_ROOT) / "old.css").exists()
    assert "blue" in (Path(settings.STATIC_ROOT) / "site.css").read_text()


def test_the_table_of_sign_ins_names_each_account(tmp_path: Path) -> None:
    write_sign_ins(tmp_path / "sign-ins.txt")
    table = (tmp_path / "sign-ins.txt").read_text()
    assert PASSWORD in table.splitlines()[0]
    assert [line.split()[0] for line in table.splitlines()[2:]] == [person.email for person in SIGN_INS]


@pytest.mark.parametrize("name", ["SECRET_KEY", "CREDENTIAL_KEY", "BACKUP_KEY"])
def test_a_site_over_https_with_a_weak_key_is_refused_before_anything_is_done(
    name: str, settings: LazySettings
) -> None:
    settings.SECURE, settings.DEMO = True, False
    setattr(settings, name, "short")
    out = io.StringIO()
    with pytest.raises(SystemCheckError, match=r"lero_hub\.E012"):
        call_command("prepare", stdout=out)
    assert out.getvalue() == ""


def test_a_site_over_https_with_a_weak_field_key_is_refused_before_anything_is_done(settings: LazySettings) -> None:
    settings.SECURE, settings.DEMO, settings.FIELD_KEYS = True, False, ["x"]
    out = io.StringIO()
    with pytest.raises(SystemCheckError, match=r"lero_hub\.E013"):
        call_command("prepare", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.django_db
def test_in_production_it_loads_reference_data_and_no_people(settings: LazySettings, tmp_path: Path) -> None:
    settings.DEMO = False
    settings.HOME_DIR = tmp_path
    Heartbeat.objects.create(name="beat", at="2026-01-01T00:00:00Z")
    out = io.StringIO()
    call_command("prepare", stdout=out)
    assert [line.split(":")[0] for line in out.getvalue().splitlines() if line.endswith(" s")] == [
        "migrate",
        "createcachetable",
        "load_places",
        "load_terms",
        "load_help_lines",
        "load_framework",
    ]
    assert FrameworkVersion.objects.get().state == "published"
    assert Area.objects.exists()
    assert Heartbeat.objects.count() == 1  # other machines may be running
    assert os.listdir(tmp_path) == []
