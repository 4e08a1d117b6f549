"""Spreads a run of the whole suite over the cores; a run of a part of it starts no worker processes.

Each worker has servers and databases of its own: a second PostgreSQL costs two seconds, and nothing is shared that one
could spoil for the other. The folders that start many processes are one piece of work, so that they never run beside
each other; most of their time they wait, and the rest of the suite runs beside them.
"""

import os

import pytest

PROCESS_FOLDERS = ("faults", "runtime", "journey")
# Their tests use what one process has made of the specification and of the table of calls.
SHARING = tuple(f"tests/api/test_{name}.py" for name in ("schema", "rivals", "preconditions"))
# Begun early, so that no core waits for it in the end.
LONG = ("tests/test_architecture.py",)
MOST_WORKERS = 8


def is_whole(config):
    """Whether this is a run of everything, for what can only be said of all tests together."""
    narrowed = [
        name
        for name in ("keyword", "markexpr", "deselect", "lf", "collectonly")
        if getattr(config.option, name, None)
    ]
    return config.args == config.getini("testpaths") and not narrowed


def is_worker(config):
    """Whether this process runs tests for another that reports on them."""
    return hasattr(config, "workerinput")


def worker_number(config):
    """From 0; a run without workers is its own and only one."""
    return int(config.workerinput["workerid"].removeprefix("gw")) if is_worker(config) else 0


def folder(nodeid):
    """Top-level test folder of a test, or ``tests`` for what stands directly in it."""
    parts = nodeid.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else "tests"


def cores():
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.hookimpl(tryfirst=True)  # before xdist reads the option
def pytest_cmdline_main(config):
    option = config.option
    unsaid = getattr(option, "numprocesses", 0) is None and option.dist == "no" and not option.tx
    if unsaid and is_whole(config) and not is_worker(config) and not option.usepdb:
        # One more than cores: the piece with the processes waits most of its time.
        option.numprocesses = min(max(2, cores()) + 1, MOST_WORKERS)


def pytest_collection_modifyitems(config, items):
    if is_worker(config):
        items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def piece(nodeid):
    """Tests with the same name here run on one worker, one after the other."""
    if folder(nodeid) in PROCESS_FOLDERS:
        return "processes"
    if folder(nodeid) == "browser":
        return "browser"
    return "shared" if nodeid.startswith(SHARING) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        """Hands out pieces of work, those of many tests first."""

        def _split_scope(self, nodeid):
            return piece(nodeid)

    return Scheduling(config, log)
