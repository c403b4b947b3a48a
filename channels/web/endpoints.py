"""The widget protocol over plain HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

import texts
from channels.ports import ChannelPorts
from channels.web.files import files_router
from channels.web.limits import RateLimit
from channels.web.schemas import Accepted, Offset, Page, Send, Start, Started
from channels.web.taking import take
from channels.web.token import TokenInvalid, VisitorTokens
from conversations import service
from conversations.error_handlers import reader_language
from conversations.errors import ConversationNotFound, Refusal
from conversations.schemas import ConversationView

LONGEST_WAIT = 25.0
"""Seconds; proxies cut silent requests after 30."""


class LanguageUnknown(Refusal):
    """We do not speak it."""

    status = 404
    code = "not_found"


def web_router(ports: ChannelPorts) -> APIRouter:
    """The widget's routes but for its socket."""
    router = APIRouter(prefix="/channels/web", tags=["widget"])
    tokens = VisitorTokens(ports.visitor_secret)
    limit = RateLimit()
    visitor = Depends(_visitor(ports, tokens))
    if ports.media is not None:
        router.include_router(files_router(ports, ports.media, visitor))

    @router.post("/conversations", status_code=201)
    async def start(request: Request, body: Start) -> Started:
        language = body.language if body.language in texts.LANGUAGES else reader_language(request)
        async with ports.sessions.begin() as session:
            conversation = await service.start_conversation(
                session, channel="web", address=None, language=language
            )
        return Started(
            conversation_id=conversation.id,
            token=tokens.issue(conversation.id),
            language=conversation.language,
        )

    @router.post("/messages", status_code=202)
    async def send(body: Send, conversation: ConversationView = visitor) -> Accepted:
        limit.take(conversation.id)
        receipt = await take(ports, conversation.id, body)
        return Accepted(offset=receipt.offset)

    @router.get("/messages")
    async def read(
        after: Annotated[Offset, Query()] = 0,
        wait: Annotated[float, Query(ge=0, le=60)] = 0,
        conversation: ConversationView = visitor,
    ) -> Page:
        return await _long_poll(ports, conversation, after=after, wait=min(wait, LONGEST_WAIT))

    @router.get("/texts/{language}")
    async def words(language: str) -> dict[str, Any]:
        if language not in texts.LANGUAGES:
            raise LanguageUnknown
        found: dict[str, Any] = texts.subtree(language, "widget")
        return found

    return router


def _visitor(ports: ChannelPorts, tokens: VisitorTokens) -> Callable[[Request], Awaitable[ConversationView]]:
    async def visitor(request: Request) -> ConversationView:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        conversation_id = tokens.read(token if scheme.lower() == "bearer" else None)
        try:
            async with ports.sessions() as session:
                conversation = await service.get_conversation(session, conversation_id=conversation_id)
        except ConversationNotFound as error:
            raise TokenInvalid from error
        request.state.language = conversation.language
        return conversation

    return visitor


async def _long_poll(ports: ChannelPorts, conversation: ConversationView, *, after: int, wait: float) -> Page:
    """What is new at once, or as soon as there is something, or nothing when the time is over."""
    until = monotonic() + wait
    typing: bool | None = None
    with ports.hub.watch(conversation.id) as watch:
        while True:
            async with ports.sessions() as session:
                page = await service.read_log(session, conversation_id=conversation.id, after=after)
            changed = typing is not None and page.typing != typing
            typing = page.typing
            left = until - monotonic()
            if page.messages or changed or not page.recovered or left <= 0 or ports.hub.closing:
                return Page.of(page)
            await watch.wait(left)
