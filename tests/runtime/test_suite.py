"""The rules by which this suite is run, checked in suites of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUIET = {"REQUIRE_ALL": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
SAMPLE = """
import pytest

def test_short(): pass

@pytest.mark.full
def test_long(): pass

def test_skipped(): pytest.skip("no reason")

@pytest.mark.xfail
def test_known(): assert False
"""


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "tests" / "sample"
    folder.mkdir(parents=True)
    (folder / "test_sample.py").write_text(SAMPLE)

    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "pytest", "-p", "tests.suite", "--rootdir", str(tmp_path)]
        return subprocess.run(
            [*command, "-c", "/dev/null", "-o", "cache_dir=.cache", *arguments, "tests"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT), **environ},
        )

    return run


def test_long_tests_run_only_when_asked_for(run):
    assert "1 passed, 1 skipped, 1 deselected, 1 xfailed" in run().stdout
    assert "2 passed, 1 skipped, 1 xfailed" in run("--full").stdout


def test_a_skip_fails_where_all_is_required(run):
    assert run().returncode == 0
    required = run(REQUIRE_ALL="1")
    assert required.returncode == 1
    assert "1 failed, 1 passed, 1 deselected, 1 xfailed" in required.stdout
    assert "REQUIRE_ALL=1 allows no skip" in required.stdout


def test_a_module_that_skips_itself_fails_where_all_is_required(run, tmp_path):
    (tmp_path / "tests" / "sample" / "test_sample.py").write_text(
        "import pytest; pytest.importorskip('no_such_module')"
    )
    assert run(REQUIRE_ALL="1").returncode not in (0, 5)


def test_the_time_used_by_each_folder_is_printed_beside_its_budget(run):
    assert "sample           0." in run().stdout
    assert "s of   30 s" in run().stdout
