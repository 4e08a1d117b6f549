"""What a subject waits for: a step, the party whose turn it is, and until when. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scenario_market.domain.actor import Actor


@dataclass(frozen=True)
class Waiting:
    """One step that a subject waits for.

    :param kind: what is to be done; a code of ``[waiting.days]`` of the city's policy.
    :param party: whose turn it is: ``organisation:12:demands``, ``person:7``, ``role:office_lead`` or
        ``role:district_officer:420106``.
    :param due_at: until when; None: so many working days as the city grants for the kind, from when it is first seen.
    """

    kind: str
    party: str
    due_at: datetime | None = None


def organisation(organisation_id: int, scope: str) -> str:
    """Everybody whose mandate for the organisation covers the scope."""
    return f"organisation:{organisation_id}:{scope}"


def person(person_id: int) -> str:
    """One person."""
    return f"person:{person_id}"


def role(name: str, place: str | None = None) -> str:
    """Everybody with a role; for a district or node, if it is one of a place."""
    return f"role:{name}:{place}" if place else f"role:{name}"


def parties(actor: Actor) -> list[str]:
    """Every party that the actor belongs to."""
    own = [] if actor.person_id is None else [person(actor.person_id)]
    places = {"district_officer": actor.districts, "node_officer": actor.nodes}
    held: Iterable[str] = sorted(actor.roles)
    for name in held:
        own += [role(name, place) for place in sorted(places.get(name, ()))] or [role(name)]
    for organisation_id, scopes in sorted(actor.mandates.items()):
        own += [organisation(organisation_id, scope) for scope in sorted(scopes)]
    return own


def split(party: str) -> tuple[str, str, str | None]:
    """Kind of a party, its key or role, and its scope or place."""
    kind, _, rest = party.partition(":")
    name, _, more = rest.partition(":")
    return kind, name, more or None
