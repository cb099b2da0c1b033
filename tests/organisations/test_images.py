"""What a picture from a stranger may cost, and that a shrunk one still looks like itself."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from lero_hub.errors import Refused
from organisations import images
from organisations.images import MOST_PIXELS, redraw

ROOT = Path(__file__).resolve().parents[2]
# Says by how many megabytes drawing a picture anew raises the peak of a fresh process.
MEASURE = """
import io, resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from organisations.images import redraw
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
redraw(io.BytesIO(content), len(content))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def file_of(picture: Image.Image, fmt: str, **save: object) -> bytes:
    """Write a picture as a file."""
    file = io.BytesIO()
    picture.save(file, fmt, **save)
    return file.getvalue()


def drawn(content: bytes, side: int = images.SIDE) -> Image.Image:
    """Draw a file anew and open what is kept."""
    return Image.open(io.BytesIO(redraw(io.BytesIO(content), len(content), side=side)))


@pytest.mark.parametrize(
    ("mode", "fmt", "megabytes"),
    [("P", "PNG", 110), ("RGB", "JPEG", 110), ("RGBA", "PNG", 240), ("RGBA", "WEBP", 430)],
)
def test_the_largest_picture_costs_little_memory(mode: str, fmt: str, megabytes: int) -> None:
    content = file_of(Image.new(mode, (6000, MOST_PIXELS // 6000)), fmt)
    done = subprocess.run([sys.executable, "-c", MEASURE], input=content, capture_output=True, check=True, cwd=ROOT)
    assert int(done.stdout) < megabytes


def test_a_row_of_pixels_more_than_the_limit_is_refused() -> None:
    content = file_of(Image.new("L", (6000, MOST_PIXELS // 6000 + 1)), "PNG")
    with pytest.raises(Refused) as refused:
        redraw(io.BytesIO(content), len(content))
    assert refused.value.code == "too_many_pixels"


def test_one_picture_is_unpacked_at_a_time() -> None:
    content = file_of(Image.new("RGB", (8, 8), "purple"), "PNG")
    with images._ONE_AT_A_TIME:
        second = threading.Thread(target=redraw, args=(io.BytesIO(content), len(content)))
        second.start()
        second.join(0.2)
        assert second.is_alive()
    second.join(10)
    assert not second.is_alive()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_to_hold_colours_keeps_them(mode: str) -> None:
    white = {"LA": (255, 255), "RGBA": (255, 255, 255, 255), "RGB": (255, 255, 255), "I;16": 65535}.get(mode, 255)
    picture = Image.new("RGB" if mode == "P" else mode, (3000, 1500))
    picture.paste((255, 255, 255) if mode == "P" else white, (0, 0, 1500, 1500))
    small = drawn(file_of(picture.convert("P") if mode == "P" else picture, "PNG")).convert("RGB")
    assert small.size == (640, 320)
    assert min(small.getpixel((100, 160))) > 245
    assert max(small.getpixel((540, 160))) < 10


def test_a_colour_that_stands_for_nothing_stays_see_through() -> None:
    picture = Image.new("RGB", (3000, 1500), "purple")
    picture.paste((0, 255, 0), (0, 0, 1500, 1500))
    small = drawn(file_of(picture, "PNG", transparency=(0, 255, 0))).convert("RGBA")
    assert (small.getpixel((100, 160))[3], small.getpixel((540, 160))[3]) == (0, 255)


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_lies_on_its_side_is_put_upright(fmt: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert drawn(file_of(Image.new("RGB", (3000, 1500)), fmt, exif=exif)).size == (320, 640)


def test_a_small_picture_keeps_its_size() -> None:
    assert drawn(file_of(Image.new("P", (64, 32)), "GIF")).size == (64, 32)
