"""How the suite is run: the long tests, no silent skips, and a time budget for each folder."""

import os
from collections import defaultdict

import pytest

from tests.cores import folder

# Seconds on two quiet cores, summed over the workers that share them: a little more than was used when they were set.
# A third of all together, for three workers, is what a run takes; it stays below the fifteen minutes of `.ci/run`.
BUDGET_SECONDS = {
    "api": 790,
    "browser": 90,
    "channels": 20,
    "cli": 45,
    "demo": 30,
    "documents": 15,
    "domain": 430,
    "faults": 240,
    "journey": 70,
    "persistence": 55,
    "runtime": 120,
    "sealed": 110,
    "stateful": 30,
    "tests": 55,
    "workers": 180,
}
DEFAULT_BUDGET_SECONDS = 30

used_seconds: dict[str, float] = defaultdict(float)


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="run the long tests (marker full) too")


def pytest_configure(config):
    config.addinivalue_line("markers", "full: takes long; runs under `bin/test --full` only")
    used_seconds.clear()


def pytest_collection_modifyitems(config, items):
    if config.getoption("--full"):
        return
    long_ones = [item for item in items if item.get_closest_marker("full")]
    if long_ones:
        config.hook.pytest_deselected(items=long_ones)
        items[:] = [item for item in items if not item.get_closest_marker("full")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return refuse_skip((yield))


def refuse_skip(report):
    """Turn a skip into a failure under REQUIRE_ALL=1; an expected failure is no skip."""
    if report.skipped and os.environ.get("REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 allows no skip: {report.longrepr}"
    return report


def pytest_runtest_logreport(report):
    used_seconds[folder(report.nodeid)] += report.duration


def pytest_terminal_summary(terminalreporter):
    if not used_seconds:
        return
    terminalreporter.section("time used per folder")
    for name, used in sorted(used_seconds.items()):
        budget = BUDGET_SECONDS.get(name, DEFAULT_BUDGET_SECONDS)
        over = "   OVER BUDGET" if used > budget else ""
        terminalreporter.line(f"{name:<12}{used:8.1f} s of {budget:4d} s{over}", red=bool(over))
    terminalreporter.line(f"{'sum':<12}{sum(used_seconds.values()):8.1f} s")
