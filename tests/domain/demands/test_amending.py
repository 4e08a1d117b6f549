"""Changes of a public demand."""

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import amending
from scenario_market.domain.demands.models import DemandVersion
from scenario_market.domain.demands.states import OPEN, DemandState
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from tests import factories
from tests.domain.demands.cases import demand_in


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
    with pytest.raises(RuleRefused, match="not_independent"):
        confirm(cast, demand, actor=cast.reviewers[1])


def test_only_an_open_demand_is_amended(cast):
    for state in sorted(set(DemandState) - OPEN):
        with pytest.raises(IllegalMove):
            amend(cast, demand_in(cast, state), place="三号厂房")
