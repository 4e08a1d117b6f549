"""The market's web application with bare Flask JSON routes beside it: the ceiling of ``lists``, in the same server."""

import json
import os
from pathlib import Path
from typing import Any

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from scenario_market.api import create_app

PREFIX = "/bare"


def create() -> Flask:
    """What gunicorn serves: below ``/bare/NAME`` the JSON kept in the data directory's ``bare/NAME.json``."""
    market = create_app()
    bare = Flask("bare")
    folder = Path(os.environ["SM_DATA_DIR"]) / "bare"
    kept: dict[str, Any] = {}

    @bare.get("/<name>")
    def answer(name: str) -> ResponseReturnValue:
        if name not in kept:
            kept[name] = json.loads((folder / f"{name}.json").read_text("utf-8"))
        return jsonify(kept[name])

    inner = market.wsgi_app

    def outer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"].startswith(PREFIX):
            environ["PATH_INFO"] = environ["PATH_INFO"][len(PREFIX) :]
            return bare.wsgi_app(environ, start_response)
        return inner(environ, start_response)

    market.wsgi_app = outer  # type: ignore[method-assign]
    return market
