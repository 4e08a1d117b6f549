"""The rules by which this suite is run, checked in suites of their own."""

import os
import re
import subprocess
import sys
from functools import cache
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
WHERE = """
import time
from pathlib import Path

import pytest

@pytest.mark.parametrize("n", range(4))
def test_where(n, worker_id, pytestconfig, request):
    time.sleep(0.03)
    with open(pytestconfig.rootpath / "where.txt", "a") as file:
        file.write(f"{Path(request.path).parent.name} {worker_id}\\n")
"""
MOVING = """
import pytest

from scenario_market.domain.lifecycle import StateChange

@pytest.mark.parametrize("verb", ["submit", "approve"])
def test_move(verb):
    StateChange(subject_kind="demand", verb=verb)
"""


def runner(root):
    """Runs the suite that stands in a folder, to begin with the sample."""
    folder = root / "tests" / "sample"
    folder.mkdir(parents=True)
    (folder / "test_sample.py").write_text(SAMPLE)

    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "pytest", "--rootdir", str(root), "-c", "/dev/null"]
        for plugin in ("xdist", "tests.cores", "tests.suite"):
            command += ["-p", plugin]
        return subprocess.run(
            [*command, "-o", "cache_dir=.cache", "-o", "testpaths=tests", *arguments],
            cwd=root,
            capture_output=True,
            text=True,
            env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT), **environ},
        )

    return run


@pytest.fixture
def run(tmp_path):
    return runner(tmp_path)


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """Runs the sample as it stands, in each way once."""
    return cache(runner(tmp_path_factory.mktemp("sampled")))


def test_long_tests_run_only_when_asked_for(sampled):
    assert "1 passed, 1 skipped, 1 deselected, 1 xfailed" in sampled("-n0").stdout
    assert "1 passed, 1 skipped, 1 xfailed in " in sampled().stdout
    assert "2 passed, 1 skipped, 1 xfailed in " in sampled("--full").stdout


@pytest.mark.parametrize("workers", [("-n0",), ()], ids=["in one process", "in workers"])
def test_a_skip_fails_where_all_is_required(sampled, workers):
    free = sampled(*workers)
    assert (free.returncode, works_with_others(free)) == (0, not workers)
    required = sampled(*workers, REQUIRE_ALL="1")
    assert required.returncode == 1
    assert "1 failed, 1 passed, " in required.stdout
    assert "REQUIRE_ALL=1 allows no skip" in required.stdout


def test_a_module_that_skips_itself_fails_where_all_is_required(run, tmp_path):
    (tmp_path / "tests" / "sample" / "test_sample.py").write_text(
        "import pytest; pytest.importorskip('no_such_module')"
    )
    assert run(REQUIRE_ALL="1").returncode not in (0, 5)


def works_with_others(done):
    return re.search(r"^\d+ workers \[", done.stdout, re.M) is not None


def test_a_run_of_everything_uses_all_cores_and_a_run_of_a_part_one_process(sampled):
    everything = sampled()
    assert works_with_others(everything)
    assert re.search(r"^=+ 1 passed, .* in [\d.]+s =+$", everything.stdout, re.M)
    for part in ("tests/sample",), ("-k", "short"), ("-p", "no:xdist"):
        done = sampled(*part)
        assert done.returncode == 0, done.stdout
        assert not works_with_others(done), part


def test_what_starts_many_processes_runs_on_one_worker_one_after_the_other(run, tmp_path):
    for folder in ("faults", "journey", "runtime", "api"):
        module = tmp_path / "tests" / folder / f"test_{folder}.py"
        module.parent.mkdir()
        module.write_text(WHERE)
    assert run("-n3").returncode == 0
    ran = [line.split() for line in (tmp_path / "where.txt").read_text().splitlines()]
    assert len(ran) == 16
    assert len({worker for folder, worker in ran if folder != "api"}) == 1
    assert len({worker for _, worker in ran}) > 1


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_moves_are_counted_whoever_makes_them(run, tmp_path, workers):
    (tmp_path / "tests" / "sample" / "test_moves.py").write_text(MOVING)
    done = run(workers, "-p", "tests.moves")
    assert done.returncode == 1
    (missing,) = re.findall("moves that no test has made: (.*)", done.stdout)
    assert "demand.recall" in missing
    assert "demand.submit" not in missing
    assert "demand.approve" not in missing
    (misplaced,) = re.findall("moves that the test named for them has not made: (.*)", done.stdout)
    assert "demand.submit in domain/demands/test_demand_moves.py" in misplaced


def test_the_time_used_by_each_folder_is_printed_beside_its_budget(sampled):
    assert "sample           0." in sampled().stdout
    assert "s of   30 s" in sampled().stdout
