"""Who is told: selects of (organisation key, person key), one of them NULL. Each is part of one INSERT … SELECT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CompoundSelect, Select, cast, exists, null, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from scenario_market.domain.base import Key
from scenario_market.domain.demands.lists import LIVE, Contract, Response
from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.imports.models import Import
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.parties.models import Mandate, Organisation, Person, RoleGrant
from scenario_market.domain.permissions import OFFICE
from scenario_market.domain.providers.models import Provider

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work

Recipients = Select[Any] | CompoundSelect[Any]
NOBODY = cast(null(), Key)


def organisations(column: InstrumentedAttribute[Any]) -> Select[Any]:
    """A select of organisations, to be narrowed."""
    return select(column.label("organisation_id"), NOBODY.label("person_id"))


def people(column: InstrumentedAttribute[Any]) -> Select[Any]:
    return select(NOBODY.label("organisation_id"), column.label("person_id"))


def _payload(work: Work, key: str) -> Any:
    return (work.event.payload or {}).get(key)


def organisation(work: Work) -> Recipients:
    """The organisation that the event is about."""
    return organisations(Organisation.id).where(Organisation.id == work.event.subject_id)


def person(work: Work) -> Recipients:
    """The person that the event is about."""
    return people(Person.id).where(Person.id == work.event.subject_id)


def holder(work: Work) -> Recipients:
    """The person who holds the mandate that the event is about."""
    return people(Person.id).where(Person.id == _payload(work, "person_id"))


def provider(work: Work) -> Recipients:
    """The organisation of the provider that the event is about."""
    return organisations(Provider.organisation_id).where(Provider.id == work.event.subject_id)


def sharpener(work: Work) -> Recipients:
    """The organisation of the diagnosis provider that the event names."""
    return organisations(Provider.organisation_id).where(
        Provider.id == _payload(work, "provider_id")
    )


def uploader(work: Work) -> Recipients:
    """The officer who handed in the file."""
    return people(Import.uploaded_by_id).where(Import.id == work.event.subject_id)


def office(work: Work) -> Recipients:
    """Everybody in the office who reviews or leads now."""
    return with_role(work, *sorted(OFFICE))


def auditors(work: Work) -> Recipients:
    """Everybody who audits now."""
    return with_role(work, "auditor")


def district(work: Work) -> Recipients:
    """The officers of the demand's district, where the demand's programme asks for their recommendation."""
    return (
        with_role(work, "district_officer")
        .join(Demand, Demand.district == RoleGrant.place)
        .where(Demand.id == work.event.subject_id, Demand.programme.in_(_by_district(work)))
    )


def office_at_once(work: Work) -> Recipients:
    """The office, where the demand's programme has no recommendation by the district before its review."""
    waits = exists().where(
        Demand.id == work.event.subject_id,
        Demand.programme.in_(_by_district(work)),
        Demand.recommended_at.is_(None),
    )
    return with_role(work, *sorted(OFFICE)).where(~waits)


def _by_district(work: Work) -> list[str]:
    programmes = work.city.policy["programmes"]
    return [key for key, one in programmes.items() if one["district_recommendation"]]


def with_role(work: Work, *roles: str, place: str | None = None) -> Select[Any]:
    """Everybody who has one of the roles now; of a place, if one is named."""
    grant = RoleGrant
    of_place = () if place is None else (grant.place == place,)
    return (
        people(grant.person_id)
        .distinct()
        .where(
            grant.role.in_(roles),
            *of_place,
            grant.ended_at.is_(None),
            grant.starts_at <= work.now,
            or_(grant.expires_at.is_(None), grant.expires_at > work.now),
        )
    )


def owner(work: Work) -> Recipients:
    """Whose demand the event is about: the organisation; of a collected one without an organisation its author."""
    about = Demand.id == work.event.subject_id
    return union(
        organisations(Demand.owner_organisation_id).where(
            about, Demand.owner_organisation_id.is_not(None)
        ),
        people(Demand.author_id).where(
            about, Demand.owner_organisation_id.is_(None), Demand.author_id.is_not(None)
        ),
    )


def concerned(work: Work) -> Recipients:
    """Who was told of the demand before (by another event), or has answered it."""
    told = organisations(Notice.organisation_id).where(
        Notice.kind == "demand_matched",
        Notice.subject_kind == "demand",
        Notice.subject_id == work.event.subject_id,
        Notice.event_id != work.event.id,
        Notice.organisation_id.is_not(None),
    )
    return union(told, _answering(work, work.event.subject_id))


def _answering(work: Work, demand_id: int) -> Select[Any]:
    from sqlalchemy import text

    return organisations(Response.organisation_id).where(
        Response.demand_id == demand_id, text(f"response.{LIVE}")
    )


def asked(work: Work) -> Recipients:
    """The owner of the demand that was answered."""
    return (
        organisations(Demand.owner_organisation_id)
        .join(Response, Response.demand_id == Demand.id)
        .where(Response.id == work.event.subject_id, Demand.owner_organisation_id.is_not(None))
    )


def answerer(work: Work) -> Recipients:
    """The organisation that answered."""
    return organisations(Response.organisation_id).where(Response.id == work.event.subject_id)


def other_side(work: Work) -> Recipients:
    """Of owner and answerer the one that did not act; both, where neither did."""
    both = union(asked(work), answerer(work)).subquery()
    acted = exists().where(
        Mandate.organisation_id == both.c.organisation_id,
        Mandate.person_id == work.event.actor_person_id,
        Mandate.ended_at.is_(None),
    )
    return select(both.c.organisation_id, both.c.person_id).where(~acted)


def confirming(work: Work) -> Recipients:
    """The side that has to confirm the contract: the one that did not record it."""
    both = union(asked(work), answerer(work)).subquery()
    recorded = exists().where(
        Contract.id == _payload(work, "contract_id"),
        Contract.recorded_for_id == both.c.organisation_id,
    )
    return select(both.c.organisation_id, both.c.person_id).where(~recorded)


def recorder(work: Work) -> Recipients:
    """The side that recorded the contract."""
    return organisations(Contract.recorded_for_id).where(
        Contract.id == _payload(work, "contract_id")
    )


def sharpening(work: Work) -> Recipients:
    """The diagnosis provider whose proposal is owed, and the office."""
    late = (
        organisations(Provider.organisation_id)
        .join(Sharpening, Sharpening.provider_id == Provider.id)
        .where(
            Sharpening.demand_id == work.event.subject_id,
            Provider.id == _payload(work, "provider_id"),
        )
    )
    return union(late, with_role(work, *sorted(OFFICE)))
