"""Pictures that people send: checked by their content, drawn anew, so that nothing hidden in them stays."""

import io
import warnings
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lero_hub.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 640
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


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
            with Image.open(upload, formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused("too_many_pixels", _("The picture has too many pixels. Choose a smaller one."))
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise not_a_picture from error
    except Image.DecompressionBombWarning as error:
        raise Refused("too_many_pixels", _("The picture has too many pixels. Choose a smaller one.")) from error
    upright.thumbnail((side, side))
    # A new canvas, so that no chunk of the old file can travel along.
    canvas = Image.new("RGBA", upright.size)
    canvas.paste(upright)
    drawn = io.BytesIO()
    canvas.save(drawn, format="WEBP", quality=82)
    return drawn.getvalue()
