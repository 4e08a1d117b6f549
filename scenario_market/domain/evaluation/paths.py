"""Fields of a bid's content by their paths (``milestones.0.title``), to name and replace single ones. Pure."""

import copy
from collections.abc import Mapping
from typing import Any


class NoSuchField(LookupError):
    """There is nothing at the path."""


def get(content: Mapping[str, Any], path: str) -> Any:
    """What stands at a path. :raises NoSuchField: nothing does."""
    found: Any = content
    for name in path.split("."):
        found = _step(found, name, path)
    return found


def replaced(content: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in which other values stand at these paths. :raises NoSuchField: nothing stands at one."""
    made = copy.deepcopy(dict(content))
    for path, value in values.items():
        *way, last = path.split(".")
        place: Any = made
        for name in way:
            place = _step(place, name, path)
        _step(place, last, path)
        place[int(last) if isinstance(place, list) else last] = value
    return made


def _step(found: Any, name: str, path: str) -> Any:
    if isinstance(found, Mapping) and name in found:
        return found[name]
    if isinstance(found, list) and name.isdigit() and int(name) < len(found):
        return found[int(name)]
    raise NoSuchField(path)
