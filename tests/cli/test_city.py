"""``scenario-market city check``: the files of the city, and the years whose holidays are missing."""

import shutil

import pytest
from click.testing import CliRunner

from scenario_market.cli import main
from tests.conftest import ROOT


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Checks a copy of the configuration, as if on a day."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    monkeypatch.setenv("SM_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("SM_DATA_DIR", str(tmp_path))
    return lambda day: CliRunner().invoke(main, ["city", "check", "--on", day])


def test_next_years_holidays_are_missing_from_november_on(check, tmp_path):
    early = check("2026-10-31")
    assert early.exit_code == 0, early.output
    assert "holidays: 2026" in early.output
    late = check("2026-11-01")
    assert late.exit_code == 1
    assert "missing: holidays-2027.toml" in late.output
    path = tmp_path / "config" / "wuhan" / "holidays-2027.toml"
    path.write_text("year = 2027\nholidays = []\nworked_weekends = []\n", "utf-8")
    assert check("2026-11-01").exit_code == 0


def test_a_broken_file_is_named(check, tmp_path):
    path = tmp_path / "config" / "wuhan" / "holidays-2027.toml"
    path.write_text("year = 2027\nholidays = [\n", "utf-8")
    broken = check("2026-03-02")
    assert broken.exit_code == 1
    assert "holidays-2027.toml" in broken.output
    path.write_text("year = 2027\nholidays = []\n", "utf-8")
    assert "worked_weekends" in check("2026-03-02").output
