"""The machine room and the feed over HTTP: long polling, trail, signed heads, poison, the clock."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from scenario_market.cli import main, setting
from scenario_market.domain import audit, deadlines, jobs, outbox, poison
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.errors import NotPermitted
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices import models as notices
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.providers.events import ProviderAdmitted, ProviderApplied
from scenario_market.domain.sequence import sequence
from scenario_market.vault.signing import SigningKey
from tests import factories
from tests.factories import NOW


def record(database, *events):
    """Record events and put them in order, as the relay does."""
    with database.unit_of_work() as session:
        for event in events:
            outbox.record(session, event, actor=SYSTEM, now=NOW)
        session.flush()
        sequence(session, lambda kind: ("tell",), limit=100)


@pytest.fixture
def signed_in(database, client_of):
    """Makes a client with one role."""

    def make(role):
        with database.unit_of_work() as session:
            person_id = factories.person(session).id
            session.add(RoleGrant(person_id=person_id, role=role, starts_at=NOW))
        return client_of(person_id)

    return make


def test_the_feed_shows_only_what_is_public_without_holes(public, database):
    record(
        database,
        ProviderApplied(subject_id=1),
        ProviderAdmitted(subject_id=1),
        ProviderApplied(subject_id=2),
        ProviderAdmitted(subject_id=2),
    )
    events = public.get("/events").json
    assert [(one["position"], one["kind"]) for one in events] == [
        (1, "provider.admitted"),
        (2, "provider.admitted"),
    ]
    assert [one["position"] for one in public.get("/events?after=1").json] == [2]
    first = public.get("/events?limit=1")
    for expected in ([2], [], []):  # and so on for ever: what comes next may not be there yet
        address = first.headers["Link"].split(";")[0].strip("<>").removeprefix("/api/v1")
        first = public.get(address)
        assert [one["position"] for one in first.json] == expected


def test_a_waiting_reader_gets_an_event_that_comes_while_he_waits(public, database):
    later = threading.Timer(0.7, record, (database, ProviderAdmitted(subject_id=7)))
    later.start()
    events = public.get("/events?after=0&wait=20").json
    assert [one["subject_id"] for one in events] == [7]
    later.join()


def test_a_wait_without_news_ends_empty(public):
    assert public.get("/events?wait=1").json == []


def test_the_auditor_pages_through_all_events(signed_in, database):
    record(database, *(ProviderApplied(subject_id=n) for n in range(1, 6)))
    auditor = signed_in("auditor")
    first = auditor.get("/audit/events?limit=2&subject_kind=provider")
    assert [one["position"] for one in first.json] == [5, 4]
    address = first.headers["Link"].split(";")[0].strip("<>").removeprefix("/api/v1")
    assert [one["position"] for one in auditor.get(address).json] == [3, 2]
    only = auditor.get("/audit/events?subject_kind=provider&subject_id=3").json
    assert [one["subject_id"] for one in only] == [3]


def test_signed_heads_are_public(public, database, tmp_path):
    record(database, ProviderApplied(subject_id=1))
    with database.unit_of_work() as session:
        audit.sign_head(session, signer=SigningKey.new(), now=NOW)
    paper = public.get("/checkpoints").json[0]
    assert paper["position"] == 1
    assert paper["signature"]


def test_what_was_set_aside_is_shown_and_taken_up_again(signed_in, database):
    record(database, ProviderApplied(subject_id=1))
    with database.unit_of_work() as session:
        job = session.scalars(select(Job)).one()
        job.parked_at, job.error, job.attempts, key = NOW, "boom", 8, job.id
    administrator = signed_in("administrator")
    shown = administrator.get("/poison?kind=job").json
    assert [(one["id"], one["error"]) for one in shown] == [(key, "boom")]
    assert administrator.post(f"/poison/job/{key}/replay").status_code == 204
    assert administrator.get("/poison?kind=job").json == []
    assert administrator.post(f"/poison/job/{key}/replay").status_code == 404
    assert administrator.post("/poison/nothing/1/replay").status_code == 404
    with database.reading() as session:
        job = session.scalars(select(Job)).one()
        taken_up = session.scalars(select(EventRecord).where(EventRecord.kind == "job.taken_up"))
        facts = [(one.subject_id, one.actor_person_id, one.payload) for one in taken_up]
    assert (job.attempts, job.parked_at) == (0, None)
    assert facts == [(key, administrator.get("/me").json["id"], {"what": "tell"})]


@pytest.mark.parametrize("role", ["office_lead", "auditor"])
def test_nobody_but_the_administrator_takes_up_what_was_set_aside(signed_in, database, role):
    record(database, ProviderApplied(subject_id=1))
    with database.unit_of_work() as session:
        job = session.scalars(select(Job)).one()
        job.parked_at, key = NOW, job.id
    assert signed_in(role).post(f"/poison/job/{key}/replay").status_code == 403
    with database.unit_of_work() as session:
        stranger = factories.officer(factories.person(session), role)
        with pytest.raises(NotPermitted):
            poison.replay(session, "job", key, actor=stranger, now=NOW)
        with pytest.raises(NotPermitted):
            poison.parked(session, "job", actor=stranger)


def test_what_is_set_aside_is_an_event_of_the_audit_trail(signed_in, database):
    record(database, ProviderApplied(subject_id=1))
    with database.unit_of_work() as session:
        job = session.scalars(select(Job)).one()
        delivery = notices.Delivery(
            person_id=factories.person(session).id,
            digest_day=NOW.date(),
            channel="mail",
            template="digest",
            attempts=8,
            due_at=NOW,
        )
        deadline = deadlines.set_deadline(session, "demand_expire", 1, due_at=NOW)
        session.add(delivery)
        session.flush()
        job.attempts, deadline.attempts = 8, 11
        words = {"now": NOW, "error": "boom of a private person", "limit": 8}
        for row in (job, delivery):
            jobs.fail(session, row, **words, backoff=timedelta(0))
        deadlines.postpone(session, deadline, **words | {"limit": 12})
        keys = (job.id, delivery.id, deadline.id)
    shown = signed_in("auditor").get("/audit/events?limit=100").json
    found = {one["kind"]: one for one in shown if one["kind"].endswith(".set_aside")}
    kinds = ("job.set_aside", "delivery.set_aside", "deadline.set_aside")
    assert tuple(found[kind]["subject_id"] for kind in kinds) == keys
    assert [found[kind]["payload"] for kind in kinds] == [
        {"what": "tell", "attempts": 8},
        {"what": "mail", "attempts": 8},
        {"what": "demand_expire", "attempts": 12},
    ]


def test_who_takes_it_up_at_the_command_line_is_on_record(database, monkeypatch):
    record(database, ProviderApplied(subject_id=1))
    monkeypatch.setattr(setting, "database", lambda: database)
    with database.unit_of_work() as session:
        boss, clerk = factories.person(session), factories.person(session)
        for person, role in ((boss, "administrator"), (clerk, "office_lead")):
            session.add(RoleGrant(person_id=person.id, role=role, starts_at=NOW))
        job = session.scalars(select(Job)).one()
        job.parked_at, job.attempts, key = NOW, 8, job.id
        numbers = boss.mobile, clerk.mobile

    def replay(*words):
        return CliRunner().invoke(main, ["replay", "job", str(key), *words])

    assert replay().exit_code == 2
    refused = replay("--as", numbers[1])
    assert (refused.exit_code, "没有权限" in refused.output) == (1, True)
    assert replay("--as", numbers[0]).exit_code == 0
    with database.reading() as session:
        event = session.scalars(select(EventRecord).where(EventRecord.kind == "job.taken_up")).one()
        assert event.actor_person_id == boss.id


def test_the_clock_moves_in_a_demonstration_only(signed_in, public, app, settings, monkeypatch):
    administrator = signed_in("administrator")
    before = datetime.fromisoformat(public.get("/clock").json["now"])
    moved = datetime.fromisoformat(administrator.post("/clock", {"hours": 6}).json["now"])
    assert timedelta(hours=5) < moved - before < timedelta(hours=7)
    monkeypatch.setitem(app.extensions, "settings", replace(settings, mode="production"))
    refused = administrator.post("/clock", {"hours": 1})
    assert (refused.status_code, refused.json["rule"]) == (409, "production_clock")
    shown = signed_in("auditor").get("/audit/events?subject_kind=clock").json
    assert [(one["kind"], one["payload"]) for one in shown] == [
        ("clock.moved", {"by_seconds": 21600, "offset_seconds": 21600})
    ]
    assert shown[0]["actor_person_id"] == administrator.get("/me").json["id"]


def test_who_moves_the_clock_at_the_command_line_is_on_record_and_production_has_no_such_act(
    database, settings, monkeypatch
):
    monkeypatch.setattr(setting, "database", lambda: database)
    monkeypatch.setattr(setting, "settings", lambda: settings)
    with database.unit_of_work() as session:
        boss, clerk = factories.person(session), factories.person(session)
        for person, role in ((boss, "administrator"), (clerk, "office_lead")):
            session.add(RoleGrant(person_id=person.id, role=role, starts_at=NOW))

    def move(mobile, hours):
        return CliRunner().invoke(main, ["move-clock", "--as", mobile, "--", str(hours)])

    assert "没有权限" in move(clerk.mobile, 6).output
    assert [move(boss.mobile, hours).exit_code for hours in (6, -1.5)] == [0, 0]
    monkeypatch.setattr(setting, "settings", lambda: replace(settings, mode="production"))
    assert "正式环境的时钟不能拨动" in move(boss.mobile, 1).output
    with database.reading() as session:
        moved = select(EventRecord).where(EventRecord.kind == "clock.moved")
        facts = [
            (one.actor_person_id, one.payload)
            for one in session.scalars(moved.order_by(EventRecord.id))
        ]
    assert facts == [
        (boss.id, {"by_seconds": 21600, "offset_seconds": 21600}),
        (boss.id, {"by_seconds": -5400, "offset_seconds": 16200}),
    ]


def test_metrics_want_the_token_in_production(public, app, settings, monkeypatch):
    changed = replace(settings, mode="production", metrics_token="a-long-token")
    monkeypatch.setitem(app.extensions, "settings", changed)
    assert public.http.get("/metrics").status_code == 404
    headers = {"Authorization": "Bearer a-long-token"}
    assert public.http.get("/metrics", headers=headers).status_code == 200
