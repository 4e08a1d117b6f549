"""The public pages in a real browser: in both languages, on a desk and on a phone, by keyboard, and without script."""

import hashlib
import io
from types import SimpleNamespace

import pytest

from tests.api.test_landmark_pages import photograph
from tests.browser.conftest import PHONE, WIDE, no_violations

PAPER = b"%PDF-1.7\n%the paper as it was issued\n%%EOF\n"
UNKNOWN = "AAAA-AAAA-AAAA-AAAA"


@pytest.fixture(scope="package")
def shown(world):
    """What the pages show: landmarks in each public state, and a signed pledge whose paper we hold."""
    from scenario_market.domain.pledges.models import Pledge

    pictures = [(f"现场 {n}.jpg", "image/jpeg", photograph(640, 400)) for n in "12"]
    keys = {state: world.pictured(*pictures) for state in ("certified", "expired", "revoked")}
    for state in ("expired", "revoked"):
        world.ended(keys[state], state=state)
    pledge_id, _ = world.pledge("signed")
    with world.database.unit_of_work() as session:
        row = session.get(Pledge, pledge_id)
        row.issued_sha256 = hashlib.sha256(PAPER).hexdigest()
        code = row.check_code
    certificate = world.client("public").get(f"/landmarks/{keys['certified']}").json["check_code"]
    return SimpleNamespace(keys=keys, code=code, certificate=certificate)


def paths(shown):
    """Every kind of page, each in its states."""
    digest, other = hashlib.sha256(PAPER).hexdigest(), "0" * 64
    pledge, certificate = (
        f"/verify/pledges/{shown.code}",
        f"/verify/certificates/{shown.certificate}",
    )
    return [
        "/",
        "/landmarks",
        "/landmarks?state=all",
        "/landmarks?district=420103",
        *(f"/landmarks/{key}" for key in shown.keys.values()),
        "/verify",
        f"/verify?code={UNKNOWN}",
        pledge,
        f"{pledge}?sha256={digest}",
        f"{pledge}?sha256={other}",
        f"{pledge}?sha256=abc",
        certificate,
        f"{certificate}?refused=file_missing",
        "/sign-in",
        "/sign-in?by=code",
        "/api/docs/problems",
        "/nothing",
    ]


@pytest.mark.parametrize(("language", "size"), [("zh", WIDE), ("en", PHONE)], ids=["desk", "phone"])
def test_no_page_breaks_a_rule_of_accessibility_or_its_width(visit, shown, language, size):
    first, *others = paths(shown)
    page = visit(first, size=size, language=language)
    no_violations(page)
    titles = [page.title()]
    for path in others:
        visit.onward(page, path, language)
        no_violations(page)
        titles.append(page.title())
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert len(set(titles)) == 12, (
        titles
    )  # nine kinds of pages, and three that say that something is wrong


def test_a_paper_is_verified_by_keyboard_alone_and_one_altered_byte_is_seen(visit, shown, tmp_path):
    larger_than_allowed = tmp_path / "large.pdf"
    larger_than_allowed.write_bytes(bytes(22 * 2**20))
    page = visit("/verify")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the trail
    page.keyboard.press("Tab")
    page.keyboard.type(shown.code.lower().replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/verify/pledges/{shown.code}")
    assert "核验通过" in page.locator("h1").inner_text()
    page.get_by_role("button", name="上传并比对").focus()
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    summary.wait_for()
    assert summary.evaluate("place => place === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "file"
    assert page.locator(".file").inner_text().split() == ["选择文件", "未选择文件"]
    page.get_by_label("您手中的文件").set_input_files(larger_than_allowed)
    page.get_by_role("button", name="上传并比对").click()
    page.get_by_role("alert").get_by_text("文件超过 20 MB").wait_for()
    altered = PAPER.replace(b"paper", b"papes")
    for content, said in ((PAPER, "文件一致"), (altered, "文件不一致")):
        sent = {"name": "军令状 <b>.pdf", "mimeType": "application/pdf", "buffer": content}
        page.get_by_label("您手中的文件").set_input_files(sent)
        assert page.locator(".file-name").inner_text() == "军令状 <b>.pdf"
        page.get_by_role("button", name="上传并比对").focus()
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_role("heading", name=said).wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_role("status").get_by_role("heading", name="Not the same file").wait_for()
    page.go_back()
    page.get_by_role("status").get_by_role("heading", name="文件不一致").wait_for()


def test_everything_works_on_a_phone_without_script(visit, shown):
    page = visit("/", size=PHONE, script=False)
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="示范场景").click()
    page.get_by_label("认定状态").select_option("revoked")
    page.get_by_role("button", name="应用筛选").click()
    assert page.url.endswith("/landmarks?state=revoked&district=")
    page.locator("article a").first.click()
    assert "已撤销" in page.locator("main").inner_text()
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Back to the landmarks").click()
    page.locator("article a").first.click()
    pictures = page.locator("figure img")
    assert pictures.count() == 2
    assert (
        pictures.first.evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
        == 640
    )
    page.get_by_role("link", name="Verify the certificate").click()
    assert "genuine and in force" in page.locator("h1").inner_text()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the certificate's text").click()
    text = io.BytesIO(saved.value.path().read_bytes())
    sent = {"name": "a.json", "mimeType": "application/json", "buffer": text.getvalue()}
    page.get_by_label("Your file").set_input_files(sent)
    page.get_by_role("button", name="Upload and compare").click()
    assert "The same file" in page.get_by_role("status").inner_text()
    assert "lang=en" in page.url
