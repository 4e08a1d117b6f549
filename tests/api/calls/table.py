"""The table of calls, and how a call stands in it and is made."""

import io
from dataclasses import dataclass, field
from typing import Any

# The names of keys in paths.
D, L, R, P = "demand_id", "list_id", "response_id", "provider_id"
ORGANISATION, MANDATE = "organisation_id", "mandate_id"


@dataclass
class Call:
    """A call: who, keys in the path, query, JSON body or form with files, and the version it is made from."""

    who: str
    keys: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    version: int | None = None
    query: str = ""
    form: dict[str, Any] | None = None


CALLS = {}


def call(label):
    """Register how an operation succeeds, by method and path."""

    def keep(make):
        CALLS[label] = make
        return make

    return keep


def of(who, name, made, body=None):
    """A call on something that has a version."""
    key, version = made
    return Call(who, {name: key}, body, version)


def reason(code, text="情况属实"):
    return {"reason": {"code": code, "text": text}}


def simple(label, who, query=""):
    """A call without keys and body."""
    CALLS[label] = lambda w: Call(who, query=query)


def move(label, who, name, make, body=None):
    """A call on a versioned thing that ``make`` brings into its state."""
    CALLS[label] = lambda w: of(who, name, make(w), body)


def keyed(label, who, name, make, body=None):
    """A call on a thing by its key, without a version."""
    CALLS[label] = lambda w: Call(who, {name: make(w)}, body)


def send(world, label, made, who=None):
    """Make a call as it stands, by whom it names or by somebody else."""
    method, path = label.split(" ")
    path = path.format(**made.keys) + (f"?{made.query}" if made.query else "")
    options = {}
    if made.form:
        data = {
            name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in made.form.items()
        }
        options = {"data": data, "content_type": "multipart/form-data"}
    client = world.client(who or made.who)
    return client.call(method, path, made.body, version=made.version, **options)
