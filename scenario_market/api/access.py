"""Who may call a route: each view says so with ``may`` or ``public``, and a test walks the URL map for it."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from scenario_market.api import identity
from scenario_market.domain.permissions import PERMISSIONS, allowed, require

PUBLIC = "public"
View = Callable[..., Any]


def may(*permissions: str) -> Callable[[View], View]:
    """Only for actors whose roles open the permission, or one of several; the query decides about the object."""
    if unknown := set(permissions) - set(PERMISSIONS):
        raise LookupError(f"no permission {sorted(unknown)} in the table")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            _require_one(permissions)
            return view(*args, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return _declare(guarded, " or ".join(permissions))

    return decorate


def public(view: View) -> View:
    """For everybody; what an actor sees may still depend on who he is."""

    @wraps(view)
    def open_to_all(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return _declare(open_to_all, PUBLIC)


def admit(view: Any) -> None:
    """Refuse who may not call the view, before its body is read; the view itself asks again.

    :raises NotSignedIn: a token was sent that opens nothing, or none where one is needed.
    :raises NotPermitted: the roles do not open it.
    """
    identity.actor()
    if permissions := getattr(view, "permissions", ()):
        _require_one(permissions)


def _require_one(permissions: Sequence[str]) -> None:
    actor = identity.actor()
    if not any(allowed(actor, permission) for permission in permissions):
        require(actor, permissions[0])


def _declare(view: Any, access: str) -> View:
    view.access = access
    documentation = dict(getattr(view, "_apidoc", {}))
    manual = dict(documentation.get("manual_doc", {}))
    manual["x-permission"] = access
    if access == PUBLIC:
        manual["security"] = [{}, {"bearer": []}]
    documentation["manual_doc"] = manual
    view._apidoc = documentation
    return view
