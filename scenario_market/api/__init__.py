"""HTTP: the REST API and the pages. No rule of the domain stands here."""

from scenario_market.api.app import create_app

__all__ = ["create_app"]
