"""Writing matches and notices: once for each pair, within the day's cap, and each chunk looks at its own alone."""

import json
from itertools import count as numbers

import pytest
from sqlalchemy import func, insert, select, text

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.demands.events import MatchRequested
from scenario_market.domain.matching.records import Dismissal, Match
from scenario_market.domain.matching.writing import Pairs, write_matches, write_notices
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.notices.sending import write_deliveries
from scenario_market.domain.parties.models import Mandate, Person
from scenario_market.domain.providers.models import Provider
from tests import factories
from tests.contention import until_waited_for
from tests.domain.demands import cases
from tests.factories import NOW
from tests.statements import plan_of

DAY = NOW.date()


class Scene:
    """Demands and providers, and the writing of their pairs for an event of its own."""

    def __init__(self, session, city, demands=2, providers=3):
        self.city = city
        cast = cases.cast(session, city)
        self.demands = [cases.demand_in(cast, "listed").id for _ in range(demands)]
        self.organisations = [cast.organisation().id for _ in range(providers)]
        rows = [
            {"organisation_id": key, "state": "admitted", "created_at": NOW, "updated_at": NOW}
            for key in self.organisations
        ]
        session.execute(insert(Provider), rows)
        self.providers = list(session.scalars(select(Provider.id).order_by(Provider.id)))

    def event(self, session, demand_id):
        event = MatchRequested(subject_id=demand_id, number=1)
        record = outbox.record(session, event, actor=SYSTEM, now=NOW)
        session.flush()
        return record.id

    def write(self, session, pairs, daily_cap=8, event_id=None):
        """Write (demand, provider, score) pairs, and return what was told under which event."""
        event_id = event_id or self.event(session, pairs[0][0])
        demand_ids, provider_ids, scores = zip(*pairs, strict=True)
        texts = [json.dumps({"score": score, "text": '换行\n引号"'}) for score in scores]
        made = Pairs(
            "demand",
            demand_ids,
            [1] * len(pairs),
            provider_ids,
            scores,
            texts,
            [False] * len(pairs),
        )
        write_matches(session, made, event_id=event_id, version="1", now=NOW)
        words = {"event_id": event_id, "daily_cap": daily_cap, "day": DAY, "now": NOW}
        return write_notices(session, made, **words), event_id


@pytest.fixture
def scene(session, city):
    return Scene(session, city)


def pushed(session):
    """(demand, organisation) of every notice that did not go into the digest."""
    query = select(Notice.subject_id, Notice.organisation_id).where(~Notice.is_digest)
    return sorted(map(tuple, session.execute(query)))


def test_a_match_is_kept_with_its_explanation_whatever_signs_are_in_it(session, scene):
    (demand, _), (provider, *_) = scene.demands, scene.providers
    scene.write(session, [(demand, provider, 70)])
    scene.write(session, [(demand, provider, 80)])
    match = session.scalars(select(Match)).one()
    assert (match.score_milli, match.explanation["score"]) == (80, 80)
    assert match.explanation["text"] == '换行\n引号"'


def test_pairs_in_any_order_are_told_once_each(session, scene):
    demand, _ = scene.demands
    one, two, three = scene.providers
    told, _ = scene.write(session, [(demand, three, 90), (demand, one, 80), (demand, two, 85)])
    again, _ = scene.write(session, [(demand, one, 80), (demand, three, 90)])
    assert (told.count, again.count) == (3, 0)
    assert pushed(session) == [(demand, key) for key in scene.organisations]


def test_who_dismissed_a_demand_is_matched_but_not_told(session, scene):
    (demand, _), (one, two, _) = scene.demands, scene.providers
    person = factories.person(session)
    dismissal = Dismissal(
        subject_kind="demand",
        subject_id=demand,
        provider_id=one,
        reason_code="capacity",
        by_id=person.id,
        at=NOW,
    )
    session.add(dismissal)
    session.flush()
    told, _ = scene.write(session, [(demand, one, 80), (demand, two, 70)])
    assert told.count == 1
    assert session.scalar(select(func.count(Match.id))) == 2
    assert pushed(session) == [(demand, scene.organisations[1])]


def test_over_the_days_cap_the_best_is_told_and_the_rest_waits_for_the_digest(session, scene):
    (first, second), (one, two, _) = scene.demands, scene.providers
    told, _ = scene.write(session, [(first, one, 60), (second, one, 80), (first, two, 10)], 1)
    assert told.count == 3
    assert pushed(session) == [(first, scene.organisations[1]), (second, scene.organisations[0])]


def test_two_writers_at_once_do_not_both_give_a_provider_the_days_last_place(
    database, city, at_once
):
    with database.unit_of_work() as session:
        scene = Scene(session, city)

    places = numbers()

    def fan_out(demand, providers):
        def act(session):
            scene.write(session, [(demand, key, 50) for key in providers], daily_cap=1)
            if next(places) == 0:  # holds what it has written until the other one meets it
                until_waited_for(database)
            return "written"

        return act

    first, second = scene.demands
    done = at_once(fan_out(first, scene.providers), fan_out(second, scene.providers[::-1]))
    assert done == ["written", "written"]
    with database.reading() as session:
        assert session.scalar(select(func.count(Notice.id))) == 6
        assert [key for _, key in sorted(pushed(session), key=lambda one: one[1])] == (
            scene.organisations
        )


def test_each_chunk_writes_the_deliveries_of_its_own_notices(session, scene):
    demand, _ = scene.demands
    person = Person(
        mobile="13900000001",
        name="测试联系人",
        email="contact@example.org",
        email_confirmed_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(person)
    session.flush()
    for key in scene.organisations:
        factories.mandate(session, key, person.id, "offers")
    assert session.scalar(select(func.count(Mandate.id))) >= 3
    one, two, three = scene.providers
    first, event_id = scene.write(session, [(demand, one, 80)])
    second, _ = scene.write(session, [(demand, two, 80), (demand, three, 70)], event_id=event_id)
    words = {"event_id": event_id, "city": scene.city, "now": NOW}
    assert write_deliveries(session, between=(second.first, second.last), **words) == 2
    assert write_deliveries(session, between=(first.first, first.last), **words) == 1
    assert write_deliveries(session, **words) == 0
    assert session.scalar(select(func.count(Delivery.id))) == 3


def test_a_chunk_finds_its_notices_by_their_keys_however_many_the_event_has(session, scene):
    event_id = scene.event(session, scene.demands[0])
    columns = {"event_id": event_id, "organisation_id": scene.organisations[0], "day": DAY}
    columns |= {"kind": "demand_matched", "subject_kind": "demand", "params": {}, "at": NOW}
    rows = [columns | {"is_digest": False, "subject_id": one} for one in range(2_000)]
    session.execute(insert(Notice), rows)
    session.execute(text("ANALYZE notice"))
    words = {"event_id": event_id, "city": scene.city, "now": NOW, "between": (1, 2)}
    plan = plan_of(session, lambda: write_deliveries(session, **words), "INSERT INTO delivery")
    assert "ux_notice_organisation" not in plan
    assert "n USING AUTOMATIC" not in plan
    assert "rowid>?" in plan or "Index Cond: ((id >=" in plan
