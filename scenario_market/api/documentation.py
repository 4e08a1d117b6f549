"""The REST API's own documentation: OpenAPI 3.1 and a page that loads nothing from outside."""

from flask import Flask
from flask_swagger_ui import get_swaggerui_blueprint

from scenario_market.api.access import public

DOCS, SPECIFICATION = "/api/docs", "/api/v1/openapi.json"


def register(app: Flask) -> None:
    """Serve Swagger UI at ``/api/docs`` from the package's own files."""
    pages = get_swaggerui_blueprint(
        DOCS, SPECIFICATION, config={"app_name": "scenario_market", "validatorUrl": None}
    )
    app.register_blueprint(pages)
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.startswith(f"{pages.name}."):
            guarded = public(view)
            guarded.without_database = True  # type: ignore[attr-defined]
            app.view_functions[endpoint] = guarded
