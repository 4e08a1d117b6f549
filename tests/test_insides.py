"""What is used of libraries' insides is there, and does what we take it to do.

None of it is promised by its library, so ``setup.cfg`` binds each of them to a minor version. Whoever raises a bound
reads here what has to be looked at.
"""

import configparser
import inspect
import io

import dramatiq
import flask
import marshmallow as ma
import openpyxl
import pytest
import webargs.core
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.common import compute_backoff
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser

from scenario_market.settings import ROOT
from scenario_market.workers.broker import NAMESPACE, Handing, make_broker
from tests.factories import NOW

BOUND = {
    "dramatiq": "workers/broker.py: _RedisConsumer, message_cache, how a queue lies in Redis",
    "flask-smorest": "api/access.py, api/resource.py: _apidoc; api/rest/__init__.py: _openapi_json",
    "marshmallow": "api/dumping.py, api/resource.py: _hooks, Schema._serialize, Field._serialize",
    "openpyxl": "documents/sheets.py: _get_source of a streamed sheet",
    "webargs": "api/arguments.py: _handle_invalid_json_error",
}


def needs():
    """The bounds of ``setup.cfg`` by library."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lines = setup["options"]["install_requires"].split()
    return {line.partition(">=")[0]: line.partition(">=")[2] for line in lines}


@pytest.mark.parametrize("library", BOUND)
def test_a_library_whose_insides_are_used_is_bound_to_its_minor_version(library):
    low, _, high = needs()[library].partition(",<")
    major, minor = (int(part) for part in low.split(".")[:2])
    assert high == f"{major}.{minor + 1}", f"{library}: {BOUND[library]}"


def test_marshmallow_keeps_hooks_by_name_and_serialises_through_one_method():
    class Plain(ma.Schema):
        words = ma.fields.List(ma.fields.String())

        def _serialize(self, obj, *, many=False):
            return {"by": "us", "many": many}

    class Hooked(ma.Schema):
        @ma.post_dump
        def after(self, data, **_):
            return data

    assert not Plain._hooks.get("pre_dump")
    assert not Plain._hooks.get("post_dump")
    assert Hooked._hooks.get("post_dump")
    assert Plain().dump({}) == {"by": "us", "many": False}
    assert Plain(many=True).dump([]) == {"by": "us", "many": True}
    assert Plain().fields["words"]._serialize([1, "a"], "", None) == ["1", "a"]


def test_webargs_refuses_a_malformed_body_by_the_method_that_we_call():
    assert "_handle_invalid_json_error" in vars(webargs.core.Parser) | vars(FlaskParser)
    with flask.Flask("a").test_request_context(), pytest.raises(Exception) as refused:  # noqa: PT011
        FlaskParser()._handle_invalid_json_error(ValueError(), flask.request)
    assert refused.value.code == 400


def test_smorest_keeps_what_is_documented_of_a_view_in_apidoc():
    blueprint = Blueprint("a", __name__)

    @blueprint.response(200)
    @blueprint.doc(summary="said")
    def view():
        return None

    assert view._apidoc["manual_doc"] == {"summary": "said"}
    assert "response" in view._apidoc


def test_openpyxl_opens_the_part_of_a_streamed_sheet():
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "a"
    book.active.merge_cells("A1:B1")
    book.save(stream)
    sheet = openpyxl.load_workbook(stream, read_only=True).active
    with sheet._get_source() as source:
        assert b"<mergeCell " in source.read()


def test_dramatiq_s_consumer_keeps_what_it_fetched_where_we_put_it_back_from():
    parameters = ["self", "broker", "queue_name", "prefetch", "timeout"]
    assert list(inspect.signature(_RedisConsumer.__init__).parameters) == parameters
    consumer = _RedisConsumer(None, "match", 2, 1)
    assert consumer.message_cache == []
    assert callable(consumer.requeue)
    assert isinstance(RedisBroker.consumer_class, property)
    assert compute_backoff(0, max_backoff=1)[1] <= 1  # our consumer waits by itself


def test_a_message_lies_in_redis_as_dramatiq_itself_puts_it_there(fresh_redis_url):
    broker = make_broker(fresh_redis_url)
    key, queue = f"{NAMESPACE}:match", broker.client

    def lies():
        """The one message of the queue, and every key of Redis that it needs."""
        (place,) = queue.lrange(key, 0, -1)
        text = queue.hget(f"{key}.msgs", place)
        kinds = {key: queue.type(key), f"{key}.msgs": queue.type(f"{key}.msgs")}
        assert place.decode() == dramatiq.Message.decode(text).options["redis_message_id"]
        return kinds, sorted(dramatiq.Message.decode(text).asdict())

    theirs = dramatiq.Message("match", "run_job", (1, False), {}, {})
    broker.enqueue(theirs)
    expected = lies()
    queue.flushdb()
    broker.hand_over([Handing("match", "run_job", [(1, False)], NOW)])
    assert lies() == expected
    consumer = broker.consume("match", prefetch=1)
    message = next(consumer)
    assert (message.args, message.kwargs) == ((1, False), {})
    consumer.ack(message)
    assert not queue.exists(key, f"{key}.msgs")
    broker.close()
