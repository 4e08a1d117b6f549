"""A canary in each part of a sealed bid: nobody else has it, whatever he holds, before the opening."""

from base64 import b64encode

import pytest

from scenario_market.domain.bids.sections import SECTIONS
from scenario_market.domain.challenges.models import Challenge
from tests import samples
from tests.domain.bids.desks import ANSWERS
from tests.sealed import holdings
from tests.sealed.stage import playing

CANARY = "canary4711"


@pytest.fixture
def stage(settings):
    with playing(settings) as made:
        yield made


def marked(value, path=""):
    """Every text of an answer with a canary of its own in it: (answer, canaries)."""
    if isinstance(value, dict):
        pairs = {key: marked(one, f"{path}{key}") for key, one in value.items()}
        return {key: one for key, (one, _) in pairs.items()}, _canaries(pairs.values())
    if isinstance(value, list):
        pairs = [marked(one, f"{path}{place}") for place, one in enumerate(value)]
        return [one for one, _ in pairs], _canaries(pairs)
    if isinstance(value, str) and not path.endswith(("key", "operator", "uscc")):
        canary = f"{CANARY}{path}x"
        return f"{value}{canary}"[:200], [canary]
    return value, []


def _canaries(pairs):
    return [one for _, found in pairs for one in found]


@pytest.fixture
def sealed(stage):
    """A bid of a consortium, handed in with a file, of which every part carries a canary."""
    world = stage.world
    challenge_id = world.open_call()
    bidder = stage.bidder(challenge_id)
    asked = bidder.client.post(f"{bidder.path}/invitations", {"uscc": world.uscc("other")})
    world.client("other").post(f"/consortium-invitations/{asked.json['access_key']}/consent")
    shares = [
        {"organisation_uscc": world.uscc(who), "role": f"{who}的分工", "share_percent": 50}
        for who in ("provider", "other")
    ]
    answers, canaries = marked({**ANSWERS, "division": shares})
    assert {name for name in SECTIONS if any(name in one for one in canaries)} == set(SECTIONS)
    file = samples.pdf(f"{CANARY}file 团队")
    added = stage.attach(bidder, name=f"{CANARY}name.pdf", content=file)
    assert added.status_code == 201, added.json
    done = stage.act(bidder, "hand_in", answers)
    assert done.json["done"], done.json
    # what is handed in, and a later draft beside it
    stage.act(bidder, "save", {"approach": {"text": f"{CANARY}later"}})
    stage.hand.turn()
    canaries += [f"{CANARY}file", f"{CANARY}name", f"{CANARY}later"]
    return challenge_id, bidder, added.json["file"]["key"], canaries


def held(stage, bystanders, challenge_id, bidder, file_key):
    """Everything that others hold: place → bytes."""
    where = {f"dump {n}": part for n, part in enumerate(holdings.dumped(stage.database))}
    where |= {
        f"table {name}": holdings.flat(rows)
        for name, rows in holdings.tables(stage.database).items()
    }
    where |= {f"file {n}": held for n, held in holdings.files(stage.settings.data_dir).items()}
    where |= {
        f"redis {key}": holdings.flat(value)
        for key, value in holdings.broker(stage.settings.redis_url).items()
    }
    where["log"] = stage.written.getvalue().encode()
    where["metrics"] = str(holdings.counted()).encode()
    where |= {f"mail {n}": mail[2] for n, mail in enumerate(stage.mailbox.mails)}
    keys = {"challenge_id": challenge_id, "access_key": bidder.key, "file_key": file_key}
    for who in bystanders:
        for path, (status, body) in holdings.answers(stage.world, who, keys).items():
            assert status < 500, (who, path, body)
            where[f"answer {who} {path}"] = body
    return where


def test_nothing_of_a_sealed_bid_is_anywhere_before_the_opening(stage, sealed):
    challenge_id, bidder, file_key, canaries = sealed
    where = held(stage, stage.bystanders, challenge_id, bidder, file_key)
    found = {canary: holdings.places(canary, where) for canary in canaries}
    assert {canary: where for canary, where in found.items() if where} == {}
    # The search sees much: mails went out, files are there, and everybody was answered.
    assert len([name for name in where if name.startswith("mail")]) >= 2
    assert any(name.startswith("file files/") for name in where)
    assert len([name for name in where if name.startswith("answer")]) > 500
    # The bidder himself reads every part of it.
    own = {
        "workspace": bidder.client.get(bidder.path).get_data(),
        "content": bidder.client.get(f"{bidder.path}/content").get_data(),
        "file": bidder.client.get(f"{bidder.path}/files/{file_key}").get_data(),
    }
    assert [canary for canary in canaries if not holdings.places(canary, own)] == []


@pytest.mark.parametrize("fresh_database_url", ["sqlite"], indirect=True)
def test_a_canary_that_leaks_is_found_wherever_it_is(stage, sealed):
    challenge_id, bidder, file_key, canaries = sealed
    column, log, key, file, mail = canaries[:5]
    with stage.database.unit_of_work() as session:
        session.get(Challenge, challenge_id).title = column
    stage.written.write(f'{{"section": "{log}"}}\n')
    stage.hand.relay.broker.client.set("answer", key.encode().hex())
    (stage.settings.data_dir / "files" / "kept").write_bytes(b"\0" + b64encode(file.encode()))
    stage.mailbox.mails.append(("somebody", None, mail.encode("utf-16-le")))
    where = held(stage, ["public"], challenge_id, bidder, file_key)
    kinds = {name.partition(" ")[0] for name in holdings.places(column, where)}
    assert kinds == {"answer", "dump", "table"}
    assert holdings.places(log, where) == ["log"]
    assert holdings.places(key, where) == ["redis b'answer'"]
    assert holdings.places(file, where) == ["file files/kept"]
    assert [name.partition(" ")[0] for name in holdings.places(mail, where)] == ["mail"]
