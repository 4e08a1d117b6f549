"""Pictures as pages show them: no wider than asked for, turned upright, and without what cameras write into them."""

import io
from typing import IO, Any

from PIL import Image, ImageOps

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG"}
PIXELS_MAX = 80_000_000


class Unshowable(Exception):
    """A damaged picture, one of another kind, or one of more pixels than is sound."""


def fitted(file: IO[bytes], media_type: str, *, width: int) -> bytes:
    """A picture of the same kind, at most ``width`` pixels wide; EXIF, place and names are gone.

    :raises Unshowable: it cannot be read as what it says to be.
    """
    kind = KINDS.get(media_type)
    if kind is None:
        raise Unshowable(media_type)
    try:
        with Image.open(file, formats=[kind]) as opened:
            if opened.width * opened.height > PIXELS_MAX:
                raise Unshowable("pixels")
            opened.draft("RGB", (width, width))  # decodes a JPEG small where it can
            return _written(ImageOps.exif_transpose(opened), kind, width)
    except Unshowable:
        raise
    except Exception as error:  # decoders raise what they like at foreign bytes
        raise Unshowable(type(error).__name__) from error


def _written(shown: Image.Image, kind: str, width: int) -> bytes:
    if shown.width > width:
        height = max(1, round(shown.height * width / shown.width))
        shown = shown.resize((width, height), Image.Resampling.LANCZOS)
    if kind == "JPEG" and shown.mode not in ("RGB", "L"):
        shown = shown.convert("RGB")
    shown.info.clear()
    out = io.BytesIO()
    more: dict[str, Any] = {"quality": 85, "progressive": True} if kind == "JPEG" else {}
    shown.save(out, kind, optimize=True, **more)
    return out.getvalue()
