"""Reading that leaves a row: a GET whose answer is put on record begins to write before it reads."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from scenario_market.api import identity
from scenario_market.domain.permissions import allowed
from scenario_market.persistence.web_session import start_writing_again

View = Callable[..., Any]


def on_record(view: View) -> View:
    """A reading that the view puts on record: what could not be written is not shown.

    Stands below the guard, so that who may not is refused before anything is locked.
    """

    @wraps(view)
    def recorded(*args: Any, **kwargs: Any) -> Any:
        start_writing_again()
        identity.afresh()
        return view(*args, **kwargs)

    return recorded


def on_record_for(permission: str) -> Callable[[View], View]:
    """The same of a view that is public, of which only who has a permission learns what is put on record."""

    def decorate(view: View) -> View:
        recorded = on_record(view)

        @wraps(view)
        def chosen(*args: Any, **kwargs: Any) -> Any:
            wanted = recorded if allowed(identity.actor(), permission) else view
            return wanted(*args, **kwargs)

        return chosen

    return decorate
