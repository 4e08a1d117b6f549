"""What the terminal shows of the processes' lines, and what their files keep."""

import pytest

from scenario_market.runtime.logs import LineLog

ROUTINE = '{"event": "job_done", "level": "info"}'
SHOWN = (
    '{"event": "backlog_full", "level": "warning"}',
    '{"event": "job_failed", "level": "error"}',
    "Traceback (most recent call last):",
    '{"event": "cut in the mid',
    "演示账号",
)


def said(folder, capsys, *, verbose: bool) -> str:
    log = LineLog("worker", folder, verbose=verbose)
    log.feed("\n".join([ROUTINE, *SHOWN, ""]).encode())
    log.close()
    return capsys.readouterr().out


def test_the_terminal_shows_what_is_no_routine(tmp_path, capsys):
    shown = said(tmp_path, capsys, verbose=False)
    assert ROUTINE not in shown
    assert shown.splitlines() == [f"worker | {line}" for line in SHOWN]


@pytest.mark.parametrize("verbose", [False, True])
def test_the_file_keeps_every_line(tmp_path, capsys, verbose):
    said(tmp_path, capsys, verbose=verbose)
    kept = (tmp_path / "worker.log").read_text("utf-8")
    assert kept.splitlines() == [ROUTINE, *SHOWN]


def test_verbose_shows_routine_too(tmp_path, capsys):
    assert said(tmp_path, capsys, verbose=True).startswith(f"worker | {ROUTINE}\n")
