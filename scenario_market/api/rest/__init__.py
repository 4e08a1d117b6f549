"""The REST API ``/api/v1``: one module per noun, registered here."""

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any

from flask import Flask, Response, current_app, json
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from scenario_market import __version__
from scenario_market.api import problems
from scenario_market.api.access import public
from scenario_market.api.contract import Contract
from scenario_market.api.rest import (
    acceptance,
    account,
    admission,
    attachments,
    bidding,
    challenge_review,
    challenges,
    codes,
    consortia,
    correcting,
    demand_changes,
    demand_review,
    demands,
    dossier_exports,
    dossiers,
    early_openings,
    events,
    experts,
    imports,
    keys,
    landmarks,
    lists,
    machine,
    mandates,
    matches,
    milestones,
    notices,
    objections,
    oidc,
    organisations,
    panels,
    people,
    pledges,
    preferences,
    project_changes,
    projects,
    providers,
    questions,
    reentries,
    responses,
    results,
    scoring,
    sealed_files,
    todos,
    tokens,
    workspaces,
)
from scenario_market.api.schemas.problems import Problem

PREFIX = "/api/v1"
NOUNS = (
    codes,
    events,
    account,
    oidc,
    tokens,
    people,
    organisations,
    mandates,
    demands,
    demand_review,
    demand_changes,
    challenges,
    challenge_review,
    bidding,
    questions,
    reentries,
    lists,
    responses,
    pledges,
    dossiers,
    dossier_exports,
    providers,
    admission,
    imports,
    matches,
    notices,
    preferences,
    todos,
    attachments,
    results,
    objections,
    landmarks,
    workspaces,
    sealed_files,
    consortia,
    projects,
    project_changes,
    milestones,
    acceptance,
    machine,
    keys,
    early_openings,
    experts,
    panels,
    scoring,
    correcting,
)
BLUEPRINTS = tuple(noun.blueprint for noun in NOUNS)


class MarketApi(Api):
    """flask-smorest with our problem documents as its error answers."""

    ERROR_SCHEMA = Problem

    def __init__(self, *args: Any, **options: Any) -> None:
        self.undescribed: list[Callable[[], None]] = []  # what blueprints left for later
        self._writing = Lock()
        super().__init__(*args, **options)

    def _register_error_handlers(self) -> None:
        pass  # problems.register has them, for pages and API alike

    def handle_http_exception(self, error: HTTPException) -> Response:
        return problems.from_http(error)

    def _openapi_json(self) -> Response:
        with self._writing:
            text = self._specification
        return current_app.response_class(text, mimetype="application/json")

    @cached_property
    def _specification(self) -> str:
        """Written once and without blanks: a megabyte that says the same to everybody who asks, and anybody may."""
        while self.undescribed:
            self.undescribed.pop(0)()
        return json.dumps(self.spec.to_dict())


def register(app: Flask) -> None:
    """Add the API, its specification and all resources."""
    app.config.update(
        API_TITLE="scenario_market",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
            "security": [{"bearer": []}],
        },
    )
    api: Any = MarketApi(app, spec_kwargs={"extra_plugins": [Contract()]})
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    specification = "api-docs.openapi_json"
    app.view_functions[specification] = public(app.view_functions[specification])
