"""What a reader put into the address of a page, checked: a wrong field is told beside it and loses nothing."""

from collections.abc import Callable
from typing import TypeVar

from scenario_market.api import language
from scenario_market.domain.errors import Invalid
from scenario_market.texts import errors as texts

Found = TypeVar("Found")


def attempt(read: Callable[[], Found]) -> tuple[Found | None, dict[str, str]]:
    """What was read, or None and what is wrong: field → message in the reader's language.

    For reading alone: a command that refuses ends its transaction, which an error that is caught here would not.
    """
    try:
        return read(), {}
    except Invalid as refusal:
        locale = language.current()
        return None, {
            one.field: texts.field_message(one.rule, dict(one.params), locale)
            for one in refusal.errors
        }
