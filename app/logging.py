"""Structured logs, one JSON object a line: event, level, time, ids. Never texts, names, addresses or numbers of people."""

from __future__ import annotations

import logging
import traceback

import structlog
from structlog.typing import ExcInfo

QUIET = ("httpx", "httpcore", "procrastinate", "rasa_sdk", "stripe", "uvicorn.access")
"""Libraries that log what they send and get, or every request."""


def configure_logging(level: str) -> None:
    """Sends structlog's and the libraries' records through one JSON line each."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_only_where),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processor=structlog.processors.JSONRenderer()
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _only_where(exc_info: ExcInfo) -> str:
    """What was raised and where: an error's own text, often a database's, may hold what a traveller wrote."""
    kind, _, places = exc_info
    return "".join([*traceback.format_tb(places), kind.__name__])
