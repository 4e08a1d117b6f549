"""Members and officers at the same time: each seat is filled once, the blind part is locked once, one ranking each."""

import pytest

from scenario_market.domain.errors import DomainError, RuleRefused
from scenario_market.domain.evaluation import finding, ranking, sheets
from scenario_market.domain.evaluation.models import Panel, PanelSeat
from tests.domain.evaluation.cases import NO_TIME, Cast
from tests.factories import NOW


@pytest.fixture
def database_url(fresh_database_url):
    """Threads hold connections of their own."""
    return fresh_database_url


def test_two_who_decline_at_once_are_replaced_by_two(database, city, at_once):
    with database.unit_of_work() as session:
        cast = Cast(session, city)
        cast.populate()
        challenge = cast.call()
        cast.bid(challenge)
        panel = cast.drawn(challenge)
        taken = [(seat.id, cast.member(seat)) for seat in cast.seats(panel)[:2]]
        panel_id = panel.id

    def decline(seat_id, actor):
        from scenario_market.domain.evaluation import seats

        def call(session):
            given = {"actor": actor, "version": None, "now": NOW, "city": city}
            return seats.decline(session, seat_id, reason=NO_TIME, **given).state

        return call

    assert at_once(*(decline(*one) for one in taken)) == ["declined"] * 2
    with database.reading() as session:
        live = finding.seats_of(session, panel_id)
        assert len({seat.expert_id for seat in live}) == len(live) == 5
        assert session.query(PanelSeat).count() == 7


def test_the_last_two_blind_sheets_lock_the_part_once_and_two_rankings_are_one(
    database, city, at_once
):
    with database.unit_of_work() as session:
        cast = Cast(session, city)
        _, panel, bids = cast.scoring()
        last = []
        for seat in cast.seats(panel):
            for bid in bids:
                sheet = cast.sheet(seat, bid)
                cast.save(sheet)
                last.append((sheet.id, cast.member(seat)))
        for sheet_id, actor in last[:-2]:
            given = {"actor": actor, "version": None, "now": NOW, "city": city}
            sheets.submit(session, sheet_id, **given)
        panel_id = panel.id
        assert panel.blind_locked_at is None

    def submit(sheet_id, actor):
        given = {"actor": actor, "version": None, "now": NOW, "city": city}
        return lambda session: sheets.submit(session, sheet_id, **given).state

    assert at_once(*(submit(*one) for one in last[-2:])) == ["submitted"] * 2
    with database.unit_of_work() as session:
        cast.session = cast.register.session = session
        panel = session.get(Panel, panel_id)
        assert panel.blind_locked_at == NOW
        assert len([1 for key, _ in cast.events("panel.blind_part_locked") if key == panel_id]) == 1
        bids = [session.merge(bid) for bid in bids]
        cast.score(panel, bids, "open")
        chair = cast.chair(panel)
        cast.deliberate(panel)

    def rank(session):
        return len(ranking.rank(session, panel_id, actor=chair, now=NOW, version=None))

    done = at_once(rank, rank)
    assert sorted(map(str, (one for one in done if not isinstance(one, DomainError)))) == ["3"]
    (refused,) = [one for one in done if isinstance(one, RuleRefused)]
    assert refused.rule == "ranked"
