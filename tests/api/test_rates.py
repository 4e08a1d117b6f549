"""A flood from one address is kept out: counted by all processes together, and without Redis too."""

from dataclasses import replace

import pytest

from scenario_market.api import create_app
from scenario_market.api.rates import KINDS
from tests.api.conftest import Client

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MOST = 60  # sign-ins a minute


def knock(app, times=1, **headers):
    """Statuses of sign-ins that say nothing."""
    client = Client(app)
    return [client.post("/sign-ins", {}, headers=headers).status_code for _ in range(times)]


@pytest.fixture
def limited(settings):
    return create_app(replace(settings, rate_limits=True))


def test_one_call_too_many_is_told_when_to_come_back(limited):
    assert set(knock(limited, MOST)) == {422}
    answer = Client(limited).post("/sign-ins", {}, headers={"Accept-Language": "en"})
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "too_many_requests"
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_other_routes_stay_open_to_who_knocked_too_often(limited):
    assert knock(limited, MOST + 1)[-1] == 429
    assert Client(limited).get("/clock").status_code == 200
    assert Client(limited).post("/sign-in-codes", {}).status_code == 422


def test_web_processes_count_together(settings, limited):
    other = create_app(replace(settings, rate_limits=True))
    knock(limited, MOST // 2)
    knock(other, MOST // 2)
    assert knock(limited) == knock(other) == [429]


def test_without_redis_each_process_counts_for_itself(settings):
    away = create_app(replace(settings, rate_limits=True, redis_url="redis://127.0.0.1:1/0"))
    found = knock(away, MOST + 1)
    assert (set(found[:-1]), found[-1]) == ({422}, 429)


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(settings, limited):
    knock(limited, MOST, **{"X-Forwarded-For": "203.0.113.1"})
    assert knock(limited, **{"X-Forwarded-For": "203.0.113.2"}) == [429]
    behind = create_app(
        replace(settings, rate_limits=True, proxies=1, redis_url="redis://127.0.0.1:1/0")
    )
    assert knock(behind, MOST + 1, **{"X-Forwarded-For": "203.0.113.1"})[-1] == 429
    assert knock(behind, **{"X-Forwarded-For": "203.0.113.2"}) == [422]
    # What a caller put in front of the proxy's own word changes nothing.
    assert knock(behind, **{"X-Forwarded-For": "203.0.113.9, 203.0.113.1"}) == [429]


def test_a_line_of_ipv6_is_one_caller_whatever_address_it_takes(settings):
    behind = create_app(
        replace(settings, rate_limits=True, proxies=1, redis_url="redis://127.0.0.1:1/0")
    )
    found = [knock(behind, **{"X-Forwarded-For": f"2001:db8:1:2::{n:x}"}) for n in range(MOST + 1)]
    assert found[-2:] == [[422], [429]]
    assert knock(behind, **{"X-Forwarded-For": "2001:db8:1:3::1"}) == [422]
    knock(behind, MOST, **{"X-Forwarded-For": "203.0.113.7"})
    assert knock(behind, **{"X-Forwarded-For": "::ffff:203.0.113.7"}) == [429]


def test_setting_a_password_is_counted_since_each_try_hashes(settings):
    few = create_app(replace(settings, rate_limits=True, rate_sign_ins="1 per hour"))
    client = Client(few)
    assert [client.put("/me/password", {}).status_code for _ in range(2)] == [401, 429]


def test_limits_can_be_switched_off(app):
    assert set(knock(app, MOST + 5)) == {422}


def test_every_limit_is_on_a_route_that_there_is(app):
    assert set(KINDS) <= set(app.view_functions)
