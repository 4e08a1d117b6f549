"""Changes of a public demand."""

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import amending, docking, responding, withdrawing
from scenario_market.domain.demands.lists import ListItem
from scenario_market.domain.demands.models import Amendment, Demand, DemandVersion
from scenario_market.domain.demands.states import OPEN, DemandState
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from tests import factories
from tests.domain.demands import cases
from tests.domain.demands.cases import ANSWER, CONTRACT, REASONS, demand_in
from tests.factories import NOW


def amend(cast, demand, actor=None, reason="产线调整", **fields):
    return amending.amend(
        cast.session,
        demand.id,
        actor=actor or cast.owner,
        version=None,
        fields=fields,
        reason=reason,
        **cast.context,
    )


def confirm(cast, demand, actor=None):
    return amending.confirm(
        cast.session, demand.id, actor=actor or cast.reviewers[0], version=None, **cast.context
    )


def test_a_change_is_public_only_after_an_officer_s_word_and_names_its_fields(cast):
    demand = cast.listed()
    amend(cast, demand, place="三号厂房", answers_until="2026-03-20")
    assert (demand.place, demand.content_number) == ("一号厂房三线", 1)
    assert cast.events("demand.amended") == []
    confirm(cast, demand)
    assert (demand.place, demand.content_number) == ("三号厂房", 2)
    assert demand.closes_at.isoformat() == "2026-03-20T16:00:00+00:00"
    deadline = cast.session.scalar(select(Deadline).where(Deadline.kind == "demand_expire"))
    assert deadline.due_at == demand.closes_at
    version = cast.session.scalar(select(DemandVersion).where(DemandVersion.number == 2))
    assert version.changed == ["place", "answers_until"]
    assert cast.events("demand.amended") == [
        ("demand.amended", demand.id, {"number": 2, "fields": ["place", "answers_until"]})
    ]


def test_contacts_change_at_once_and_in_no_version(cast):
    demand = cast.listed()
    amend(cast, demand, contact_mobile="027-00000009")
    assert (demand.contact_mobile, demand.content_number) == ("027-00000009", 1)
    version = cast.session.scalar(select(DemandVersion))
    assert not [name for name in version.content if name.startswith("contact")]


def test_one_change_waits_at_a_time_and_its_owner_can_take_it_back(cast):
    demand = cast.listed()
    amend(cast, demand, place="三号厂房")
    with pytest.raises(AlreadyDone):
        amend(cast, demand, place="四号厂房")
    amending.withdraw(cast.session, demand.id, actor=cast.owner, now=cast.now, version=None)
    with pytest.raises(NotFound):
        confirm(cast, demand)
    amend(cast, demand, place="四号厂房")
    with pytest.raises(Invalid):
        amending.refuse(
            cast.session,
            demand.id,
            actor=cast.reviewers[0],
            now=cast.now,
            version=None,
            answer="",
        )
    amending.refuse(
        cast.session,
        demand.id,
        actor=cast.reviewers[0],
        now=cast.now,
        version=None,
        answer="地点须与立项一致",
    )
    assert demand.place == "一号厂房三线"


def test_a_change_may_not_make_a_demand_vague_nor_be_empty_nor_lack_its_reason(cast):
    demand = cast.listed()
    with pytest.raises(Invalid) as refused:
        amend(cast, demand, metrics=[])
    assert refused.value.errors[0].field == "metrics"
    with pytest.raises(RuleRefused, match="nothing_changed"):
        amend(cast, demand, place="一号厂房三线")
    with pytest.raises(Invalid):
        amend(cast, demand, place="三号厂房", reason=" ")


def test_neither_a_rival_amends_nor_the_owner_s_friend_confirms(cast):
    demand = cast.listed()
    rival = factories.owner_of(cast.organisation(), cast.person())
    with pytest.raises(NotFound):
        amend(cast, demand, actor=rival, place="三号厂房")
    amend(cast, demand, place="三号厂房")
    with pytest.raises(NotPermitted):
        confirm(cast, demand, actor=cast.owner)
    cast.mandate(cast.owner_organisation, cast.reviewers[1])
    with pytest.raises(RuleRefused, match="own_organisation"):
        confirm(cast, demand, actor=cast.reviewers[1])


def test_only_an_open_demand_is_amended(cast):
    for state in sorted(set(DemandState) - OPEN):
        with pytest.raises(IllegalMove):
            amend(cast, demand_in(cast, state), place="三号厂房")


def withdrawn(cast, demand):
    withdrawing.withdraw(
        cast.session, demand.id, actor=cast.owner, version=None, reason=REASONS["withdraw"],
        **cast.context,
    )  # fmt: skip


def withdrawn_with_its_list(cast, demand):
    item = cast.session.scalar(select(ListItem).where(ListItem.demand_id == demand.id))
    reason = Reason("content_error", "清单内容有误")
    withdrawing.withdraw_list(
        cast.session, item.list_id, actor=cast.lead, version=None, reason=reason, **cast.context
    )


def expired(cast, demand):
    withdrawing.expire(cast.session, demand.id, now=demand.closes_at, city=cast.city)


def contracted(cast, demand):
    organisation, provider = cast.provider()
    row = responding.submit(
        cast.session, demand.id, actor=provider, organisation_id=organisation.id, fields=ANSWER,
        **cast.context,
    )  # fmt: skip
    step = {"now": cast.now, "version": None}
    docking.accept(cast.session, row.id, actor=cast.owner, **step)
    docking.confirm(cast.session, row.id, actor=provider, **step)
    step["city"] = cast.city
    docking.record_contract(cast.session, row.id, actor=provider, fields=CONTRACT, **step)
    docking.confirm_contract(cast.session, row.id, actor=cast.owner, **step)


@pytest.mark.parametrize(
    ("close", "state", "by"),
    [
        (withdrawn, DemandState.WITHDRAWN, "owner"),
        (withdrawn_with_its_list, DemandState.WITHDRAWN, "lead"),
        (expired, DemandState.EXPIRED, None),
        (contracted, DemandState.CONTRACTED, "owner"),
    ],
)
def test_a_change_that_waits_ends_with_its_demand(cast, close, state, by):
    demand, other = cast.listed(), cast.listed()
    amend(cast, demand, place="三号厂房")
    amend(cast, other, place="四号厂房")
    close(cast, demand)
    row, beside = cast.session.scalars(select(Amendment).order_by(Amendment.id)).all()
    assert (demand.state, row.outcome) == (state, "lapsed")
    assert row.decided_at is not None
    assert row.decided_by_id == (getattr(cast, by).person_id if by else None)
    assert (demand.place, demand.content_number) == ("一号厂房三线", 1)
    assert [s for _, s, _ in cast.events("demand.amendment_lapsed")] == [demand.id]
    assert beside.outcome is None
    with pytest.raises(NotFound):
        confirm(cast, demand)


def test_a_decided_change_does_not_lapse(cast):
    demand = cast.listed()
    amend(cast, demand, place="三号厂房")
    confirm(cast, demand)
    expired(cast, demand)
    assert cast.session.scalars(select(Amendment.outcome)).all() == ["confirmed"]
    assert cast.events("demand.amendment_lapsed") == []


@pytest.mark.parametrize("rival", ["confirm", "propose"])
def test_no_change_waits_for_ever_though_the_clock_closes_its_demand_at_that_moment(
    database, city, at_once, rival
):
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        demand = cast.listed()
        if rival == "confirm":
            amend(cast, demand, place="三号厂房")
        key, closes_at, owner, officer = demand.id, demand.closes_at, cast.owner, cast.reviewers[0]
    words = {"now": NOW, "city": city, "version": None}

    def closing(session):
        withdrawing.expire(session, key, now=closes_at, city=city)

    def other(session):
        if rival == "confirm":
            return amending.confirm(session, key, actor=officer, **words)
        fields = {"place": "三号厂房"}
        return amending.amend(session, key, actor=owner, fields=fields, reason="调整", **words)

    at_once(closing, other, closing, other)
    with database.reading() as session:
        assert session.get_one(Demand, key).state == DemandState.EXPIRED
        rows = session.scalars(select(Amendment)).all()
        assert [row.outcome for row in rows] in ([], ["lapsed"], ["confirmed"])
        lapsed = select(EventRecord).where(EventRecord.kind == "demand.amendment_lapsed")
        told = len(session.scalars(lapsed).all())
        assert told == sum(row.outcome == "lapsed" for row in rows)


def test_a_last_day_beyond_the_bounds_is_neither_asked_for_nor_confirmed(cast):
    demand = cast.listed()
    for last, rule in (("9999-12-31", "out_of_range"), ("2027-06-01", "too_far_ahead")):
        with pytest.raises(Invalid) as refused:
            amend(cast, demand, answers_until=last)
        assert [(e.field, e.rule) for e in refused.value.errors] == [("answers_until", rule)]
    amend(cast, demand, answers_until="2026-05-01")
    row = cast.session.scalar(select(Amendment))
    row.content = {"answers_until": "9999-12-31"}  # as before there were bounds
    with pytest.raises(Invalid):
        confirm(cast, demand)
