"""What the domain refuses, and why. One handler turns these into problem documents, pages or exit codes.

Each class has a stable ``code``; the text that people read is made in ``texts`` from the code and the parameters.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One field that is wrong: its path (``metrics.0.target``), the rule's code, and what would be right."""

    field: str
    rule: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class DomainError(Exception):
    """Base of every refusal. ``status`` is the HTTP status that fits; ``params`` fill the text."""

    code = "refused"
    status = 409

    def __init__(self, rule: str | None = None, **params: Any) -> None:
        self.rule = rule or self.code
        self.params = params
        super().__init__(f"{self.code}: {self.rule} {params or ''}".strip())


class NotFound(DomainError):
    """There is no such thing, or not for this actor: the two are not told apart."""

    code = "not_found"
    status = 404


class NotSignedIn(DomainError):
    """The act needs a known person."""

    code = "not_signed_in"
    status = 401


class NotPermitted(DomainError):
    """The actor's roles do not include the act at all (whatever the object)."""

    code = "not_permitted"
    status = 403


class IllegalMove(DomainError):
    """The object's state does not allow the verb."""

    code = "illegal_move"


class RuleRefused(DomainError):
    """A guard refused; ``rule`` names it."""

    code = "rule_refused"


class StaleVersion(DomainError):
    """The object was changed since the caller read it."""

    code = "stale_version"
    status = 412


class VersionMissing(DomainError):
    """A change must say which version it was made from."""

    code = "version_missing"
    status = 428


class Invalid(DomainError):
    """Input that breaks rules; carries every wrong field at once."""

    code = "invalid"
    status = 422

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("invalid")
        self.errors = errors

    def __str__(self) -> str:
        return "; ".join(f"{e.field}: {e.rule} {dict(e.params) or ''}".strip() for e in self.errors)


class AlreadyDone(DomainError):
    """Something of the kind exists already."""

    code = "already_done"


class TooLarge(DomainError):
    """More bytes than the limit allows."""

    code = "too_large"
    status = 413


class TooMany(DomainError):
    """Too often in too short a time; ``wait_seconds`` says when it is possible again."""

    code = "too_many"
    status = 429
