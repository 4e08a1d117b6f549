"""Who may call a route: each view says so with ``may`` or ``public``, and a test walks the URL map for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from scenario_market.api import identity
from scenario_market.domain.permissions import PERMISSIONS, require

PUBLIC = "public"
View = Callable[..., Any]


def may(permission: str) -> Callable[[View], View]:
    """Only for actors whose roles open the permission; the query decides about the object."""
    if permission not in PERMISSIONS:
        raise LookupError(f"no permission {permission!r} in the table")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            require(identity.actor(), permission)
            return view(*args, **kwargs)

        return _declare(guarded, permission)

    return decorate


def public(view: View) -> View:
    """For everybody; what an actor sees may still depend on who he is."""

    @wraps(view)
    def open_to_all(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return _declare(open_to_all, PUBLIC)


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
