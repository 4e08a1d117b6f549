"""Writing a need: draft, edit, hand in, take back; and needs that officers collect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import access, events, finding, rules, versions
from scenario_market.domain.demands.access import SELF_POSTED
from scenario_market.domain.demands.duplicates import Similar, similar
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import DEMAND_MOVES, EDITABLE, DemandState
from scenario_market.domain.errors import (
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.parties.authority import held_unverified
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import require


@dataclass(frozen=True)
class Submitted:
    """A demand that was handed in, and the ones that come near it: a warning, no refusal."""

    demand: Demand
    similar: list[Similar]


def draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    fields: Mapping[str, Any],
    organisation_id: int,
    programme: str = "demand_list",
    is_rough: bool = False,
) -> Demand:
    """Begin a need in the name of an organisation, verified or not.

    :param is_rough: it begins as a rough problem: two lines in ``problem``, photographs or a voice note attached.
    :raises NotFound: the actor may not post needs for the organisation.
    :raises Invalid: with every wrong field.
    """
    require(actor, "demand.edit")
    if not actor.acts_for(organisation_id, "demands"):
        raise NotFound(kind="organisation")
    return _begin(
        session,
        actor,
        now,
        city,
        fields,
        organisation_id,
        programme,
        SELF_POSTED,
        is_rough=is_rough,
    )


def collect(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    fields: Mapping[str, Any],
    source: str,
    organisation_id: int | None = None,
    programme: str = "demand_list",
    is_rough: bool = False,
) -> Demand:
    """Record a need that came in by a visit, a meeting or a call: counted apart, by source.

    :param source: intake source code; not ``self_posted``.
    :param organisation_id: whose need it is, where that is known; the owner goes on with it and hands it in.
    """
    require(actor, "demand.collect")
    known = city.codes["intake_sources"].get(source)
    if known is None or known.code == SELF_POSTED:
        nearest = list(city.codes["intake_sources"].nearest(source))
        raise Invalid(FieldError("source", "unknown_code", {"value": source, "nearest": nearest}))
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise Invalid(FieldError("organisation_id", "unknown", {"value": organisation_id}))
    return _begin(
        session, actor, now, city, fields, organisation_id, programme, known.code, is_rough=is_rough
    )


def _begin(
    session: Session,
    actor: Actor,
    now: datetime,
    city: City,
    fields: Mapping[str, Any],
    organisation_id: int | None,
    programme: str,
    source: str,
    *,
    is_rough: bool,
) -> Demand:
    if programme not in city.policy["programmes"]:
        known = sorted(city.policy["programmes"])
        raise Invalid(
            FieldError("programme", "unknown_code", {"value": programme, "nearest": known})
        )
    kept = rules.check(fields, city.codes)
    demand = Demand(
        **versions.empty(),
        owner_organisation_id=organisation_id,
        author_id=actor.person_id,
        programme=programme,
        source=source,
        is_rough=is_rough,
        created_at=now,
        updated_at=now,
    )
    versions.apply(demand, kept)
    session.add(demand)
    finding.refresh(session, [demand])
    outbox.record(
        session,
        events.DemandDrafted(subject_id=demand.id, source=source, is_rough=is_rough),
        actor=actor,
        now=now,
    )
    return demand


def edit(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    fields: Mapping[str, Any],
) -> Demand:
    """Change fields of a need that is a draft or was returned.

    A draft that nobody owns yet, or that an officer collected, that officer may go on with.
    """
    demand = open_editable(session, demand_id, actor=actor, version=version)
    if demand.state not in EDITABLE:
        raise IllegalMove(verb="edit", state=demand.state, kind="demand")
    kept = rules.check(fields, city.codes, before=versions.values(demand))
    save(session, demand, kept, actor=actor, now=now)
    return demand


def save(
    session: Session, demand: Demand, kept: Mapping[str, Any], *, actor: Actor, now: datetime
) -> list[str]:
    """Write checked values into a locked demand, with the rows derived from it and the event, if anything changed."""
    names = versions.apply(demand, kept)
    if names:
        lifecycle.touch(demand, now=now)
        finding.refresh(session, [demand])
        event = events.DemandEdited(subject_id=demand.id, fields=names)
        outbox.record(session, event, actor=actor, now=now)
    return names


def open_editable(session: Session, demand_id: int, *, actor: Actor, version: int | None) -> Demand:
    """Lock a demand for whoever may write in it: the owner's people, or the officer who collected it."""
    demand = access.open_demand(
        session, demand_id, actor=actor, permission="demand.write", version=version
    )
    is_begun = demand.state == DemandState.DRAFT
    if access.own(actor, demand) or (is_begun and access.taken_down(actor, demand)):
        return demand
    raise NotFound(kind="demand")


def assign_owner(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    organisation_id: int,
) -> Demand:
    """Name the organisation whose need a collected draft is; from then on its people go on with it.

    Who registered under a firm's name may not be the firm, so people whom nobody has verified get nothing.

    :raises RuleRefused: ``owner_fixed``: it was handed in once, so its versions and officers' words are of its owner.
    :raises Invalid: there is no such organisation, or unverified people hold it (``registered_by_others``).
    """
    demand = access.open_demand(
        session, demand_id, actor=actor, permission="demand.collect", version=version
    )
    if demand.state != DemandState.DRAFT or demand.source == SELF_POSTED:
        raise IllegalMove(verb="assign_owner", state=demand.state, kind="demand")
    if demand.content_number > 0:
        raise RuleRefused("owner_fixed")
    if session.get(Organisation, organisation_id) is None:
        raise Invalid(FieldError("organisation_id", "unknown", {"value": organisation_id}))
    if held_unverified(session, [organisation_id]):
        raise Invalid(FieldError("organisation_id", "registered_by_others"))
    demand.owner_organisation_id = organisation_id
    lifecycle.touch(demand, now=now)
    event = events.DemandEdited(subject_id=demand.id, fields=["owner_organisation_id"])
    outbox.record(session, event, actor=actor, now=now)
    return demand


def submit(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Submitted:
    """Hand a need in: its content becomes a version.

    :raises RuleRefused: ``organisation_not_verified``.
    :raises Invalid: with every field that is missing.
    """
    demand = access.open_own(
        session, demand_id, actor=actor, permission="demand.submit", version=version
    )
    check_verified(session, demand.owner_organisation_id)
    if demand.state in EDITABLE:
        missing = rules.missing_for_submission(versions.values(demand))
        if missing:
            raise Invalid(*missing)
    number = demand.content_number + 1
    lifecycle.move(session, demand, DEMAND_MOVES, "submit", actor=actor, now=now, number=number)
    versions.add_version(session, demand, person_id=actor.person_id, now=now)
    demand.submitted_at = now
    demand.recommended_at, demand.recommended_by_id = None, None
    session.flush()
    near = similar(
        session,
        actor=actor,
        fields=versions.values(demand),
        floor=city.policy["demand"]["near_duplicate_floor"],
        besides=demand.id,
    )
    return Submitted(demand, near)


def check_verified(session: Session, organisation_id: int | None) -> Organisation:
    """The organisation, if the office has verified it.

    :raises RuleRefused: ``organisation_not_verified``.
    """
    row = session.get(Organisation, organisation_id) if organisation_id is not None else None
    if row is None or row.state != Verification.VERIFIED:
        raise RuleRefused("organisation_not_verified")
    return row


def recall(
    session: Session, demand_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Demand:
    """Take a need back before anybody reviewed it."""
    demand = access.open_own(
        session, demand_id, actor=actor, permission="demand.submit", version=version
    )
    lifecycle.move(session, demand, DEMAND_MOVES, "recall", actor=actor, now=now)
    return demand
