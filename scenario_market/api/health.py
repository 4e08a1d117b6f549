"""For the operator's machinery: alive, ready, metrics."""

import hmac

import redis
from flask import Flask, Response, current_app, jsonify, request
from sqlalchemy import func, select, text

from scenario_market.api import metrics as requests
from scenario_market.api.access import public
from scenario_market.domain import clock, production
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.domain.outbox import ChainHead, EventRecord
from scenario_market.persistence.web_session import current


@public
def livez() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


livez.without_database = True  # type: ignore[attr-defined]


@public
def readyz() -> Response:
    """The database answers, has its schema, and is no demonstration's in production mode.

    Redis down is told, but does not end readiness: rows wait for it.
    """
    session = current()
    session.execute(text("SELECT 1 FROM alembic_version"))
    if not current_app.extensions["fit"]:
        try:
            production.check(session)
        except production.NotForProduction as refusal:
            answer = jsonify({"database": "refused", "detail": str(refusal)})
            answer.status_code = 503
            return answer
        current_app.extensions["fit"] = True
    try:
        current_app.extensions["wake"].client.ping()
        broker = "ok"
    except redis.RedisError:
        broker = "unavailable"
    return jsonify({"database": "ok", "broker": broker})


@public
def metrics() -> Response:
    """Gauges of the pipeline and counters of requests in Prometheus' text format; with the token in production."""
    settings = current_app.extensions["settings"]
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.production and not (
        settings.metrics_token
        and hmac.compare_digest(sent.encode(), settings.metrics_token.encode())
    ):
        return Response("", 404)
    session = current()
    now = clock.now(session)
    head = session.scalar(select(ChainHead.position)) or 0
    gauges = {"market_events_sequenced": head}
    gauges["market_events_unsequenced"] = _count(EventRecord.id, EventRecord.position.is_(None))
    for name, table in (("jobs", Job), ("deliveries", Delivery)):
        undone = (table.done_at.is_(None), table.parked_at.is_(None))
        gauges[f"market_{name}_undone"] = _count(table.id, *undone)
        gauges[f"market_{name}_due"] = _count(table.id, *undone, table.due_at <= now)
        gauges[f"market_{name}_parked"] = _count(table.id, table.parked_at.is_not(None))
    gauges["market_deadlines_late"] = _count(
        Deadline.id,
        Deadline.fired_at.is_(None),
        Deadline.parked_at.is_(None),
        Deadline.due_at <= now,
    )
    gauges["market_challenges_unopened"] = _count(
        Challenge.id, Challenge.state == ChallengeState.CLOSED
    )
    lines = [f"# TYPE {name} gauge\n{name} {value}\n" for name, value in gauges.items()]
    return Response("".join(lines) + requests.exposition(), mimetype="text/plain; version=0.0.4")


def _count(column, *conditions) -> int:
    return current().scalar(select(func.count(column)).where(*conditions)) or 0


def register(app: Flask) -> None:
    """Add the three routes."""
    app.add_url_rule("/livez", view_func=livez)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/metrics", view_func=metrics)
