"""One Chromium and one served market for all tests of pages; a context of its own for each test.

Without a browser these tests are skipped, in one line that says what to run; under REQUIRE_ALL=1 that is a failure.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

from scenario_market import settings as settings_module
from scenario_market.runtime.broker import free_port
from tests.api.world import world_on
from tests.browser import chromium
from tests.journey.conftest import answers
from tests.waiting import PATIENCE_SECONDS, until

ROOT = Path(__file__).parent.parent.parent
WIDE, PHONE = (1280, 900), (375, 740)
ACT_SECONDS = 60  # until an act that leads nowhere is given up
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """All skips for want of a browser stand at one place, so that pytest tells them in one line."""
    report = yield
    if report.skipped and chromium.MISSING in str(report.longrepr):
        report.longrepr = (__file__, 1, f"Skipped: !!! {chromium.MISSING}")
    return report


@pytest.fixture(scope="package")
def browser():
    """The browser. Playwright's loop runs until it ends, so it ends with this folder."""
    with ExitStack() as stack:
        try:
            found = stack.enter_context(chromium.launched())
        except FileNotFoundError as missing:
            pytest.skip(str(missing))
        yield found


@pytest.fixture(scope="package")
def world(tmp_path_factory, sqlite_template, redis_url):
    """A city whose people and things the real commands make; the server of :func:`address` shows them."""
    folder = tmp_path_factory.mktemp("browser")
    path = folder / "market.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    environ = {
        "SM_DATA_DIR": str(folder),
        "SM_SECRET_KEY": "of the tests alone",
        "SM_LOG_LEVEL": "warning",
        "SM_RATE_LIMITS": "false",
        "DATABASE_URL": f"sqlite:///{path}",
        "REDIS_URL": redis_url,
    }
    made = world_on(settings_module.load(environ))
    made.environ = environ
    return made


@pytest.fixture(scope="package")
def address(world, browser):
    """Where gunicorn serves the market. After the browser: where there is none nothing is started."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py"]
    process = subprocess.Popen(
        [*command, "scenario_market.api:create_app()"],
        cwd=ROOT,
        env=os.environ | world.environ | {"PORT": str(port), "WEB_CONCURRENCY": "1"},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(address))
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


@pytest.fixture
def visit(browser, address):
    """Opens a context and in it a page of the market; ``visit.path`` goes on in the page that it returned.

    At the end of the test no page may have asked another host for anything, or raised an error in its console.
    """
    contexts, wrong = [], []

    def watch(page):
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if is_wrong(said) else None)
        page.on("request", lambda sent: wrong.append(sent.url) if is_foreign(sent.url) else None)

    def is_foreign(url):
        return not url.startswith((address, "data:", "about:"))

    def is_wrong(said):
        # That a page of a refusal has its status is what it is for.
        return said.type == "error" and "the server responded with a status of" not in said.text

    def visit(path, *, size=WIDE, language="zh", script=True):
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=LOCALES[language],
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.set_default_timeout(ACT_SECONDS * 1000)
        page.goto(address + localised(path, language))
        return page

    visit.onward = lambda page, path, language="zh": page.goto(address + localised(path, language))
    yield visit
    for context in contexts:
        context.close()
    assert wrong == []


def localised(path, language):
    """A path with the language that the switch would put into it."""
    if language == "zh":
        return path
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def no_violations(page):
    """The page holds axe's rules (WCAG 2.2 A and AA, and good practice), and nothing of it stands beyond its width."""
    found = Axe().run(page)
    said = [
        SimpleNamespace(rule=one["id"], places=[node["html"][:160] for node in one["nodes"]])
        for one in found.response["violations"]
    ]
    assert said == [], (page.url, said)
    beyond = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert beyond == 0, f"{page.url} is {beyond} px wider than the window"
