"""The file store: one copy of one content, nothing half-written, and the sweep that spares what is named or young."""

import hashlib
import io
import os
import stat

import pytest

from scenario_market.documents.files import Directory
from scenario_market.domain.errors import TooLarge

LIMIT = 1 << 20


class Counted(io.RawIOBase):
    """An endless stream that counts what was read of it, and the largest piece asked for."""

    def __init__(self):
        self.bytes_read = self.largest = 0

    def read(self, size=-1):
        self.largest = max(self.largest, size)
        assert size > 0, "read all at once"
        self.bytes_read += size
        return b"x" * size


@pytest.fixture
def store(tmp_path):
    return Directory(tmp_path / "files")


def on_disk(store):
    return sorted(p for p in store.root.rglob("*") if p.is_file() and p.name != ".lock")


def grow_old(path, days=2):
    before = path.stat().st_mtime - days * 86_400
    os.utime(path, (before, before))


def test_a_file_lies_under_its_hash_readable_by_its_owner_alone(store):
    kept = store.keep(io.BytesIO(b"content"), limit_bytes=LIMIT)
    digest = hashlib.sha256(b"content").hexdigest()
    assert (kept.sha256, kept.size_bytes) == (digest, 7)
    assert kept.stored_as == f"{digest[:2]}/{digest[2:4]}/{digest}"
    (path,) = on_disk(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with store.open(kept.stored_as) as file:
        assert file.read() == b"content"


def test_the_same_content_is_stored_once(store):
    first, second = (store.keep(io.BytesIO(b"same"), limit_bytes=LIMIT) for _ in range(2))
    assert first == second
    assert len(on_disk(store)) == 1


def test_a_stream_over_the_limit_is_read_no_further_and_leaves_nothing(store):
    stream = Counted()
    with pytest.raises(TooLarge):
        store.keep(stream, limit_bytes=LIMIT)
    assert stream.bytes_read <= LIMIT + stream.largest
    assert stream.largest <= 1 << 16
    assert on_disk(store) == []


def test_what_was_looked_at_and_not_kept_is_gone(store):
    with store.receive(io.BytesIO(b"looked at"), limit_bytes=LIMIT) as incoming:
        assert incoming.file.read() == b"looked at"
        assert len(on_disk(store)) == 1
    assert on_disk(store) == []


@pytest.mark.parametrize(
    "name", ["../secret_key", "/etc/passwd", "ab/cd/" + "0" * 64, "incoming/x"]
)
def test_only_names_of_the_store_are_opened(store, name):
    (store.root.parent / "secret_key").write_text("secret")
    with pytest.raises(FileNotFoundError):
        store.open(name)


def test_the_sweep_takes_old_files_that_nothing_names(store):
    names = [store.keep(io.BytesIO(c), limit_bytes=LIMIT).stored_as for c in (b"a", b"b", b"c")]
    broken = store.root / "incoming" / "broken-off"
    broken.write_bytes(b"half")
    for path in (store.root / names[0], store.root / names[1], broken):
        grow_old(path)
    gone = store.sweep(lambda asked: [n for n in asked if n == names[0]])
    assert gone == 2
    assert {str(p.relative_to(store.root)) for p in on_disk(store)} == {names[0], names[2]}


def test_the_sweep_spares_what_was_sent_again_while_it_ran(store):
    kept = store.keep(io.BytesIO(b"again"), limit_bytes=LIMIT)
    grow_old(store.root / kept.stored_as)

    def named(asked):
        store.keep(io.BytesIO(b"again"), limit_bytes=LIMIT)  # between the question and the removal
        return []

    assert store.sweep(named) == 0
    assert store.open(kept.stored_as).read() == b"again"
