"""``scenario-market draw verify``: what anybody does with a published draw."""

import json

from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scenario_market.cli import main
from scenario_market.domain import audit as chain
from scenario_market.vault.signing import SigningKey
from tests.domain.draws.test_draw import published


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


def of_acceptance(signer):
    """A draw that rests on a signed head of the chain, after what committed to it at position 7."""
    at = "2026-03-02T16:00:00+00:00"
    text = chain.statement(9, "e" * 64, at)
    head = {"position": 9, "hash": "e" * 64, "at": at, "key_id": signer.id}
    head |= {"public_key": signer.public_key, "signature": signer.sign(text)}
    paper = published(known=[head["signature"]])
    del paper["bid_hashes"]
    return paper | {"checkpoint": head, "position": 7, "given_up": None}


def test_the_draws_of_a_project_are_checked_with_the_signed_head_that_each_rests_on(tmp_path):
    signer, other = (SigningKey(Ed25519PrivateKey.generate()) for _ in range(2))
    path, paper = tmp_path / "draws.json", of_acceptance(signer)
    undrawn = {"round": 2, "attempt": 1, "secret_hash": "0", "pool_hash": "0", "digest": None}
    path.write_text(json.dumps([paper, undrawn]), "utf-8")
    said = verify(path)
    assert said.exit_code == 0, said.output
    assert signer.id in said.output
    assert "whose key it is" in said.output  # anybody could have signed a head of his own
    known = CliRunner().invoke(main, ["draw", "verify", str(path), "--key", signer.public_key])
    assert (known.exit_code, "whose key it is" in known.output) == (0, False)
    said = CliRunner().invoke(main, ["draw", "verify", str(path), "--key", other.public_key])
    assert (said.exit_code, "signature of the head does not fit" in said.output) == (1, True)
    for change, word in (
        ({"position": 10}, "before the draw was committed"),
        ({"checkpoint": of_acceptance(other)["checkpoint"]}, "does not rest on what"),
    ):
        path.write_text(json.dumps([paper | change]), "utf-8")
        said = verify(path)
        assert (said.exit_code, word in said.output) == (1, True)


def test_what_is_no_draw_is_refused_with_a_word(tmp_path):
    path = tmp_path / "draw.json"
    for text in ("[]", "{}", "no json", json.dumps(published() | {"secret": "xyz"})):
        path.write_text(text, "utf-8")
        said = verify(path)
        assert (said.exit_code, "not a published draw" in said.output) == (1, True)
