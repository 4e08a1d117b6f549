"""What the house rules say, checked: layers, one place that commits, one way to change a state, small rooms."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scenario_market"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
COMMITS = {"persistence/database.py", "persistence/web_session.py"}
PURE = {"rules.py", "states.py", "moves.py", "events.py", "actor.py", "permissions.py", "codes.py"}


def name(path):
    return str(path.relative_to(PACKAGE))


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_layers_hold():
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = run(sys.executable, "-c", code, "--config", "setup.cfg")
    assert result.returncode == 0, result.stdout + result.stderr


def test_ruff_has_nothing_to_say():
    for arguments in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--config", "config/ruff.toml", "."]
        result = run(*command)
        assert result.returncode == 0, result.stdout + result.stderr


def test_mypy_has_nothing_to_say():
    result = run(sys.executable, "-m", "mypy", "--config-file", "setup.cfg")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_unit_of_work_ends_a_transaction(path):
    source = path.read_text("utf-8")
    called = re.findall(
        r"\bsession\w*\.(?:commit|rollback)\(|\.session\.(?:commit|rollback)\(", source
    )
    if name(path) not in COMMITS:
        assert [one for one in called if "commit" in one] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_lifecycle_assigns_a_state(path):
    if path.name == "lifecycle.py":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            assert not (isinstance(target, ast.Attribute) and target.attr == "state"), (
                f"{name(path)}:{node.lineno} assigns .state"
            )


@pytest.mark.parametrize(
    "path", [p for p in MODULES if p.name in PURE and "domain" in p.parts], ids=name
)
def test_pure_modules_import_no_database(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        assert not any(one.split(".")[0] == "sqlalchemy" for one in names), name(path)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_rooms_are_small(path):
    source = path.read_text("utf-8")
    assert source.count("\n") <= 300, f"{name(path)} is too long"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            documentation = ast.get_docstring(node) or ""
            length -= documentation.count("\n") + 1 if documentation else 0
            assert length <= 48, f"{name(path)}:{node.lineno} {node.name} has {length} lines"
