"""What belongs to one organisation is not found by another: every route with a key, on real foreign keys.

Which key to put where is the table of calls; what a rival may get instead of *not found* is written here by hand.
The guards of the routes are off where a rival calls: commands and queries must refuse by themselves, so that no one
guard alone, here or there, keeps what is an organisation's own.
"""

import json
import re

import pytest

from tests.api.calls import CALLS, send
from tests.api.calls.attachments import attached
from tests.api.doors import matrix_name, open_doors, routes
from tests.api.matrix import ALL, MATRIX, SIGNED_IN
from tests.api.world import calls, world_on

once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# One acts for an organisation with needs, one for a provider; neither for those whose things they ask for.
RIVALS = ("rival", "other")
# Besides, one who may do all that either may, for an organisation that has nothing to do with any thing.
STRANGER = "stranger"
# Known to nobody but the two sides and the office.
SECRET = ("测试联系人", "027-00000003", "contact@owner.example", "测试服务商联系人", "027-00000002")
SECRET += ("13900001111", "联络员", "事实有误", "请写明测量方法", "我司有同类产线视觉检测案例")
SECRET += (calls.INSIDE, "公示的总分与评分规则不符")

# Everybody may: what is public of it, or what has no owner among the parties.
PUBLIC = {
    "GET /code-lists/{}",
    "GET /demands/{}",
    "GET /demands/{}/versions",
    "GET /demands/{}/history",
    "GET /challenges/{}",
    "GET /challenges/{}/versions",
    "GET /challenges/{}/history",
    "GET /challenges/{}/draw",  # published with the result, to be checked by anybody
    "GET /lists/{}",
    "GET /lists/{}/scenarios.xlsx",
    "GET /lists/{}/scenarios.csv",
    "GET /directory/{}",
    "GET /preferences/{}",  # a kind, and one's own wish for it
    "PUT /preferences/{}",
    "POST /unsubscriptions/{}",  # the signed token is the right
    "GET /demands/{}/responses",  # one's own, so none
    "GET /demands/{}/attachments",
    "GET /providers/{}/attachments",
    "GET /organisations/{}/attachments",
    "GET /responses/{}/attachments",
    "GET /mandates/{}/attachments",
    "GET /pledges/{}/attachments",
    "GET /verifications/pledges/{}",  # by the code on the paper
    "POST /verifications/pledges/{}",
    "GET /challenges/{}/interest",  # how many follow, from halfway on, and one's own organisations
    "GET /challenges/{}/questions",  # made anonymous
    "GET /questions/{}",
    "GET /challenges/{}/early-openings",  # opening before time leaves a public trace; it names no officer
    "GET /early-openings/{}",
    "GET /challenges/{}/reentries",  # a bid entered after the opening leaves the same trace
    "GET /reentries/{}",
    "GET /challenges/{}/bid-hashes",  # once opened, salted and sorted: one finds one's own alone
    "GET /challenges/{}/result",  # the state, and what is final
    "GET /public-notices/{}",
    "POST /public-notices/{}/objections",  # anybody's right, in one's own name
    "GET /landmarks/{}",  # the public case
    "GET /landmarks/{}/copies",  # confirmed ones
    "GET /certificates/{}",  # by the code on the paper
}
# Answering a public need is for every provider, but not in another's name: the body names the organisation.
IN_THE_NAME_OF_OTHERS = {"POST /demands/{}/responses"}
# Behind these the route's guard is the only one: mechanisms without an actor, or nothing that is anybody's own.
DOOR_ALONE = {
    "GET /imports",  # of no kind, so none
    "POST /demands/similar",  # names what is public
}
EMPTY = {name for name in PUBLIC if name.endswith(("/responses", "/attachments"))}
# Things that the public never sees whatever their state, so that the table's own call shows nothing of them.
HIDDEN_STATES = ("draft", "submitted", "in_review", "approved")


@pytest.fixture
def world(settings):
    return world_on(settings)


def plain(label):
    """A label without the names of its keys."""
    return re.sub(r"\{\w+\}", "{}", label)


def keyed(app):
    """Every route of the API with a key in its path."""
    named = {
        name.replace("/api/v1", "").replace("<>", "{}")
        for name in routes(app)
        if "/api/v1/" in name
    }
    return {name for name in named if "{}" in name}


def ask(world, label, made, who):
    """A call on a foreign thing, complete and with the right version, so that only the reader is wrong."""
    answer = send(world, label, made, who)
    text = answer.data.decode("utf-8", "replace")  # a workbook says the same as its text file
    return answer, [word for word in SECRET if word in json.dumps(text, ensure_ascii=False)]


@once
def test_every_route_with_a_key_is_tried(app):
    assert keyed(app) - {plain(label) for label in CALLS} == set()
    assert keyed(app) >= PUBLIC | IN_THE_NAME_OF_OTHERS


def askers(label):
    """Who asks for a foreign thing and should not find it."""
    nobody = () if MATRIX[matrix_name(label)] in (ALL, SIGNED_IN) else ("nobody",)
    if "{" not in label or plain(label) in PUBLIC | DOOR_ALONE:
        return nobody
    return (*nobody, STRANGER, *RIVALS)


def test_neither_a_rival_nor_who_has_no_role_finds_anything_behind_any_key(prepared):
    world, found = prepared.world, {}
    world.people |= {"nobody": world.person(), STRANGER: world.stranger()}
    # Nothing is set up again in between: who finds nothing changes nothing.
    with open_doors(world.app):
        for label in filter(askers, CALLS):
            made = prepared.made(label)
            for who in askers(label):
                if who == made.who:  # an objection of his own, an invitation to him
                    continue
                answer, told = ask(world, label, made, who)
                # 403: the asker's roles have no such act at all, whatever the key.
                if answer.status_code not in {403, 404} or told:
                    found[who, plain(label)] = answer.status_code, told
    assert set(found) == {("nobody", name) for name in DOOR_ALONE}, found


def test_what_a_rival_may_read_names_no_contact_and_nothing_inside(prepared):
    world, found = prepared.world, {}
    for label in CALLS:
        if plain(label) not in PUBLIC or not label.startswith("GET"):
            continue
        made = prepared.made(label)
        for who in (*RIVALS, "public"):
            answer, told = ask(world, label, made, who)
            is_full = plain(label) in EMPTY and answer.status_code == 200 and answer.json != []
            if told or is_full:
                found[who, label] = answer.status_code, told, answer.json
    assert found == {}


@once
@pytest.mark.parametrize("who", [*RIVALS, "public"])
def test_a_need_that_is_not_public_is_not_found_in_any_state_by_any_road(world, who):
    found = []
    for state in HIDDEN_STATES:
        key, _ = world.demand(state)
        for path in ("", "/versions", "/history", "/attachments"):
            answer = world.client(who).get(f"/demands/{key}{path}")
            if answer.status_code != 404 and answer.json != []:
                found.append((state, path, answer.status_code))
    file = attached(world)
    for path in ("", "/content"):
        answer = world.client(who).get(f"/attachments/{file}{path}")
        found += [(path, answer.status_code)] if answer.status_code != 404 else []
    assert found == []


@once
def test_collections_show_a_rival_his_own_alone(world):
    world.answer("contracted")
    world.appeal()
    world.invitation()
    world.provider("suspend")
    own = {"rival": world.organisations["rival"], "other": world.organisations["other"]}
    for who, organisation in own.items():
        client = world.client(who)
        assert client.get("/responses").json == []
        assert client.get("/demands?scope=mine").json == []
        told = {one["organisation_id"] for one in client.get("/notices").json}
        assert told <= {organisation}
        assert [one["id"] for one in client.get("/organisations").json] == [organisation]
    client = world.client("other")
    assert client.get("/appeals").json == []
    matched = {one["provider_id"] for one in client.get("/matches").json}
    assert matched == {world.providers["other"]}
    assert [one["id"] for one in client.get("/providers").json] == [world.providers["other"]]
    assert client.get("/imports").status_code == 403


@once
def test_nobody_answers_or_drafts_in_the_name_of_others(world):
    made = CALLS["POST /demands/{demand_id}/responses"](world)
    assert send(world, "POST /demands/{demand_id}/responses", made, "other").status_code in {
        403,
        404,
    }
    for label, who in (("POST /demands", "rival"), ("POST /providers", "other")):
        assert send(world, label, CALLS[label](world), who).status_code in {403, 404}
