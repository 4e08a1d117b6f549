"""Two worlds from one seed and clock: in one a provider hands in, in the other it only saves. Nobody else can tell.

Both begin as copies of one market. All that is drawn comes from one seed and the clock goes on by itself, so that every
byte is the same which does not depend on what was done: what is left are the ciphertexts of the one workspace, and they
have the same length.
"""

import copy
import json
import re
import shutil
from dataclasses import replace

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.engine import make_url

from scenario_market.domain.bids import working
from scenario_market.domain.challenges.models import Challenge
from tests.sealed import holdings
from tests.sealed.stage import playing, seeded
from tests.servers import postgres_database

SAVES = ("save",) * 5
HANDS_IN = ("hand_in", "save", "withdraw", "hand_in", "hand_in")
CIPHERTEXT = {("workspace", name) for name in ("envelope", "sealed_key", "draft_key")}
OF_TIME = ("timestamp", "ms")
# It holds the wall clock's time, and says nothing but whose form it is.
FORM_TOKEN = re.compile(rb'(?<=name="csrf_token" value=")[^"]+')


@pytest.fixture
def forked(settings, tmp_path, request):
    """Plays a world on a copy of one market; returns what others hold of it then."""
    with playing(settings) as stage:
        challenge_id = stage.world.open_call()
        rival = stage.bidder(challenge_id, "other")
        stage.act(rival, "hand_in")
        own = stage.bidder(challenge_id)  # whom it asks to join does not answer
        own.client.post(f"{own.path}/invitations", {"uscc": stage.world.uscc("other")})
        stage.hand.turn()
        world = copy.copy(stage.world)

    def play(number, verbs, monkeypatch, leak=lambda stage: None, bystanders=None):
        data_dir = tmp_path / f"world{number}"
        shutil.copytree(settings.data_dir, data_dir)
        with copied(settings.database_url, data_dir, request) as url:
            own = replace(settings, database_url=url, data_dir=data_dir)
            with playing(own, world) as stage, seeded(monkeypatch, world.now):
                leak(stage)
                return held(stage, challenge_id, verbs, bystanders or stage.bystanders)

    return play


class copied:
    """The address of a copy of a database, for the length of a block."""

    def __init__(self, url, folder, request):
        self.url, self.folder, self.request, self.database = url, folder, request, None

    def __enter__(self):
        if self.url.startswith("sqlite"):
            path = self.folder / "market.sqlite3"
            shutil.copy(make_url(self.url).database, path)
            return f"sqlite:///{path}"
        server = self.request.getfixturevalue("postgres_url")
        self.database = postgres_database(server, template=make_url(self.url).database)
        return self.database.__enter__()

    def __exit__(self, *raised):
        if self.database is not None:
            self.database.__exit__(*raised)


def held(stage, challenge_id, verbs, bystanders):
    """What others hold after somebody has worked on a bid: each place with what is there."""
    stage.written.truncate(0)
    stage.written.seek(0)
    before = holdings.counted()
    bidder = stage.bidder(challenge_id)
    own = []
    for number, verb in enumerate(verbs):
        removed = [one["key"] for one in bidder.read()["files"]] if number == 3 else ()
        own.append(stage.act(bidder, verb, removed=removed))
        own.append(bidder.client.get(bidder.path))
        own.append(bidder.client.get(f"{bidder.path}/content"))
        if number == 3:
            amended(stage, challenge_id)
        if number == 1:
            own.append(stage.attach(bidder))
    stage.hand.turn()
    done = [one.json["done"] for one in own if "done" in one.json]
    assert all(done), [one.json for one in own]
    found = {"own": [(one.status_code, len(one.get_data())) for one in own]}
    keys = {"challenge_id": challenge_id, "access_key": bidder.key}
    for who in bystanders:
        for path, (status, body) in holdings.answers(stage.world, who, keys).items():
            if not path.endswith(".xlsx"):  # a workbook holds the wall clock's time
                found[f"answer {who} {path}"] = status, FORM_TOKEN.sub(b"", body)
    found |= rows(holdings.tables(stage.database))
    found["sequences"] = holdings.sequences(stage.database)
    found["log"] = lines(stage.written.getvalue())
    found["mails"] = [(to, content) for to, _, content in stage.mailbox.mails]
    found["redis"] = holdings.broker(stage.settings.redis_url)
    found["files"] = {
        name: content
        for name, content in holdings.files(stage.settings.data_dir).items()
        if not name.startswith("market.sqlite3")
    }
    after = holdings.counted()
    found["metrics"] = {name: value - before.get(name, 0) for name, value in after.items()}
    return found


def amended(stage, challenge_id):
    """A material amendment, by fiat: what was handed in before it must be confirmed."""
    with stage.database.unit_of_work() as session:
        call = session.get(Challenge, challenge_id)
        call.content_number += 1
        call.reconfirm_number = call.content_number


def rows(tables):
    """Each value of each table by its place; of a ciphertext its length alone."""
    return {
        f"table {table} {place} {column}": len(value) if (table, column) in CIPHERTEXT else value
        for table, found in tables.items()
        for place, row in enumerate(found)
        for column, value in row.items()
    }


def lines(written):
    """What was logged, without how long it took and when."""
    parsed = [json.loads(line) for line in written.splitlines()]
    return [{k: v for k, v in line.items() if k not in OF_TIME} for line in parsed]


def differences(one, other):
    """The places where two worlds differ."""
    return sorted(place for place in {*one, *other} if one.get(place, ...) != other.get(place, ...))


def test_who_handed_in_and_who_only_saved_cannot_be_told_apart(forked, monkeypatch):
    saves, hands_in = (
        forked(number, verbs, monkeypatch) for number, verbs in enumerate((SAVES, HANDS_IN))
    )
    assert differences(saves, hands_in) == []
    assert len([place for place in saves if place.startswith("answer")]) > 500
    assert saves["mails"] == hands_in["mails"]
    assert any(place.endswith(" envelope") for place in saves)
    assert saves["table consortium_invitation 0 answer"] is None


def tell_state(session, done):
    """A plain column says what the workspace is."""
    query = text("UPDATE workspace SET state = :state WHERE id = :key")
    session.execute(query, {"state": str(done.standing), "key": done.desk.workspace.id})


def tell_act(session, done):
    """A line of the log says what was done."""
    structlog.get_logger("bids").info("act_done", act=done.verb)


@pytest.mark.parametrize("fresh_database_url", ["sqlite"], indirect=True)
def test_a_plain_state_column_and_a_line_of_the_log_make_the_worlds_differ(forked, monkeypatch):
    plain = working.act

    def telling(session, access_key, **given):
        done = plain(session, access_key, **given)
        tell_state(session, done)
        tell_act(session, done)
        return done

    def leak(stage):
        with stage.database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE workspace ADD COLUMN state VARCHAR(20)"))

    monkeypatch.setattr(working, "act", telling)
    saves, hands_in = (
        forked(number, verbs, monkeypatch, leak, ["public"])
        for number, verbs in enumerate((SAVES, HANDS_IN))
    )
    assert differences(saves, hands_in) == ["log", "table workspace 1 state"]
