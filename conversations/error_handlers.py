"""Every refusal and failure as ``{"error": {"code", "text"}}`` in the reader's language; never a stack trace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

import texts
from backend.errors import BackendError
from conversations.errors import Refusal

log = structlog.get_logger()

DATABASE_DOWN = (OperationalError, InterfaceError, PoolExhausted)
"""What SQLAlchemy raises when the database cannot be reached, is going away, or has no connection free."""
RETRY_AFTER_SECONDS = 2
HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


def install_error_handlers(app: FastAPI) -> None:
    """Makes the whole app answer errors in one form."""
    for error, handler in _HANDLERS.items():
        app.add_exception_handler(error, handler)
    app.add_exception_handler(Exception, _failed)


async def answer_error(request: Request, error: Exception) -> JSONResponse | None:
    """The same answer, for what is served beside the app's routes; None for what nobody expected."""
    found = (_HANDLERS[kind] for kind in type(error).__mro__ if kind in _HANDLERS)
    handler = next(found, None)
    return await handler(request, error) if handler else None


def log_database_down(connection: HTTPConnection, error: Exception) -> None:
    """For whoever runs the assistant: the reader is only told to try again."""
    log.error("database.unavailable", path=connection.url.path, error=type(error).__name__)


def reader_language(connection: HTTPConnection) -> str:
    """The conversation's language where it is known, then what the browser asks for, then the default."""
    known = getattr(connection.state, "language", None)
    if isinstance(known, str):
        return known
    wanted = connection.headers.get("accept-language", "").split(",")
    codes = [tag.strip()[:2].lower() for tag in wanted]
    return next((code for code in codes if code in texts.LANGUAGES), texts.DEFAULT_LANGUAGE)


def error_text(language: str, code: str, **values: object) -> str:
    """The sentence for an error's code; a general one where it has none of its own."""
    try:
        return texts.say(language, f"errors.{code}", **values)
    except texts.TextMissing:
        return texts.say(language, "errors.refused")


def problem(
    request: Request, status: int, code: str, headers: dict[str, str] | None = None, **values: object
) -> JSONResponse:
    """The answer for an error."""
    body = {"error": {"code": code, "text": error_text(reader_language(request), code, **values)}}
    return JSONResponse(body, status_code=status, headers=headers)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return problem(request, error.status, error.code, error.headers, **error.values)


async def _refused_by_backend(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BackendError)
    return problem(request, error.status, error.code)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    return problem(request, 422, "invalid_request")


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = HTTP_CODES.get(error.status_code, "invalid_request")
    return problem(request, error.status_code, code, dict(error.headers or {}))


async def _database_down(request: Request, error: Exception) -> JSONResponse:
    log_database_down(request, error)
    return problem(request, 503, "unavailable", {"Retry-After": str(RETRY_AFTER_SECONDS)})


async def _failed(request: Request, error: Exception) -> JSONResponse:
    log.error("request.failed", path=request.url.path, error=type(error).__name__)
    return problem(request, 500, "internal")


_HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Awaitable[JSONResponse]]] = {
    Refusal: _refused,
    BackendError: _refused_by_backend,
    RequestValidationError: _invalid,
    HTTPException: _http,
    **dict.fromkeys(DATABASE_DOWN, _database_down),
}
