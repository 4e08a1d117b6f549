"""Pictures as pages show them: upright, no wider than asked, and nothing of what a camera wrote."""

import io
from threading import Thread

import pytest
from PIL import Image

from scenario_market.documents import pictures, stripping
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
    monkeypatch.setitem(pictures.PIXELS_MAX, "PNG", 60 * 40 - 1)
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(pictures.Unshowable, match="pixels"):
        pictures.fitted(large, PNG, width=480)


def test_a_thread_of_a_picture_is_not_decoded_either(monkeypatch):
    thread = written(Image.new("1", (1, pictures.SIDE_MAX + 1)), "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(pictures.Unshowable, match="pixels"):
        pictures.fitted(thread, PNG, width=480)
    with pytest.raises(stripping.Unclean, match="pixels"):
        stripping.stripped(thread.getvalue(), PNG)


@pytest.mark.parametrize(("orientation", "size"), [(1, (90, 6000)), (6, (6000, 90))])
def test_a_picture_that_is_tall_and_narrow_becomes_small_too(orientation, size):
    said = Image.Exif()
    said[pictures.ORIENTATION] = orientation
    tall = written(Image.new("RGB", size), "PNG", exif=said)
    content = pictures.fitted(tall, PNG, width=100)
    # Not 90 × 6000, which would be as much as was sent, in every list that shows it small.
    assert shown(content).size == (4, 300)


def test_pictures_are_made_one_at_a_time():
    with pictures._one_at_a_time:
        waiting = Thread(
            target=pictures.fitted,
            args=(written(Image.new("L", (6, 4)), "PNG"), PNG),
            kwargs={"width": 3},
        )
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join(10)
    assert not waiting.is_alive()
