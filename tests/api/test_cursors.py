"""A cursor leads on through one list of one reader; he reads nothing in it and carries it nowhere else."""

import base64
import re

import pytest

from scenario_market.domain.matching.records import Match
from tests.api.matched import work_off
from tests.api.world import world_on

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


def following(answer):
    """The address of the next page, below the API's own."""
    assert answer.status_code == 200, answer.json
    (address,) = re.findall(r'<([^>]+)>; rel="next"', answer.headers["Link"])
    return address.removeprefix("/api/v1")


def opaque(address):
    """The bytes of the cursor in an address."""
    cursor = re.search(r"cursor=([^&]+)", address)[1]
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


def test_an_owner_reads_no_score_in_the_cursor_of_who_was_found(world):
    owner, lead = world.client("owner"), world.client("lead")
    path = f"/demands/{world.matched.demand}/matches?limit=1"
    first = owner.get(path)
    assert [one["score_milli"] for one in first.json] == [None]
    score = lead.get(path).json[0]["score_milli"]
    assert score is not None
    carried = opaque(following(first))
    assert str(score).encode() not in carried
    assert carried != opaque(following(owner.get(path)))  # nor is it the same for the same score
    second = owner.get(following(first)).json
    assert [one["id"] for one in second] == [one["id"] for one in lead.get(path[:-8]).json[1:]]


def test_a_cursor_is_as_long_for_a_low_score_as_for_a_high_one(world):
    path = f"/demands/{world.matched.demand}/matches?limit=1"
    lengths = set()
    for score in (7, 999):
        with world.database.unit_of_work() as session:
            session.query(Match).filter_by(
                subject_kind="demand", subject_id=world.matched.demand
            ).update({"score_milli": score})
        lengths.add(len(opaque(following(world.client("owner").get(path)))))
    assert len(lengths) == 1


def test_a_cursor_of_one_demand_says_nothing_of_another_s_order(world):
    other, _ = world.demand("listed")
    work_off(world.app.extensions["settings"], world.database)
    owner = world.client("owner")
    address = following(owner.get(f"/demands/{world.matched.demand}/matches?limit=1"))
    carried = address.replace(str(world.matched.demand), str(other), 1)
    assert owner.get(f"/demands/{other}/matches?limit=1").json
    refused = owner.get(carried)
    assert (refused.status_code, refused.json["errors"][0]["rule"]) == (422, "unknown_cursor")


def test_a_cursor_fits_its_own_filters_and_any_length_of_page(world):
    world.demand("listed")
    public = world.client("public")
    address = following(public.get("/demands?limit=1"))
    assert len(public.get(address.replace("limit=1", "limit=5")).json) >= 1
    assert public.get(address + "&district=420106").status_code == 422


def test_a_cursor_of_the_public_order_is_refused_where_an_officer_reads_in_another(world):
    for _ in range(2):
        world.list_of("published")
    address = following(world.client("public").get("/lists?limit=1"))
    refused = world.client("lead").get(address)
    assert (refused.status_code, refused.json["errors"][0]["rule"]) == (422, "unknown_cursor")
