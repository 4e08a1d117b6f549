"""The public pages of landmarks: the list by its address, each landmark and its pictures, what a revoked one leaves."""

import io
import re

import pytest
from PIL import Image

from scenario_market.api.web import landmarks
from scenario_market.persistence.web_session import db
from tests.api.browsing import browse, words, world
from tests.domain.landmarks.cases import STORY
from tests.statements import count_statements

__all__ = ["browse", "world"]  # fixtures
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOSTILE = '<script>alert("x")</script>'


def photograph(width=2000, height=1000):
    """A photograph that says where it was taken and with what."""
    said = Image.Exif()
    said[0x010F] = "SECRET CAMERA"
    said.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#1463c2").save(out, "JPEG", exif=said)
    return out.getvalue()


def picture_addresses(text):
    return re.findall(r'<img[^>]* src="([^"]+)"', text)


def test_a_landmark_is_shown_with_story_measurements_pictures_and_certificate(world, browse):
    key = world.pictured(("产线 现场.jpg", "image/jpeg", photograph()))
    answer, text = browse(f"/landmarks/{key}")
    said = words(text)
    assert answer.status_code == 200
    for part in (*STORY.values(), "3.5 %", "≤ 0.5 %", "0.4 %", "−3.1 个百分点", "第三方检测中心"):
        assert part in said
    row = world.client("public").get(f"/landmarks/{key}").json
    assert row["check_code"] in said
    assert f'href="/verify/certificates/{row["check_code"]}"' in text
    assert re.search(r'<img[^>]+alt="[^"]+：产线 现场"', text)
    _, english = browse(f"/landmarks/{key}?lang=en")
    assert "−3.1 points" in words(english)
    assert f'href="/verify/certificates/{row["check_code"]}?lang=en"' in english


def test_a_picture_is_shown_small_and_without_what_its_camera_wrote(world, browse):
    key = world.pictured(("现场.jpg", "image/jpeg", photograph()))
    _, text = browse("/landmarks")
    (small,) = picture_addresses(text)
    _, text = browse(f"/landmarks/{key}")
    (large,) = picture_addresses(text)
    for address, width in ((small, 480), (large, 1280)):
        answer, _ = browse(address)
        shown = Image.open(io.BytesIO(answer.data))
        assert (answer.mimetype, shown.size) == ("image/jpeg", (width, width // 2))
        assert len(shown.getexif()) == 0
        assert b"SECRET" not in answer.data
        assert answer.headers["Cache-Control"] == "public, max-age=86400"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        again = world.app.test_client().get(
            address, headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")


def test_a_damaged_picture_and_what_is_no_picture_of_it_are_not_found(world, browse):
    key = world.pictured(("坏.png", "image/png", b"\x89PNG\r\n\x1a\nnothing"))
    _, text = browse(f"/landmarks/{key}")
    (address,) = picture_addresses(text)
    assert browse(address)[0].status_code == 404
    assert browse(address.replace(f"/landmarks/{key}/", "/landmarks/99/"))[0].status_code == 404
    assert browse(re.sub(r"/pictures/\d+/", "/pictures/1/", address))[0].status_code == 404


def test_a_revoked_landmark_leaves_its_trace_and_its_pictures_are_gone(world, browse):
    key = world.pictured(("现场.jpg", "image/jpeg", photograph()))
    (address,) = picture_addresses(browse(f"/landmarks/{key}")[1])
    world.ended(key, state="revoked")
    answer, text = browse(f"/landmarks/{key}")
    assert answer.status_code == 200
    assert "已撤销" in words(text)
    assert not any(part in text for part in STORY.values())
    assert browse(address)[0].status_code == 404
    assert words(browse("/landmarks")[1]).count("SF-") == 0
    revoked = words(browse("/landmarks?state=revoked")[1])
    assert (revoked.count("SF-"), STORY["summary"] in revoked) == (1, False)


def test_the_list_is_filtered_and_read_on_by_its_address_in_both_languages(
    world, browse, monkeypatch
):
    monkeypatch.setattr(landmarks, "PAGE", 2)
    keys = [world.landmark("certified")[0] for _ in range(3)]
    world.ended(keys[0], state="expired")
    assert "共 2 项" in words(browse("/landmarks")[1])
    assert "共 1 项" in words(browse("/landmarks?state=expired")[1])
    _, first = browse("/landmarks?state=all&district=")
    assert "共 3 项" in words(first)
    (onward,) = re.findall(r'rel="next" href="([^"]+)"', first)
    _, second = browse("/landmarks" + onward.replace("&amp;", "&"))
    assert words(second).count("SF-") == 1
    (english,) = re.findall(r'href="(\?[^"]+)" lang="en"', second)
    answer, text = browse("/landmarks" + english.replace("&amp;", "&"))
    assert (answer.status_code, words(text).count("SF-")) == (200, 1)
    assert '<option value="all" selected>All</option>' in text


def test_the_empty_list_says_why_and_what_there_is(browse):
    _, text = browse("/landmarks")
    assert "目前还没有有效的示范场景" in words(text)
    assert 'href="/landmarks?state=all"' in text
    assert "没有符合条件" in words(browse("/landmarks?district=420102")[1])


@pytest.mark.parametrize("query", ["state=nominated", "district=nowhere", "cursor=forged"])
def test_a_made_up_condition_is_refused_with_a_way_back(browse, query):
    answer, text = browse(f"/landmarks?{query}")
    assert answer.status_code == 422
    assert 'href="?"' in text
    name, value = query.split("=")
    assert name == "cursor" or f"“{value}”不在代码表内" in words(text)


def test_what_is_not_certified_has_no_page(world, browse):
    key, _ = world.landmark("announced")
    for path in (f"/landmarks/{key}", "/landmarks/424242", "/landmarks/0", "/landmarks/x"):
        answer, text = browse(path)
        assert (answer.status_code, "没有找到这个页面" in text) == (404, True), path
    assert "SF-" not in words(browse("/landmarks?state=all")[1])


def test_markup_in_titles_texts_and_names_is_shown_as_it_was_typed(world, browse):
    key = world.pictured(
        (f"{HOSTILE}.jpg".replace("/", "∕"), "image/jpeg", photograph(10, 10)),
        story={"title": HOSTILE, "outcome": f"{HOSTILE}\n第二段"},
    )
    for path in ("/landmarks", f"/landmarks/{key}", f"/landmarks/{key}?lang=en"):
        _, text = browse(path)
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


def test_a_list_asks_the_same_however_long_it_is(world, browse):
    def asked():
        with world.app.app_context():
            return count_statements(db.engine, lambda: browse("/landmarks"))

    world.pictured(("a.jpg", "image/jpeg", photograph(10, 10)))
    few = asked()
    for _ in range(3):
        world.pictured(("a.jpg", "image/jpeg", photograph(10, 10)))
    assert (asked(), few > 0) == (few, True)
