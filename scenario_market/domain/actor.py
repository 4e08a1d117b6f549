"""Who acts: the only thing about a caller that commands and queries get to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

NOTHING: Mapping[int, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Actor:
    """A person with what he may do now, the system itself, or the anonymous public.

    :param person_id: key of the person; None for the system and the public.
    :param roles: the roles in force, the ones by mandate (``enterprise``, ``provider``) included.
    :param mandates: organisation key → scopes in force (``demands``, ``offers``, ``profile``, ``manage``).
    :param districts: district codes that a district officer answers for.
    :param nodes: node codes that a node officer answers for.
    :param token_scopes: permissions that an API token is limited to; None where no token is used.
    """

    person_id: int | None = None
    roles: frozenset[str] = frozenset()
    mandates: Mapping[int, frozenset[str]] = field(default_factory=lambda: NOTHING, hash=False)
    districts: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    token_scopes: frozenset[str] | None = None
    is_system: bool = False

    @property
    def organisations(self) -> list[int]:
        """Keys of the organisations for which the actor holds any mandate."""
        return sorted(self.mandates)

    def acts_for(self, organisation_id: int, scope: str) -> bool:
        """Whether a mandate in force covers the scope."""
        return scope in self.mandates.get(organisation_id, frozenset())

    def organisations_with(self, scope: str) -> list[int]:
        """Keys of the organisations for which the actor holds the scope."""
        return sorted(key for key, scopes in self.mandates.items() if scope in scopes)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


PUBLIC = Actor()
SYSTEM = Actor(roles=frozenset({"system"}), is_system=True)


def consequence(actor: Actor, *roles: str) -> Actor:
    """Who makes the moves that follow from an act by the rules, not by anybody's choice.

    The name stays that of whoever acted (nobody, where the clock did); the roles are those that such moves need.
    Only commands use it, for what they owe: a contract closes the other answers, a planned list comes out.
    """
    return replace(actor, roles=frozenset(roles), token_scopes=None, is_system=False)
