"""SMS: templates with variables only, recorded or handed to a gateway over HTTP."""

import json
from dataclasses import replace

import pytest

from scenario_market import settings as settings_module
from scenario_market.channels.faults import AddressRefused, Rejected
from scenario_market.channels.post import code_sender, open_post
from scenario_market.channels.sms import HttpGateway, RecordingGateway, Template, TextMessage
from tests.channels.test_outbound import server  # noqa: F401  a fixture

MESSAGE = TextMessage("delivery-1", "13900000001", "SMS_MATCHED", {"title": "缺陷检测"})


@pytest.fixture
def template(city):
    return Template(city.policy["sms"]["templates"]["demand_matched"])


def test_variables_are_cut_to_what_carriers_take_and_hold_no_line_ends(template):
    filled = template.fill("k", "13900000001", {"title": "长" * 80 + "\n【伪造】", "other": "x"})
    assert set(filled.variables) == {"title"}
    assert len(filled.variables["title"]) == 35
    short = template.fill("k", "13900000001", {"title": "甲\r\n乙"})
    assert short.variables["title"] == "甲 乙"


def test_a_missing_variable_is_named(template):
    with pytest.raises(LookupError, match="title"):
        template.fill("k", "13900000001", {})


def test_every_approved_template_declares_the_variables_of_its_text(city):
    import re

    for entry in city.policy["sms"]["templates"].values():
        assert set(re.findall(r"\$\{(\w+)\}", entry["text"])) == set(entry["variables"])


def test_the_recording_gateway_keeps_one_line_a_message(tmp_path):
    gateway = RecordingGateway(tmp_path / "sms")
    gateway.send(MESSAGE)
    gateway.send(replace(MESSAGE, key="delivery-2"))
    path = tmp_path / "sms" / "messages.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["key"] for line in lines] == ["delivery-1", "delivery-2"]
    assert lines[0]["variables"] == {"title": "缺陷检测"}
    assert path.stat().st_mode & 0o077 == 0


def test_codes_for_signing_in_go_out_by_their_template(tmp_path, city):
    settings = settings_module.load({"SM_DATA_DIR": str(tmp_path)})
    code_sender(settings, city)("13900000001", "123456", minutes=5)
    (line,) = (tmp_path / "sms" / "messages.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["variables"] == {"code": "123456", "minutes": "5"}


def test_the_http_gateway_hands_over_key_template_and_variables(server):  # noqa: F811
    server.answer = b'{"code": "OK"}'
    gateway = HttpGateway(f"http://name:pass%20word@127.0.0.1:{server.port}/send")
    gateway.send(MESSAGE)
    ((path, headers, body),) = server.seen
    assert path == "/send"
    assert headers["Idempotency-Key"] == "delivery-1"
    assert headers["Authorization"].startswith("Basic ")
    assert json.loads(body) == {
        "key": "delivery-1",
        "mobile": "13900000001",
        "template": "SMS_MATCHED",
        "variables": {"title": "缺陷检测"},
    }


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b'{"code": "INVALID_MOBILE"}', AddressRefused),
        (b'{"code": "REJECTED"}', Rejected),
        (b'{"code": "BUSY"}', OSError),
        (b"<html>", OSError),
        (b"[]", OSError),
    ],
)
def test_the_code_inside_a_200_decides(server, answer, error):  # noqa: F811
    server.answer = answer
    with pytest.raises(error):
        HttpGateway(f"http://127.0.0.1:{server.port}/send").send(MESSAGE)


def test_without_addresses_everything_is_kept_in_the_data_folder(tmp_path):
    post = open_post(settings_module.load({"SM_DATA_DIR": str(tmp_path)}))
    post.gateway.send(MESSAGE)
    assert (tmp_path / "sms" / "messages.jsonl").exists()
