"""Pictures that people send: checked by their content, drawn anew, so that nothing hidden in them stays."""

import io
import threading
import warnings
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lero_hub.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
# A file of two kilobytes can unpack to this many pixels, each of four bytes, and WebP's decoder holds them thrice.
MOST_PIXELS = 24_000_000
SIDE = 640
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
BLENDED: Final = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})

# However many people send pictures at once, a process unpacks one after the other.
_ONE_AT_A_TIME: Final = threading.Lock()


def redraw(upload: BinaryIO, size: int, *, side: int = SIDE) -> bytes:
    """Turn an uploaded picture into WebP of at most `side` × `side` pixels, without metadata.

    Raises Refused("too_large", "not_a_picture", "too_many_pixels"). The name and the type that the browser gave are
    not looked at.
    """
    if size > MOST_BYTES:
        raise Refused("too_large", _("The picture is larger than 10 MB. Choose a smaller one."))
    not_a_picture = Refused("not_a_picture", _("This is not a picture that we can read. Choose a PNG, JPEG or WebP."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _ONE_AT_A_TIME, Image.open(upload, formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused("too_many_pixels", _("The picture has too many pixels. Choose a smaller one."))
                upright = _small_and_upright(picture, side)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise not_a_picture from error
    except Image.DecompressionBombWarning as error:
        raise Refused("too_many_pixels", _("The picture has too many pixels. Choose a smaller one.")) from error
    # A new canvas, so that no chunk of the old file can travel along.
    canvas = Image.new("RGBA", upright.size)
    canvas.paste(upright)
    drawn = io.BytesIO()
    canvas.save(drawn, format="WEBP", quality=82)
    return drawn.getvalue()


def _small_and_upright(picture: Image.Image, side: int) -> Image.Image:
    """Shrink first: each further step on a large picture would hold it once more.

    `thumbnail` asks the decoder of JPEG for a smaller picture by itself.
    """
    if picture.mode not in BLENDED or "transparency" in picture.info:
        # Numbers of colours, and a colour that stands for "nothing here", cannot be blended: they become real ones
        # after a first, rough step.
        picture.thumbnail((4 * side, 4 * side), Image.Resampling.NEAREST)
        picture = picture.convert("RGBA")
    picture.thumbnail((side, side))
    return ImageOps.exif_transpose(picture).convert("RGBA")
