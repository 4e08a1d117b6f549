"""Inbox, preferences and the end of mails over HTTP, as provider, rival, owner and office."""

import pytest
from sqlalchemy import select

from scenario_market.domain import clock, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.notices import tokens
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.events import OrganisationVerified
from tests.api.matched import ok, once, problem
from tests.factories import NOW


def verified(database, organisation_id, times):
    """More notices: the organisation is verified again and again."""
    with database.unit_of_work() as session:
        for _ in range(times):
            fact = OrganisationVerified(subject_id=organisation_id)
            event = outbox.record(session, fact, actor=SYSTEM, now=clock.now(session))
            session.flush()
            session.add(
                Notice(
                    event_id=event.id,
                    kind="organisation_verified",
                    organisation_id=organisation_id,
                    subject_kind="organisation",
                    subject_id=organisation_id,
                    params={},
                    is_digest=False,
                    day=NOW.date(),
                    at=clock.now(session),
                )
            )


def test_a_providers_inbox_says_what_and_why_in_the_readers_language(scene):
    clients, keys = scene
    (notice,) = ok(clients["provider"].get("/notices?kind=demand_matched"))
    assert notice["title"].startswith("新需求与贵单位匹配")
    assert notice["path"] == f"/demands/{keys['demand']}"
    assert any("匹配得分" in reason for reason in notice["reasons"])
    english = {"Accept-Language": "en"}
    (notice,) = ok(clients["provider"].get("/notices?kind=demand_matched", headers=english))
    assert notice["title"].startswith("A need that fits you")


@once
def test_nobody_reads_the_inbox_of_others(scene, public):
    clients, _ = scene
    (notice,) = ok(clients["provider"].get("/notices?kind=demand_matched"))
    for name in ("rival", "owner", "office"):
        assert problem(clients[name].get(f"/notices/{notice['id']}"), 404) == "not_found"
        assert problem(clients[name].post(f"/notices/{notice['id']}/read"), 404) == "not_found"
        assert notice["id"] not in [one["id"] for one in ok(clients[name].get("/notices"))]
    assert problem(public.get("/notices"), 401) == "not_signed_in"


@once
def test_a_foreign_organisation_as_filter_shows_nothing(scene):
    clients, keys = scene
    path = f"/notices?organisation_id={keys['organisation']}"
    assert ok(clients["rival"].get(path)) == []
    assert ok(clients["provider"].get(path))


def test_reading_is_each_persons_own(scene):
    clients, _ = scene
    before = ok(clients["provider"].get("/notices/unread"))
    assert before["kinds"]["demand_matched"] == 1
    (notice,) = ok(clients["provider"].get("/notices?kind=demand_matched&unread=true"))
    first = ok(clients["provider"].post(f"/notices/{notice['id']}/read"))
    again = ok(clients["provider"].post(f"/notices/{notice['id']}/read"))
    assert first["read_at"] == again["read_at"] is not None
    assert ok(clients["provider"].get("/notices?kind=demand_matched&unread=true")) == []
    assert len(ok(clients["provider"].get("/notices?kind=demand_matched&unread=false"))) == 1
    assert len(ok(clients["clerk"].get("/notices?kind=demand_matched&unread=true"))) == 1


def test_the_inbox_is_paged_without_gap_or_repetition(scene, database):
    clients, keys = scene
    verified(database, keys["organisation"], 7)
    everything = [one["id"] for one in ok(clients["provider"].get("/notices?limit=100"))]
    path, seen = "/notices?limit=3", []
    while path:
        answer = clients["provider"].get(path)
        seen += [one["id"] for one in ok(answer)]
        link = answer.headers.get("Link", "")
        path = link.partition("<")[2].partition(">")[0].removeprefix("/api/v1")
    assert seen == everything == sorted(everything, reverse=True)
    assert len(seen) >= 8


def test_all_up_to_one_become_read_and_what_came_later_stays(scene, database):
    clients, keys = scene
    (newest, *_) = ok(clients["provider"].get("/notices"))
    verified(database, keys["organisation"], 2)
    body = {"up_to": newest["id"]}
    count = ok(clients["provider"].post("/notices/read", body))["count"]
    assert count > 0
    assert ok(clients["provider"].post("/notices/read", body))["count"] == 0
    assert ok(clients["provider"].get("/notices/unread"))["total"] == 2


@once
def test_preferences_begin_as_the_citys_and_change_by_version(scene, city):
    clients, _ = scene
    wishes = ok(clients["provider"].get("/preferences"))
    assert [one["kind"] for one in wishes] == list(city.policy["notices"])
    assert all(one["is_default"] for one in wishes)
    path = "/preferences/demand_matched"
    answer = clients["provider"].get(path)
    assert answer.headers["ETag"].startswith('"0-')
    body = {"mail": True, "sms": True, "digest": True}
    assert problem(clients["provider"].put(path, body), 428) == "version_missing"
    changed = ok(clients["provider"].put(path, body, version=0))
    assert (changed["sms"], changed["digest"], changed["version"]) == (True, True, 1)
    assert problem(clients["provider"].put(path, body, version=0), 412) == "stale_version"


@once
@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("demand_amended", {"mail": True, "sms": True, "digest": False}, "sms"),
        ("demand_matched", {"mail": False, "sms": False, "digest": True}, "digest"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_by_field(scene, kind, body, field):
    clients, _ = scene
    answer = clients["provider"].put(f"/preferences/{kind}", body, version=0)
    assert problem(answer, 422) == "invalid"
    (error,) = answer.json["errors"]
    assert error["field"] == field
    assert error["message"] != error["rule"]


@once
def test_an_unknown_kind_is_not_found(scene):
    clients, _ = scene
    assert problem(clients["provider"].get("/preferences/nothing"), 404) == "not_found"


@pytest.mark.parametrize("way", ["api", "page"])
def test_one_click_ends_one_kind_without_signing_in(scene, public, settings, database, way):
    clients, keys = scene
    person_id = keys["people"]["provider"]
    token = tokens.sign(settings.secret_key, person_id=person_id, kind="demand_matched")
    for _ in range(2):
        if way == "api":
            assert ok(public.post(f"/unsubscriptions/{token}"))["mail"] is False
        else:
            form = {"List-Unsubscribe": "One-Click"}
            assert public.http.post(f"/unsubscribe/{token}", data=form).status_code == 200
    assert ok(clients["provider"].get("/preferences/demand_matched"))["mail"] is False
    assert ok(clients["provider"].get("/preferences/demand_amended"))["mail"] is True
    assert ok(clients["clerk"].get("/preferences/demand_matched"))["mail"] is True
    with database.reading() as session:
        facts = session.scalars(
            select(EventRecord).where(EventRecord.kind == "person.unsubscribed")
        ).all()
    assert [(one.subject_id, one.payload) for one in facts] == [
        (person_id, {"notice": "demand_matched"})
    ]


@once
def test_looking_at_the_unsubscribe_link_ends_nothing(scene, public, settings):
    clients, keys = scene
    person_id = keys["people"]["provider"]
    token = tokens.sign(settings.secret_key, person_id=person_id, kind="demand_matched")
    page = public.http.get(f"/unsubscribe/{token}")
    assert page.status_code == 200
    assert "确认退订" in page.get_data(as_text=True)
    assert ok(clients["provider"].get("/preferences/demand_matched"))["mail"] is True


@once
def test_a_forged_or_altered_token_is_not_found(public, settings):
    good = tokens.sign(settings.secret_key, person_id=1, kind="demand_matched")
    other = tokens.sign("another key", person_id=1, kind="demand_matched")
    for token in (other, good[:-1], good + "A", "x", "%E4%B8%AD", good[::-1]):
        assert problem(public.post(f"/unsubscriptions/{token}"), 404) == "not_found"
        assert public.http.get(f"/unsubscribe/{token}").status_code == 404
