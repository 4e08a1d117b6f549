"""``scenario-market draw verify``: what anybody does with a published draw."""

import json

from click.testing import CliRunner

from scenario_market.cli import main
from tests.domain.evaluation.test_draw import published


def verify(path):
    return CliRunner().invoke(main, ["draw", "verify", str(path)])


def test_a_published_draw_is_checked_from_its_file_alone(tmp_path):
    path, paper = tmp_path / "draw.json", published()
    path.write_text(json.dumps(paper), "utf-8")
    said = verify(path)
    assert said.exit_code == 0
    assert paper["digest"] in said.output
    assert paper["record"]["secret_hash"] in said.output
    assert ", ".join(f"{n} 专家{n}" for n in paper["members"]) in said.output


def test_a_changed_draw_fails_and_what_does_not_hold_is_named(tmp_path):
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(published() | {"secret": "00" * 32}), "utf-8")
    said = verify(path)
    assert said.exit_code == 1
    assert "not the one that was committed" in said.output


def test_what_is_no_draw_is_refused_with_a_word(tmp_path):
    path = tmp_path / "draw.json"
    for text in ("[]", "{}", "no json", json.dumps(published() | {"secret": "xyz"})):
        path.write_text(text, "utf-8")
        said = verify(path)
        assert (said.exit_code, "not a published draw" in said.output) == (1, True)
