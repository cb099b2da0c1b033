"""What a first visit moves, and where it comes from."""

import gzip
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
OURS = sorted(path for path in (STATIC / "css").glob("*.css") if path.name not in {"hub.css", "tokens.css"})
FOLDERS = sorted(path for path in (STATIC / "vendor").iterdir() if path.is_dir())
KB = 1024
FONTS_OF_A_VISIT = ("atkinson-hyperlegible-next/atkinson-next.woff2", "fraunces/fraunces.woff2")


def squeezed(path: Path) -> int:
    """Return the size of a file as it travels."""
    return len(gzip.compress(path.read_bytes(), 9))


@pytest.fixture(scope="module")
def vendor() -> ModuleType:
    """Load the script that makes static/."""
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "scripts" / "vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_joined_style_sheet_is_made_from_the_parts_as_they_are(vendor: ModuleType) -> None:
    assert (STATIC / "css" / "hub.css").read_text(encoding="utf-8") == vendor.joined_css()


def test_joined_style_sheet_has_every_part(vendor: ModuleType) -> None:
    assert {f"{part}.css" for part in vendor.PARTS} == {path.name for path in OURS} - {"styleguide.css"}


def test_bootstrap_is_reduced_to_what_is_used() -> None:
    assert squeezed(STATIC / "vendor" / "bootstrap" / "bootstrap.min.css") <= 10 * KB


def test_fonts_of_a_page_are_light() -> None:
    fonts = list((STATIC / "vendor").glob("*/*.woff2"))
    assert len(fonts) == 4
    assert sum(path.stat().st_size for path in fonts) <= 40 * KB


def test_everything_but_the_page_itself_leaves_room_for_a_map() -> None:
    moved = squeezed(STATIC / "css" / "hub.css") + squeezed(STATIC / "img" / "mark.svg")
    moved += sum((STATIC / "vendor" / font).stat().st_size for font in FONTS_OF_A_VISIT)
    assert moved <= 52 * KB


def test_script_is_tiny() -> None:
    assert squeezed(STATIC / "js" / "site.js") <= 2 * KB


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_colours_live_in_the_tokens_alone(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", css) == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_tokens_that_a_part_uses_exist(path: Path) -> None:
    sheets = [STATIC / "css" / "tokens.css", *OURS, STATIC / "vendor" / "bootstrap" / "bootstrap.min.css"]
    known = {name for sheet in sheets for name in re.findall(r"(--[\w-]+)\s*:", sheet.read_text(encoding="utf-8"))}
    assert set(re.findall(r"var\((--[\w-]+)\)", path.read_text(encoding="utf-8"))) - known == set()


def test_style_sheet_fetches_our_own_fonts_and_nothing_else() -> None:
    css = (STATIC / "css" / "hub.css").read_text(encoding="utf-8")
    fetched = re.findall(r"url\(([^)]*)\)", css)
    assert len(fetched) == 4
    assert [name for name in fetched if not (STATIC / "css" / name).resolve().is_file()] == []
    assert re.findall(r"@import|https?:|data:", css) == []


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.[cj]s*")), ids=lambda path: path.name)
def test_no_source_map_is_named(path: Path) -> None:
    assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_vendored_folder_says_version_and_licence(folder: Path) -> None:
    assert re.search(r"\d+\.\d+", (folder / "VERSION").read_text(encoding="utf-8"))
    assert len((folder / "LICENSE").read_text(encoding="utf-8")) > 300


def test_style_guide_shows_every_colour_of_the_palette_it_names() -> None:
    from lero_hub.pages.views.styleguide import COLOURS

    swatches = re.findall(r"\.sw-([\w-]+)\{", (STATIC / "css" / "styleguide.css").read_text(encoding="utf-8"))
    assert tuple(swatches) == COLOURS
