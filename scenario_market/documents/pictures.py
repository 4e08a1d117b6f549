"""Pictures as pages show them: no wider or taller than is sound, upright, without what cameras write into them."""

import io
import threading
from typing import IO, Any

from PIL import Image, ImageOps

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG"}
# A JPEG is decoded small; of a PNG every pixel is held, and a few kilobytes may say that there are many.
PIXELS_MAX = {"JPEG": 80_000_000, "PNG": 40_000_000}
SIDE_MAX = (
    65_500  # of a JPEG by its own format; each row of a picture costs memory, however narrow it is
)
TALLEST = 3  # times the width that is asked for
SIDEWAYS = frozenset({5, 6, 7, 8})
ORIENTATION = 0x0112
_one_at_a_time = (
    threading.Lock()
)  # what it costs is bounded for a process, not for each of its threads


class Unshowable(Exception):
    """A damaged picture, one of another kind, or one of more pixels than is sound."""


def is_sound(opened: Image.Image, pixels: int) -> bool:
    """Whether a picture that was opened and not decoded yet is of a size that can be worked on."""
    return opened.width * opened.height <= pixels and max(opened.size) <= SIDE_MAX


def fitted(file: IO[bytes], media_type: str, *, width: int) -> bytes:
    """A picture of the same kind, at most ``width`` pixels wide and thrice as tall; EXIF, place and names are gone.

    :raises Unshowable: it cannot be read as what it says to be.
    """
    kind = KINDS.get(media_type)
    if kind is None:
        raise Unshowable(media_type)
    try:
        with _one_at_a_time, Image.open(file, formats=[kind]) as opened:
            if not is_sound(opened, PIXELS_MAX[kind]):
                raise Unshowable("pixels")
            opened.draft("RGB", (width, width))  # decodes a JPEG small where it can
            return _written(_shrunk(opened, width), kind)
    except Unshowable:
        raise
    except Exception as error:  # decoders raise what they like at foreign bytes
        raise Unshowable(type(error).__name__) from error


def _shrunk(opened: Image.Image, width: int) -> Image.Image:
    """Made smaller first and turned upright then, so that the large one is not held twice."""
    opened.load()
    box = (width, width * TALLEST)
    if opened.getexif().get(ORIENTATION) in SIDEWAYS:
        box = (box[1], box[0])
    share = min(box[0] / opened.width, box[1] / opened.height)
    shown: Image.Image = opened
    if share < 1:
        size = max(1, round(opened.width * share)), max(1, round(opened.height * share))
        shown = opened.resize(size, Image.Resampling.LANCZOS)
        shown.info = dict(opened.info)
    return ImageOps.exif_transpose(shown)


def _written(shown: Image.Image, kind: str) -> bytes:
    if kind == "JPEG" and shown.mode not in ("RGB", "L"):
        shown = shown.convert("RGB")
    shown.info.clear()
    out = io.BytesIO()
    more: dict[str, Any] = {"quality": 85, "progressive": True} if kind == "JPEG" else {}
    shown.save(out, kind, optimize=True, **more)
    return out.getvalue()
