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
TESTS = sorted((ROOT / "tests").rglob("*.py"))
STOPWATCHES = {"waiting.py", "postgres.py", Path(__file__).name}  # patience with other processes
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


def map_of(arguments):
    """The source of what a statement is given as a mapping."""
    return " ".join(ast.unparse(one) for one in arguments if isinstance(one, ast.Dict))


def state_changes(source):
    """Lines that change a state, by attribute or by statement, or write the record of a move."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr="state", ctx=ast.Store() | ast.Del()):
                yield node.lineno
            case ast.Call(func=ast.Name("setattr"), args=[_, ast.Constant("state"), *_]):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="values"), args=args, keywords=keywords) if (
                "state" in [keyword.arg for keyword in keywords] or "'state'" in map_of(args)
            ):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="StateChange") | ast.Name("StateChange")):
                yield node.lineno
            case ast.Call(func=ast.Name("insert" | "update"), args=[model, *_]) if (
                "StateChange" in ast.unparse(model)
            ):
                yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_lifecycle_changes_a_state(path):
    found = list(state_changes(path.read_text("utf-8")))
    if name(path) != "domain/lifecycle.py":
        assert found == [], f"{name(path)} changes a state in lines {found}"


@pytest.mark.parametrize(
    "source",
    [
        "row.state = V.OPEN",
        "before, row.state = row.state, after",
        "setattr(row, 'state', after)",
        "update(Provider).values(state=after)",
        "update(Provider).values({'state': after})",
        "lifecycle.StateChange(verb='end')",
        "insert(StateChange)",
    ],
)
def test_a_change_of_state_elsewhere_is_seen(source):
    assert list(state_changes(source)) == [1]


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
            assert length <= 40, f"{name(path)}:{node.lineno} {node.name} has {length} lines"


def test_the_rooms_of_tests_are_small():
    long = {path.name for path in TESTS if path.read_text("utf-8").count("\n") > 300}
    assert not long, "split them by what they are about"


def test_no_test_asserts_how_long_something_takes():
    stopwatch = re.compile(
        r"monotonic|perf_counter|process_time|thread_time|\btimeit\b|\btime\.time|cpu_times"
    )
    found = [path.name for path in TESTS if stopwatch.search(path.read_text("utf-8"))]
    assert set(found) - STOPWATCHES == set(), "speed is measured by benchmarks/, not by tests"
