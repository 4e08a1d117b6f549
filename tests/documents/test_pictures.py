"""Pictures as pages show them: upright, no wider than asked, and nothing of what a camera wrote."""

import io

import pytest
from PIL import Image

from scenario_market.documents import pictures
from tests import samples

JPEG, PNG = "image/jpeg", "image/png"


def written(image, kind, **more):
    out = io.BytesIO()
    image.save(out, kind, **more)
    return io.BytesIO(out.getvalue())


def shown(content):
    return Image.open(io.BytesIO(content))


def test_a_picture_that_was_held_sideways_stands_upright_and_says_nothing_of_its_camera():
    said = Image.Exif()
    said[0x0112], said[0x010F] = 6, "SECRET CAMERA"
    taken = written(Image.new("RGB", (800, 400)), "JPEG", exif=said, comment=b"SECRET PLACE")
    content = pictures.fitted(taken, JPEG, width=200)
    assert shown(content).size == (200, 400)
    assert b"SECRET" not in content


def test_a_small_picture_is_not_made_wider_and_keeps_what_can_be_seen_through():
    content = pictures.fitted(written(Image.new("RGBA", (60, 40)), "PNG"), PNG, width=480)
    assert (shown(content).size, shown(content).mode) == ((60, 40), "RGBA")


def test_colours_of_print_become_those_of_screens():
    content = pictures.fitted(written(Image.new("CMYK", (60, 40)), "JPEG"), JPEG, width=480)
    assert shown(content).mode == "RGB"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.pdf(), "application/pdf"),
        (samples.pdf(), PNG),
        (samples.jpeg(), JPEG),
        (samples.png(), JPEG),
        (b"", PNG),
    ],
)
def test_what_is_not_what_it_says_to_be_is_not_shown(content, media_type):
    with pytest.raises(pictures.Unshowable):
        pictures.fitted(io.BytesIO(content), media_type, width=480)


def test_a_picture_of_too_many_pixels_is_not_even_decoded(monkeypatch):
    large = written(Image.new("L", (60, 40)), "PNG")
    monkeypatch.setattr(pictures, "PIXELS_MAX", 60 * 40 - 1)
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(pictures.Unshowable, match="pixels"):
        pictures.fitted(large, PNG, width=480)
