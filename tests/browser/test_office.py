"""An officer signs in and takes the record of a case out: by keyboard alone, and on a phone without script."""

import pytest
from click.testing import CliRunner

from scenario_market import settings as settings_module
from scenario_market.cli import main
from tests.api.browser import PASSWORD, with_password
from tests.browser.conftest import PHONE, no_violations
from tests.workers.hand import Hand

TABS = 60


@pytest.fixture
def hand(world):
    """The workers of the served market, turned by hand."""
    hand = Hand(settings_module.load(world.environ))
    hand.turn()
    yield hand
    hand.database.close()


def tab_to(page, place):
    """Go on by the Tab key until the focus is there."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if place.evaluate("place => place === document.activeElement"):
            return
    pytest.fail(f"no Tab leads to {place}")


def press(page, role, name, key="Enter"):
    tab_to(page, page.get_by_role(role, name=name, exact=True))
    page.keyboard.press(key)


def write(page, label, text):
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def sign_in(page, number, password):
    write(page, "手机号", number)
    write(page, "密码", password)
    page.keyboard.press("Enter")


def test_a_case_is_exported_fetched_and_checked_by_keyboard_alone(visit, world, hand, tmp_path):
    key = world.pledged_case()
    officer = with_password(world.app, world.people["lead"])
    hand.turn()
    number = world.client("lead").get(f"/challenges/{key}").json["number"]
    page = visit("/office/dossiers")
    no_violations(page)
    sign_in(page, officer, "wrong")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert alert.evaluate("place => place === document.activeElement")
    assert page.get_by_label("手机号").input_value() == officer
    no_violations(page)
    sign_in(page, officer, PASSWORD)
    page.wait_for_url("**/office/dossiers")
    no_violations(page)
    write(page, "编号或名称", number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/dossiers?q=*")
    tab_to(page, page.locator("td a"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/office/dossiers/challenge/{key}")
    no_violations(page)
    press(page, "button", "导出全部案卷")
    alert.wait_for()
    no_violations(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "confirmed"
    page.keyboard.press("Space")
    press(page, "button", "导出全部案卷")
    page.get_by_role("heading", name="正在导出").wait_for()
    no_violations(page)
    hand.turn()
    page.get_by_role("heading", name="案卷已导出").wait_for()  # the script looked again
    no_violations(page)
    with page.expect_download() as saved:
        press(page, "button", f"下载 {number}.zip")
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    *words, public_key = page.locator("p.code").inner_text().split()
    assert words == ["scenario-market", "dossier", "verify", path.name, "--key"]
    checked = CliRunner().invoke(main, ["dossier", "verify", str(path), "--key", public_key])
    assert (checked.exit_code, "files hold" in checked.output) == (0, True), checked.output
    press(page, "link", "English")
    page.wait_for_url("**lang=en")
    no_violations(page)
    assert "Nobody has taken it yet" not in page.locator("main").inner_text()
    press(page, "button", "Sign out")
    page.get_by_text("You are signed out.").wait_for()
    no_violations(page)
    page.go_back()
    assert "/sign-in?next=" in page.url  # nothing of the case is kept in the browser


def test_on_a_phone_without_script_it_is_done_too(visit, world, hand):
    key = world.contracted_demand()
    officer = with_password(world.app, world.people["lead"])
    page = visit(f"/office/dossiers/demand/{key}", size=PHONE, language="en", script=False)
    page.get_by_label("Mobile number").fill(officer)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/office/dossiers/demand/{key}?lang=en")
    page.get_by_label("I need this record").check()
    page.get_by_role("button", name="Export the whole record").click()
    hand.turn()
    page.get_by_role("link", name="See how far it is").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download").click()
    assert saved.value.suggested_filename.endswith(".zip")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    page.get_by_role("link", name="Cases", exact=True).click()
    page.get_by_label("Show").select_option("exported")
    page.get_by_role("button", name="Search").click()
    assert page.locator("td a").count() >= 1
    # The rows stand as cards: a column of a table would leave a title the width of one sign.
    assert page.locator("td:has(a)").first.evaluate("cell => cell.clientWidth") > PHONE[0] / 2
    assert "lang=en" in page.url
