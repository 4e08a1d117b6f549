"""Inbox, preferences, matches and their reasons over HTTP, as provider, rival, owner and office."""

import pytest
from sqlalchemy import select

from scenario_market.domain import clock, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.matching.records import Match
from scenario_market.domain.notices import tokens
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.events import OrganisationVerified
from scenario_market.domain.parties.models import Mandate, Organisation, RoleGrant
from scenario_market.workers import process, runner
from scenario_market.workers.attempts import Leases
from tests.domain.demands import cases
from tests.factories import NOW, later
from tests.workers.test_pipeline import FITS, provider

# Rules that no database has a say in are tried on one.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FIELDS = {"starts_on": "2099-01-01", "ends_on": "2099-12-31"}


@pytest.fixture
def scene(database, city, settings, client_of):
    """A listed demand, matched by the worker's own functions with a fitting provider; clients of all sides."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        cast.now = clock.now(session)
        row = provider(cast, FITS, districts=["420106"])
        suspended = provider(cast, FITS, state="suspended")

        def mandated(organisation_id, *scopes):
            person = cast.person()
            session.add(
                Mandate(
                    organisation_id=organisation_id,
                    person_id=person.id,
                    scopes=list(scopes),
                    starts_at=NOW,
                    expires_at=later(days=36_500),
                )
            )
            return person.id

        lead = cast.person()
        session.add(RoleGrant(person_id=lead.id, role="office_lead", starts_at=NOW))
        people = {
            "provider": mandated(row.organisation_id, "offers", "profile"),
            "clerk": mandated(row.organisation_id, "profile"),
            "rival": mandated(suspended.organisation_id, "offers", "profile"),
            "owner": mandated(cast.owner_organisation.id, "demands"),
            "office": lead.id,
        }
        demand = cast.listed(**FIELDS)
        keys = {
            "demand": demand.id,
            "provider": row.id,
            "rival": suspended.id,
            "organisation": row.organisation_id,
            "people": people,
        }
    work_off(settings, database)
    with database.reading() as session:
        keys["match"] = session.scalars(
            select(Match.id).where(Match.provider_id == keys["provider"])
        ).one()
    return {name: client_of(key) for name, key in people.items()}, keys


def work_off(settings, database):
    """Sequence and run what is owed, in this thread."""
    from scenario_market.domain.jobs import Job
    from scenario_market.workers.broker import make_broker
    from scenario_market.workers.relay import Relay

    machine = process.make_machine(settings)
    Relay(settings, database, make_broker(settings.redis_url)).step()
    with database.reading() as session:
        jobs = session.scalars(select(Job.id).where(Job.done_at.is_(None))).all()
    for job_id in jobs:
        runner.handle(machine, Leases(machine), job_id)
    machine.database.close()


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


def ok(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


def problem(answer, status):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json["code"]


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


@once
def test_each_reader_is_told_of_a_match_what_is_meant_for_him(scene):
    clients, keys = scene
    path = f"/matches/{keys['match']}"
    own = ok(clients["provider"].get(path))
    office = ok(clients["office"].get(path))
    (owners, *_) = ok(clients["owner"].get(f"/demands/{keys['demand']}/matches"))
    assert own["score_milli"] == sum(own["contributions"].values())
    assert not any("引擎版本" in reason for reason in own["reasons"])
    assert any("引擎版本" in reason for reason in office["reasons"])
    assert (owners["score_milli"], owners["contributions"]) == (None, None)
    assert not any("分" in reason and "得分" in reason for reason in owners["reasons"])
    assert owners["fit"] in {"strong", "good", "fair", "weak"}


@once
def test_rivals_and_strangers_find_no_match(scene, public):
    clients, keys = scene
    assert problem(clients["rival"].get(f"/matches/{keys['match']}"), 404) == "not_found"
    assert keys["match"] not in [one["id"] for one in ok(clients["rival"].get("/matches"))]
    assert problem(clients["provider"].get(f"/demands/{keys['demand']}/matches"), 403)
    assert problem(clients["owner"].get(f"/matches/{keys['match']}"), 403) == "not_permitted"
    assert problem(public.get("/matches"), 401) == "not_signed_in"


def test_an_owner_of_another_demand_sees_neither_matches_nor_runs(scene, database, client_of):
    _, keys = scene
    with database.unit_of_work() as session:
        stranger = cases.factories.person(session)
        organisation = Organisation(
            uscc="91350100M000100Y43",
            name="其他单位",
            state="verified",
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(organisation)
        session.flush()
        session.add(
            Mandate(
                organisation_id=organisation.id,
                person_id=stranger.id,
                scopes=["demands"],
                starts_at=NOW,
                expires_at=later(days=36_500),
            )
        )
        key = stranger.id
    client = client_of(key)
    assert problem(client.get(f"/demands/{keys['demand']}/matches"), 404) == "not_found"
    assert problem(client.get(f"/demands/{keys['demand']}/match-runs"), 404) == "not_found"


def test_runs_tell_how_many_were_told_and_the_line_to_the_office_alone(scene):
    clients, keys = scene
    (run,) = ok(clients["office"].get(f"/demands/{keys['demand']}/match-runs"))
    assert (run["told"], run["eligible"]) == (1, 1)
    assert run["floor_milli"] is not None
    (run,) = ok(clients["owner"].get(f"/demands/{keys['demand']}/match-runs"))
    assert run["floor_milli"] is None


def test_not_for_me_is_kept_with_its_reason_and_never_told_again(scene, database, settings):
    clients, keys = scene
    path = f"/matches/{keys['match']}/dismissal"
    body = {"reason_code": "capacity"}
    first = clients["provider"].post(path, body, headers={"Idempotency-Key": "k1"})
    again = clients["provider"].post(path, body, headers={"Idempotency-Key": "k1"})
    assert ok(first, 201) == ok(again, 201)
    assert problem(clients["provider"].post(path, body), 409) == "already_done"
    assert ok(clients["provider"].get(f"/matches/{keys['match']}"))["dismissed"] == "capacity"
    (owners, *_) = ok(clients["owner"].get(f"/demands/{keys['demand']}/matches"))
    assert owners["dismissed"] is None
    why = ok(
        clients["provider"].get(f"/demands/{keys['demand']}/why?provider_id={keys['provider']}")
    )
    assert why["verdict"] == "dismissed"


@once
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason_code": "nonsense"}, "reason_code"),
        ({"reason_code": "other"}, "reason_text"),
        ({}, "reason_code"),
        ({"reason_code": "other", "reason_text": "长" * 501}, "reason_text"),
    ],
)
def test_not_for_me_without_a_known_reason_is_refused(scene, body, field):
    clients, keys = scene
    answer = clients["provider"].post(f"/matches/{keys['match']}/dismissal", body)
    assert problem(answer, 422) == "invalid"
    assert field in [error["field"].rpartition(".")[2] for error in answer.json["errors"]]


@once
def test_only_who_may_answer_for_the_provider_may_say_not_for_me(scene):
    clients, keys = scene
    path, body = f"/matches/{keys['match']}/dismissal", {"reason_code": "capacity"}
    assert problem(clients["clerk"].post(path, body), 403) == "not_permitted"
    assert problem(clients["rival"].post(path, body), 404) == "not_found"
    assert problem(clients["owner"].post(path, body), 403) == "not_permitted"
    assert problem(clients["office"].post(path, body), 403) == "not_permitted"


def test_a_provider_asks_why_it_was_told_and_another_why_not(scene):
    clients, keys = scene
    path = f"/demands/{keys['demand']}/why?provider_id="
    told = ok(clients["provider"].get(path + str(keys["provider"])))
    assert (told["verdict"], told["eligible"]) == ("told", True)
    refused = ok(clients["rival"].get(path + str(keys["rival"])))
    assert (refused["verdict"], refused["failed"]) == ("not_eligible", ["admitted"])
    assert refused["reasons"][0] == "尚未入库，或入库资格已暂停。"
    assert problem(clients["rival"].get(path + str(keys["provider"])), 404) == "not_found"
    assert problem(clients["owner"].get(path + str(keys["provider"])), 403) == "not_permitted"
    assert ok(clients["office"].get(path + str(keys["rival"])))["verdict"] == "not_eligible"


@once
def test_the_web_process_agrees_with_the_worker_on_the_score(scene):
    clients, keys = scene
    stored = ok(clients["provider"].get(f"/matches/{keys['match']}"))
    why = ok(
        clients["provider"].get(f"/demands/{keys['demand']}/why?provider_id={keys['provider']}")
    )
    assert why["score_milli"] == stored["score_milli"]
    assert why["contributions"] == stored["contributions"]
