"""The one table of who may do what. Route guards, the documentation and the lifecycle read it; nothing else grants.

A role opens the act; which objects it reaches is the query's business (``queries.py`` of each noun).
"""

from scenario_market.domain.actor import Actor
from scenario_market.domain.acts import ACTS
from scenario_market.domain.errors import NotPermitted, NotSignedIn
from scenario_market.domain.roles import (
    GRANTED,
    LEAD,
    MANDATED,
    OFFICE,
    OWNER,
    PERSON,
    PROVIDER,
    ROLES,
    SCOPES,
    WATCH,
    Permission,
)

__all__ = [
    "GRANTED",
    "LEAD",
    "MANDATED",
    "OFFICE",
    "OWNER",
    "PERMISSIONS",
    "PERSON",
    "PROVIDER",
    "ROLES",
    "SCOPES",
    "WATCH",
    "Permission",
    "allowed",
    "require",
    "require_session",
    "sees_all",
]

PERMISSIONS = ACTS


def allowed(actor: Actor, name: str) -> bool:
    """Whether the actor's roles (and, with a token, its scopes) open the act."""
    roles = PERMISSIONS[name].roles
    if actor.is_system:  # the clock alone; what follows from an act has the roles it needs
        return True
    if actor.token_scopes is not None and name not in actor.token_scopes:
        return False
    if roles is PERSON:
        return actor.person_id is not None
    return not roles.isdisjoint(actor.roles)


def sees_all(actor: Actor) -> bool:
    """Whether the office or who watches it: they read what is anybody's, where a permission lets them read at all."""
    return actor.has_role(*OFFICE, *WATCH)


def require(actor: Actor, name: str) -> None:
    """Refuse who may not.

    :raises NotSignedIn: nobody is signed in.
    :raises NotPermitted: the roles do not open the act.
    """
    if allowed(actor, name):
        return
    if actor.person_id is None and not actor.is_system:
        raise NotSignedIn()
    raise NotPermitted(permission=name)


def require_session(actor: Actor) -> None:
    """Refuse an API token, whatever its scopes: it may have been stolen, and this would let it stay or shut others out.

    :raises NotSignedIn: nobody is signed in.
    :raises NotPermitted: ``needs_session``.
    """
    if actor.person_id is None:
        raise NotSignedIn()
    if actor.token_scopes is not None:
        raise NotPermitted("needs_session")
