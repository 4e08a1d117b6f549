"""Beginning a call: on a listed need, or by the office, a laboratory or an innovation centre."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access, adjusting, events, rules, versions
from scenario_market.domain.challenges.kind import CALLS
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.demands import access as demand_access
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import DemandState
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.parties import hosting
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import OFFICE, require
from scenario_market.domain.postings import industries
from scenario_market.domain.programmes.values import Programme

DEMAND, OFFICE_POST = "demand", "office"
OVER = (ChallengeState.CANCELLED, ChallengeState.FAILED)
# What a call takes over from the need that it is made from, under the same name.
TAKEN = (
    "title",
    "domain",
    "industries",
    "service_types",
    "tier",
    "chain",
    "node",
    "district",
    "place",
    "content",
    "deliverables",
    "funding_source",
    "ip_ownership",
    "accepts_consortium",
    "is_desensitised",
    *rules.CONTACT,
)


def draft_from_demand(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    programme_code: str,
    fields: Mapping[str, Any] | None = None,
    rules_given: Mapping[str, Any] | None = None,
) -> Challenge:
    """Begin a call on a listed need, by its owner's people or the office.

    The need takes answers until the call is published, and is converted then: a draft that comes to nothing takes
    nothing away. Rules of admission are not taken over: in a call each needs its ground.

    :raises RuleRefused: ``demand_not_listed``. :raises AlreadyDone: ``challenge_of_demand``.
    """
    demand = demand_access.open_demand(
        session, demand_id, actor=actor, permission="challenge.edit", version=None
    )
    if not demand_access.own(actor, demand) and not actor.has_role(*OFFICE):
        raise NotFound(kind="demand")
    if demand.state != DemandState.LISTED or demand.owner_organisation_id is None:
        raise RuleRefused("demand_not_listed", state=str(demand.state))
    live = select(Challenge.id).where(
        Challenge.demand_id == demand.id, Challenge.state.not_in(sorted(OVER))
    )
    if session.scalar(live.limit(1)) is not None:
        raise AlreadyDone("challenge_of_demand")
    base = programme_of(city, programme_code, DEMAND)
    return begin(
        session,
        base,
        actor=actor,
        now=now,
        city=city,
        fields=taken_over(demand, base) | dict(fields or {}),
        rules_given=rules_given or {},
        owner_id=demand.owner_organisation_id,
        source=DEMAND,
        demand_id=demand.id,
    )


def taken_over(demand: Demand, base: Programme) -> dict[str, Any]:
    """What a need says, as fields of a call; its upper budget as the reward, where the programme has such rewards."""
    made = {name: getattr(demand, name) for name in TAKEN}
    told = (demand.background, demand.pain_points or demand.problem)
    made["background"] = "\n\n".join(part for part in told if part)
    made["metrics"] = [dict(metric) for metric in demand.metrics]
    amount = demand.budget_max_fen
    if amount is not None:
        made["budget_ceiling_fen"] = amount
        if base.reward_min_fen <= amount <= base.reward_max_fen:
            made["reward_fen"] = amount
    return made


def draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    programme_code: str,
    source: str,
    organisation_id: int,
    fields: Mapping[str, Any],
    rules_given: Mapping[str, Any] | None = None,
) -> Challenge:
    """Begin a call without a need: by the office for an organisation, or by a laboratory's or centre's own people.

    :param source: ``office``, ``laboratory`` or ``innovation_centre``.
    :param organisation_id: who owns the call and pays.
    :raises NotFound: the actor may not post for the organisation.
    :raises RuleRefused: ``host_unknown``: the office knows it as no such laboratory or centre.
    """
    require(actor, "challenge.edit")
    base = programme_of(city, programme_code, source)
    if source == DEMAND:
        raise Invalid(FieldError("demand_id", "required"))
    may = actor.has_role(*OFFICE) if source == OFFICE_POST else False
    if not may and not (source != OFFICE_POST and actor.acts_for(organisation_id, access.SCOPE)):
        raise NotFound(kind="organisation")
    owner = session.get(Organisation, organisation_id)
    if owner is None:
        raise Invalid(FieldError("organisation_id", "unknown", {"value": organisation_id}))
    if source in hosting.KINDS and source not in owner.host_kinds:
        raise RuleRefused("host_unknown", source=source)
    return begin(
        session,
        base,
        actor=actor,
        now=now,
        city=city,
        fields=fields,
        rules_given=rules_given or {},
        owner_id=organisation_id,
        source=source,
    )


def programme_of(city: City, code: str, source: str) -> Programme:
    """:raises Invalid: the city has no such programme, or calls of it do not come from there."""
    base = city.programmes.get(code)
    if base is None:
        shown = {"value": code, "nearest": sorted(city.programmes)}
        raise Invalid(FieldError("programme", "unknown_code", shown))
    if source not in base.sources:
        shown = {"value": source, "nearest": list(base.sources)}
        raise Invalid(FieldError("source", "unknown_code", shown))
    return base


def begin(
    session: Session,
    base: Programme,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    fields: Mapping[str, Any],
    rules_given: Mapping[str, Any],
    owner_id: int,
    source: str,
    **columns: Any,
) -> Challenge:
    """Write a new draft with its event; the caller has checked who may."""
    adjustments = adjusting.check(rules_given, base)
    held = adjusting.applied(base, adjustments)
    kept = rules.check(fields, city.codes, held)
    challenge = Challenge(
        **versions.empty(),
        programme=base.code,
        is_joint=base.joint,
        rules=held.kept(),
        adjustments=adjustments,
        source=source,
        owner_organisation_id=owner_id,
        author_id=actor.person_id,
        created_at=now,
        updated_at=now,
        **columns,
    )
    versions.apply(challenge, kept)
    session.add(challenge)
    industries.refresh(session, CALLS, [challenge])
    versions.note_writer(session, challenge, actor.person_id)
    event = events.ChallengeDrafted(
        subject_id=challenge.id, programme=base.code, demand_id=challenge.demand_id
    )
    outbox.record(session, event, actor=actor, now=now)
    return challenge
