"""Files of keys: one purpose each, not open to others, whole or refused in words."""

import json

import pytest

from scenario_market.vault import keyfiles
from scenario_market.vault.keyfiles import KeyFileError
from tests.factories import NOW, later


def test_a_file_gives_back_the_keys_the_newest_first(tmp_path):
    ring = keyfiles.new_ring("opening", NOW).with_new(later(days=1))
    ring.write(tmp_path / "opening.key")
    assert keyfiles.read(tmp_path / "opening.key", "opening") == ring
    assert ring.first.made_at == later(days=1).isoformat(timespec="microseconds")
    assert (tmp_path / "opening.key").stat().st_mode & 0o777 == 0o600


def test_the_public_half_has_the_ids_of_the_keys_and_none_of_the_secrets(tmp_path):
    ring = keyfiles.new_ring("opening", NOW)
    ring.public().write(tmp_path / "opening.pub")
    assert [one.id for one in ring.public().keys] == [one.id for one in ring.keys]
    read = keyfiles.read(tmp_path / "opening.pub", "opening_public")
    assert ring.first.material not in [one.material for one in read.keys]


@pytest.mark.parametrize("purpose", ["draft", "opening", "receipt"])
def test_a_file_that_others_may_read_is_refused(tmp_path, purpose):
    keyfiles.new_ring(purpose, NOW).write(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(KeyFileError, match="mode 640"):
        keyfiles.read(tmp_path / "key", purpose)


def test_a_file_of_another_purpose_is_refused(tmp_path):
    keyfiles.new_ring("draft", NOW).write(tmp_path / "key")
    with pytest.raises(KeyFileError, match="holds draft keys, not opening"):
        keyfiles.read(tmp_path / "key", "opening")


def test_a_missing_file_is_told_with_what_makes_one(tmp_path):
    with pytest.raises(KeyFileError, match="keys make"):
        keyfiles.read(tmp_path / "none", "draft")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": "scenario-market/keys/1"}'])
def test_what_is_no_file_of_keys_is_told(tmp_path, text):
    (tmp_path / "key").write_text(text)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(KeyFileError):
        keyfiles.read(tmp_path / "key", "draft")


@pytest.mark.parametrize("change", [{"id": "0" * 16}, {"key": "AAAA"}, {"key": "?"}, {"key": 3}])
def test_a_damaged_key_is_told(tmp_path, change):
    path = tmp_path / "key"
    keyfiles.new_ring("draft", NOW).write(path)
    document = json.loads(path.read_text())
    document["keys"][0] |= change
    path.write_text(json.dumps(document))
    with pytest.raises(KeyFileError, match="damaged"):
        keyfiles.read(path, "draft")


def test_a_spare_key_is_not_used_until_it_is_promoted():
    ring = keyfiles.new_ring("draft", NOW)
    with_spare = ring.with_spare(later(microseconds=1))
    assert with_spare.first == ring.first
    promoted = with_spare.promoted()
    assert promoted.first == with_spare.keys[-1]
    assert set(promoted.keys) == set(with_spare.keys)
    assert promoted.promoted() is None
    assert ring.promoted() is None
