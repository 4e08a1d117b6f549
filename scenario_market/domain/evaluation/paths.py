"""Fields of a bid's content by their paths (``milestones.0.title``), to name and replace single ones. Pure."""

import copy
import re
from collections.abc import Mapping
from typing import Any

STRIKEABLE = re.compile(r"(approach|impact|capability)\.text")
FREE = re.compile(
    r"(statement|division)(\..+)?|team\.\d+\.\w+|cases\.\d+\.(title|client|year)"
    r"|milestones\.\d+\.(title|evidence)|metrics\.\d+\.(method|evidence)|budget\.items\.\d+\.name"
)


def is_correctable(path: str) -> bool:
    """Whether a formal correction may touch a field: not what is offered, its price and its figures (实质性内容).

    Of the long texts words may be struck out, such as a name in the blind part; see :func:`is_struck`.
    """
    return bool(FREE.fullmatch(path) or STRIKEABLE.fullmatch(path))


def is_struck(path: str, old: Any, new: Any) -> bool:
    """Whether a correction takes words out of a long text and puts none in; of other fields nothing is asked."""
    if not STRIKEABLE.fullmatch(path) or not isinstance(new, str):
        return True
    left = iter(str(old))
    return all(sign in left for sign in new)


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
