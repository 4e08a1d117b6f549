"""Every refusal that the source can raise has words in Chinese and English."""

import ast
from pathlib import Path

import pytest

from scenario_market.domain.errors import DomainError
from scenario_market.texts import columns, errors, providers, tables

ROOT = Path(__file__).parent.parent / "scenario_market"
REFUSALS = {"RuleRefused", "AlreadyDone", "NotSignedIn", "TooMany", "TooLarge", "refused"}
REFUSALS |= {"VersionMissing", "SealRefused"}
FIELD_WORDS = errors.FIELDS.keys() | providers.FIELDS.keys() | columns.WORDS.keys()
FIELD_WORDS |= tables.WORDS.keys()


def calls():
    """Each call in the source: its name, its arguments, and where it stands."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                yield name, node.args, f"{path.relative_to(ROOT)}:{node.lineno}"


def said(place, names):
    """The literal rules in one argument of calls of a name; a choice of two literals counts as both."""
    found = {}
    for name, arguments, where in calls():
        if name in names and len(arguments) > place:
            for node in ast.walk(arguments[place]):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found[node.value] = where
    return found


def classes(base=DomainError):
    """Every kind of refusal that the program knows."""
    for cls in base.__subclasses__():
        yield cls
        yield from classes(cls)


def test_every_rule_that_refuses_has_words():
    found = {rule: where for rule, where in said(0, REFUSALS).items() if not rule.endswith("_")}
    assert len(found) > 50
    missing = {rule: where for rule, where in found.items() if rule not in errors.DETAILS}
    assert missing == {}


def test_every_rule_of_a_field_has_words():
    found = said(1, {"FieldError"})
    found = {rule: where for rule, where in found.items() if rule.isidentifier()}
    assert len(found) > 60
    computed = {"uscc_"}  # the head of an f-string; its rules are those of the next test
    missing = {rule: w for rule, w in found.items() if rule not in FIELD_WORDS | computed}
    assert missing == {}


def test_every_kind_of_refusal_has_a_title():
    import scenario_market.api.app
    import scenario_market.cli  # noqa: F401

    assert {cls.code for cls in classes()} - errors.TITLES.keys() == set()


@pytest.mark.parametrize("table", ["TITLES", "DETAILS", "FIELDS"])
def test_words_are_chinese_and_english(table):
    wrong = [
        name
        for name, (chinese, english) in getattr(errors, table).items()
        if not any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
        or any("\u4e00" <= sign <= "\u9fff" for sign in english.replace("统一身份认证", ""))
        or not english.strip()
    ]
    assert wrong == []
