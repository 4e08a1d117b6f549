"""The office's pages of cases: found, exported by a worker, fetched on record, and there for nobody else."""

import io
import re
from html import unescape

import pytest

from scenario_market.api.web import office_dossiers
from scenario_market.documents import dossiers
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.readings import Reading
from scenario_market.vault.signing import verified
from scenario_market.workers import clock
from tests.api.browser import Browser, read, with_password
from tests.api.world import world_on
from tests.workers.hand import Hand

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CASES = "/office/dossiers"


@pytest.fixture
def world(settings):
    return world_on(settings)


@pytest.fixture
def browser_of(world):
    """Makes a browser that is signed in as one of the people."""

    def make(name):
        browser = Browser(world.app)
        answer = browser.sign_in(with_password(world.app, world.people[name]))
        assert answer.status_code == 303
        return browser

    return make


def ask(browser, address):
    browser.get(address)
    return browser.send(address, confirmed="1")


def test_an_officer_finds_a_case_has_it_exported_and_fetches_what_holds(
    world, settings, browser_of, tmp_path
):
    key = world.pledged_case()
    lead, hand = browser_of("lead"), Hand(settings)
    hand.turn()
    address = f"{CASES}/challenge/{key}"
    listed = lead.get(CASES)
    assert f'href="{address}"' in listed.text
    assert "未导出" in read(listed)
    assert "尚未导出过" in read(lead.get(address))
    refused = lead.send(address)
    assert (refused.status_code, "请勾选确认后再导出" in refused.text) == (422, True)
    answer = ask(lead, address)
    assert (answer.status_code, answer.location) == (303, address)
    assert ask(lead, address).status_code == 303  # pressed twice, made once
    waiting = lead.get(address)
    assert "正在导出" in read(waiting)
    assert "data-under-way" in waiting.text
    hand.turn()
    (row,) = hand.rows(DossierExport)
    page = lead.get(address)
    assert "data-under-way" not in page.text
    until = f"{row.retained_until.year}年12月31日"
    for shown in (row.sha256, row.manifest_sha256, until, "尚无人下载", "dossier verify"):
        assert shown in page.text, shown
    fetched = lead.send(f"{CASES}/exports/{row.id}/file")
    assert (fetched.status_code, fetched.mimetype) == (200, "application/zip")
    assert fetched.headers["Content-Disposition"].endswith(".zip")
    assert fetched.headers["Cache-Control"] == "no-store"
    path = tmp_path / "case.zip"
    path.write_bytes(fetched.data)
    assert dossiers.verify(path, verified=verified)[1] == []
    assert [one.person_id for one in hand.rows(Reading, Reading.part == "dossier")] == [
        world.people["lead"]
    ]
    assert "尚无人下载" not in read(browser_of("auditor").get(address))
    hand.later(days=8)
    clock.fire_due(hand.database, hand.city)
    late = browser_of("lead")
    assert "文件已清除" in read(late.get(address))
    gone = late.send(f"{CASES}/exports/{row.id}/file")
    assert (gone.status_code, "文件已清除" in gone.text) == (409, True)


def test_a_need_without_a_call_is_a_case_too(world, settings, browser_of):
    key = world.contracted_demand()
    lead, hand = browser_of("lead"), Hand(settings)
    address = f"{CASES}/demand/{key}"
    assert f'href="{address}"' in lead.get(CASES).text
    ask(lead, address)
    hand.turn()
    assert "可下载" in read(lead.get(address))


def test_a_failure_says_why_and_can_be_tried_again(world, settings, browser_of):
    key = world.pledged_case()
    lead, hand = browser_of("lead"), Hand(settings)
    hand.turn()
    address = f"{CASES}/challenge/{key}"
    files = hand.machine.files
    paper = hand.rows(Attachment, Attachment.purpose == "paper")[-1]
    content = files.open(paper.stored_as).read()
    (files.root / paper.stored_as).unlink()
    ask(lead, address)
    hand.turn()
    page = read(lead.get(address))
    assert paper.sha256 in page
    assert "重新导出" in page
    files.keep(io.BytesIO(content), limit_bytes=1 << 30)
    ask(lead, address)
    hand.turn()
    assert "可下载" in read(lead.get(address))
    assert [row.state for row in hand.rows(DossierExport)] == ["failed", "made"]


def test_a_worker_that_does_not_come_is_not_waited_for_for_ever(world, settings, browser_of):
    key = world.pledged_case()
    lead = browser_of("lead")
    address = f"{CASES}/challenge/{key}"
    ask(lead, address)
    Hand(settings).later(hours=2)
    page = lead.get(address)
    assert "超过一小时" in page.text
    assert 'name="confirmed"' in page.text


def test_a_sealed_case_says_when_and_is_not_exported(world, browser_of):
    key = world.pledged_case(state="open")
    lead = browser_of("lead")
    address = f"{CASES}/challenge/{key}"
    page = lead.get(address)
    assert "尚在密封期" in page.text
    assert 'name="confirmed"' not in page.text
    refused = lead.send(address, confirmed="1")
    assert (refused.status_code, refused.mimetype) == (409, "text/html")


def test_for_other_roles_and_for_nobody_there_is_no_such_page(world, browser_of):
    key = world.pledged_case()
    paths = (CASES, f"{CASES}/challenge/{key}", f"{CASES}/exports/1/file")
    for name in ("reviewer", "owner", "provider", "observer", "administrator", "expert"):
        if name not in world.people:
            continue
        browser = browser_of(name)
        assert CASES not in browser.get("/").text
        for path in paths[:2]:
            assert browser.get(path).status_code == 404, (name, path)
        for path in paths[1:]:
            assert browser.send(path, confirmed="1").status_code == 404, (name, path)
    stranger = Browser(world.app)
    answer = stranger.get(f"{CASES}?q=%E7%84%8A&shown=ready")
    assert answer.location == f"/sign-in?next={CASES}?q%3D%25E7%2584%258A%26shown%3Dready"
    for missing in (f"{CASES}/challenge/99999999", f"{CASES}/other/1"):
        assert browser_of("lead").get(missing).status_code == 404


def test_an_export_and_a_download_need_a_form_of_this_browser(world, browser_of, settings):
    key = world.pledged_case()
    address = f"{CASES}/challenge/{key}"
    lead, other = browser_of("lead"), browser_of("auditor")
    other.get(address)
    for token in (other.token, "x"):
        answer = lead.send(address, token=token, confirmed="1")
        assert answer.status_code == 400
        assert f'href="{address}"' in answer.text  # where one begins anew
    assert Hand(settings).rows(DossierExport) == []
    assert lead.get(f"{CASES}/exports/1/file").status_code == 405
    assert lead.send(f"{CASES}/exports/1/file", token="x").status_code == 400


def test_filters_live_in_the_address_and_pages_lead_on(world, browser_of, monkeypatch):
    keys = [world.pledged_case() for _ in range(2)]
    world.contracted_demand()
    lead, listed = browser_of("lead"), rf'href="{CASES}/(challenge/\d+|demand/\d+)"'
    for asked, least in (("shown=ready&q=WH-JB", 2), ("shown=all", 4)):
        monkeypatch.setattr(office_dossiers, "LENGTH", 20)
        address, seen = f"{CASES}?{asked}", []
        whole = re.findall(listed, lead.get(address).text)
        assert len(whole) >= least
        monkeypatch.setattr(office_dossiers, "LENGTH", 1)
        while address:
            page = lead.get(address).text
            seen += re.findall(listed, page)
            onward = re.search(r'rel="next" href="([^"]+)"', page)
            address = f"{CASES}{unescape(onward[1])}" if onward else None
        assert seen == whole
    assert {f"challenge/{key}" for key in keys} < set(whole)
    nothing = lead.get(f"{CASES}?q=<script>&shown=nonsense")
    assert "没有符合条件的榜单或需求" in nothing.text
    assert "<script>&" not in nothing.text
    assert 'value="&lt;script&gt;"' in nothing.text
    assert lead.get(f"{CASES}?q=%00").status_code == 200
    assert lead.get(f"{CASES}?cursor=x").status_code == 422
