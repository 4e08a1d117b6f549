"""Structured logs: one JSON object a line (or plain text), with the request or event id that the work belongs to.

Nothing personal is logged by intent; what servers answer may still quote it (a mail server names the address that it
refuses, PostgreSQL the value that is there already), so addresses and mobile numbers are masked in every line.
"""

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

MOBILE = re.compile(r"(?<![0-9A-Za-z])((?:\+?86[- ]?)?1[3-9]\d)\d{8}(?![0-9A-Za-z])")
MOBILE_DIGITS = 11
# Made once: a new one for each line costs as much as the line.
ENCODER = json.JSONEncoder(ensure_ascii=False, default=repr)
EMAIL = re.compile(r"[^\s@<>\"'(),;:=\[\]{}]+@[^\s@<>\"'(),;:=\[\]{}]+\.[A-Za-z]{2,}")


def mask(logger: Any, method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    """A structlog processor: mobile numbers keep three digits, e-mail addresses nothing."""
    return {name: masked(value) for name, value in line.items()}


def masked(value: Any) -> Any:
    """A value as a log may have it; texts inside lists and mappings too."""
    if isinstance(value, str):
        if len(value) >= MOBILE_DIGITS:
            value = MOBILE.sub(r"\1********", value)
        return EMAIL.sub("***@***", value) if "@" in value else value
    if isinstance(value, dict):
        return {key: masked(one) for key, one in value.items()}
    return [masked(one) for one in value] if isinstance(value, (list, tuple)) else value


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
        structlog.processors.JSONRenderer(serializer=lambda line, **_: ENCODER.encode(line))
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
                mask,
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
