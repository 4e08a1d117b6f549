"""What requests about sealed bids share: answers of one size, traces, and what the process holds to seal with.

The size of an answer stands in the logs of whatever is in front of us; so whatever an act did, its answer has as many
bytes. The filling is random, since a proxy that compresses would take it out again otherwise.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from flask import Response, current_app, request

from scenario_market.vault.envelopes import WebSealing
from scenario_market.vault.receipts import Receipts

View = Callable[..., Any]
EMPTY = b'"padding":""'
ACT_BYTES = 131_072


def padded(
    step_bytes: int, *, room_bytes: int = 0, told: Collection[str] = ()
) -> Callable[[View], View]:
    """Fill the answer's ``padding`` up to whole steps of bytes; the last field of its schema, empty until then.

    :param told: fields that say what was handed in. They are left out of the count and take ``room_bytes`` whatever is
        in them, so that an answer's size follows the draft alone.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def filled(*args: Any, **kwargs: Any) -> Response:
            response: Response = view(*args, **kwargs)
            body = response.get_data().rstrip()
            head, found, tail = body.rpartition(EMPTY)
            if not found:
                raise LookupError("the answer has no empty padding")
            hidden = _length(response, told)
            whole = -(-(len(body) - hidden) // step_bytes) * step_bytes
            if told:
                whole += max(1, -(-hidden // room_bytes)) * room_bytes
            # As much is drawn, and so as long does it take, whatever is missing.
            filling = base64.b64encode(os.urandom(step_bytes + room_bytes))[: whole - len(body)]
            response.set_data(head + EMPTY[:-1] + filling + b'"' + tail)
            response.headers["Cache-Control"] = "private, no-store, no-transform"
            return response

        return filled

    return decorate


def _length(response: Response, fields: Collection[str]) -> int:
    """How many bytes of an answer are the values of these fields."""
    if not fields:
        return 0
    answer = response.get_json()
    return sum(
        len(current_app.json.dumps(answer[name], separators=(",", ":")).encode()) for name in fields
    )


def sealing() -> WebSealing:
    """What this process seals with."""
    return current_app.extensions["sealing"]


def receipts() -> Receipts:
    """What this process signs receipts with."""
    return current_app.extensions["receipts"]


def traces() -> dict[str, str]:
    """Where the request comes from, as digests that nobody can compare or try out without the application's secret."""
    device = "\n".join(
        request.headers.get(name, "") for name in ("User-Agent", "Accept-Language", "Accept")
    )
    stated = {"addresses": request.remote_addr or "", "devices": device}
    secret = current_app.config["SECRET_KEY"].encode()
    return {
        kind: hmac.new(secret, f"bid trace\0{kind}\0{value}".encode(), hashlib.sha256).hexdigest()
        for kind, value in stated.items()
    }
