"""Telling people of events that concern them: one rule per event kind says who is told, by which notice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from scenario_market.domain.providers.models import Provider
from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class Rule:
    """Who is told: ``recipients`` selects (organisation key or None, person key or None)."""

    notice: str
    recipients: Callable[[Work], Select[Any]]


def provider(work: Work) -> Select[Any]:
    """The organisation of the provider that the event is about."""
    from sqlalchemy import null

    columns: tuple[Any, Any] = (Provider.organisation_id, null())
    return select(*columns).where(Provider.id == work.event.subject_id)


RULES: dict[str, Rule] = {
    "provider.admitted": Rule("provider_admitted", provider),
}


def tell(work: Work, prepared: Any) -> None:
    """Write the notices that the rule of the event's kind names, and their deliveries."""
    from scenario_market.domain.notices.models import Notice
    from scenario_market.domain.notices.sending import write_deliveries

    rule = RULES[work.event.kind]
    for organisation_id, person_id in work.session.execute(rule.recipients(work)).all():
        work.session.add(
            Notice(
                event_id=work.event.id,
                kind=rule.notice,
                organisation_id=organisation_id,
                person_id=person_id,
                subject_kind=work.event.subject_kind,
                subject_id=work.event.subject_id,
                params={},
                is_digest=False,
                day=work.city.day(work.now),
                at=work.now,
            )
        )
    work.session.flush()
    write_deliveries(work.session, event_id=work.event.id, city=work.city, now=work.now)
