"""What a process is told at its start: every setting is explained, and what is wrong is named at once."""

import ast
import re
import shutil
from pathlib import Path

import pytest

from scenario_market import settings
from scenario_market.cli.docs import settings_page

ROOT = Path(__file__).parent.parent
PRODUCTION = {
    "SM_MODE": "production",
    "SM_SECRET_KEY": "of the tests alone",
    "DATABASE_URL": "postgresql://u:p@h/market",
}


def load(tmp_path, **environ):
    return settings.load({"SM_DATA_DIR": str(tmp_path), **environ})


def rows():
    """The rows of the page: what is set, and its cells."""
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in settings_page().splitlines()
        if line.startswith("| ") and not line.startswith(("| setting", "| variable", "| ---"))
    ]


def test_every_setting_is_explained():
    unexplained = [row[0] for row in rows() if len(row[-1]) < 5]
    assert unexplained == []
    assert len(rows()) == len(settings.fields(settings.Settings)) - 1 + len(settings.OUTSIDE)


def variables(source):
    """Names of the environment's variables that a module reads, where they are written out."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="get", value=of), args=[ast.Constant(name), *_]):
                pass
            case ast.Subscript(value=of, slice=ast.Constant(name)):
                pass
            case _:
                continue
        if ast.unparse(of) in {"os.environ", "environ"}:
            yield name


def test_every_variable_that_is_read_stands_on_the_page_of_settings():
    explained = set(re.findall(r"`([A-Z_]+)`", settings_page()))
    modules = [*ROOT.glob("scenario_market/**/*.py"), ROOT / "config" / "gunicorn.conf.py"]
    read = {name for path in modules for name in variables(path.read_text("utf-8"))}
    assert {"SM_HOST", "PORT", "WEB_CONCURRENCY", "SM_CONFIG_DIR"} <= read
    assert read - explained == set()


@pytest.mark.parametrize(
    "url", ["", "sqlite:////srv/market.sqlite3", "mysql://u:secret@h/m", "postgresqlite:///x"]
)
def test_production_refuses_every_database_but_postgresql(tmp_path, url):
    with pytest.raises(settings.SettingsError, match=r"DATABASE_URL.*PostgreSQL") as refused:
        load(tmp_path, **PRODUCTION | {"DATABASE_URL": url})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_production_takes_postgresql_however_it_is_written(tmp_path, scheme):
    made = load(tmp_path, **PRODUCTION | {"DATABASE_URL": f"{scheme}://u:p@h/market"})
    assert made.database_url == "postgresql+psycopg://u:p@h/market"


def test_production_names_everything_that_it_lacks_at_once_and_makes_no_key(tmp_path):
    with pytest.raises(settings.SettingsError) as refused:
        load(tmp_path, SM_MODE="production")
    assert "DATABASE_URL" in str(refused.value)
    assert "SM_SECRET_KEY" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_without_its_configuration_a_process_says_which_variable_names_it(tmp_path):
    with pytest.raises(settings.SettingsError, match=r"SM_CONFIG_DIR.*no default\.toml"):
        settings.load({"SM_CONFIG_DIR": str(tmp_path)})


def test_a_relative_data_directory_lies_beside_the_configuration(tmp_path):
    shutil.copytree(ROOT / "config", tmp_path / "config")
    made = settings.load({"SM_CONFIG_DIR": str(tmp_path / "config"), "SM_DATA_DIR": "var"})
    assert made.data_dir == tmp_path / "var"
    assert settings.load({"SM_SECRET_KEY": "k"}).data_dir == ROOT / "var"
