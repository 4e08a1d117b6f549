"""Structured logs: one JSON object a line (or plain text), with the request or event id that the work belongs to."""

import logging
import sys
from typing import Any

import structlog


def configure(level: str, form: str) -> None:
    """Set up structlog and the standard library's logging to write the same lines to stderr.

    :param form: ``json`` or ``text``.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Each of these logs a line per message or query at its info level, which tells an operator nothing.
    for chatty in ("dramatiq", "alembic", "werkzeug"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
