"""Providers that break off: whatever a connection does, a message is tried again, and nothing else breaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from channels.messenger.send import MessengerSender
from channels.messenger.settings import MessengerSettings
from channels.whatsapp.send import WhatsAppSender
from channels.whatsapp.settings import WhatsAppSettings
from conversations.ports import ChannelSender, Part, SendDelayed
from tests.files import no_files

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n"
ANSWERS = {
    "nothing": b"",
    "half of a line": b"HTTP/1.",
    "half of the body": HEAD + b'{"sid": "SM1", "message_',
    "a page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    "a list": b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]",
    "an error that is none": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>",
    "no HTTP": b"\x15\x03\x01\x00\x02\x02\x50",
}


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """The address of a server that says this to everybody, and then hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def whatsapp(api: str) -> tuple[ChannelSender, Part]:
    access = WhatsAppSettings(account_sid=f"AC{'0' * 32}", auth_token="t", number="+1", api=api)
    return WhatsAppSender(access, no_files()), Part("k", "text", {"to": "whatsapp:+2", "body": "hola"})


def messenger(api: str) -> tuple[ChannelSender, Part]:
    access = MessengerSettings(page_token="t", app_secret="s", verify_token="v", api=api)
    fields = {"recipient": {"id": "1"}, "messaging_type": "RESPONSE", "message": {"text": "hola"}}
    return MessengerSender(access, no_files()), Part("k", "messages", fields)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("channel", [whatsapp, messenger])
async def test_whatever_a_provider_answers_it_is_tried_again(
    channel: Callable[[str], tuple[ChannelSender, Part]], answer: bytes
) -> None:
    async with answering(answer) as api:
        sender, part = channel(api)
        with pytest.raises(SendDelayed):
            await sender.send(part)
        await sender.aclose()
