"""Who is let in at the webhooks, and what becomes of what cannot be read."""

from __future__ import annotations

import asyncio
import secrets
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from starlette.requests import Request
from structlog.testing import capture_logs

from app.jobs import PostgresQueue
from channels.webhooks import MOST_BYTES
from channels.whatsapp.signature import HEADER, called_url, is_signed
from channels.whatsapp.webhook import MESSAGES, MOST_FIELDS, STATUSES
from conversations import service
from conversations.models import Conversation
from conversations.rules import MAX_TEXT
from tests.channels.whatsapp.conftest import Phone

TWILIO_S_EXAMPLE = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675310"),
    ("Digits", "1234"),
    ("From", "+14158675310"),
    ("To", "+18005551212"),
]


async def conversations(phone: Phone) -> int:
    """How many there are."""
    async with phone.sessions() as session:
        return await session.scalar(select(func.count()).select_from(Conversation)) or 0


def request_for(url_path: str, query: bytes = b"", host: bytes = b"10.0.0.7:8080") -> Request:
    """A request as it comes in behind a proxy."""
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": url_path, "query_string": query}
    return Request({**scope, "headers": [(b"host", host)], "server": ("10.0.0.7", 8080)})


def test_the_signature_of_twilio_s_own_example_is_right_and_every_other_is_not() -> None:
    url, signature = "https://example.com/myapp.php?foo=1&bar=2", "L/OH5YylLD5NRKLltdqwSvS0BnU="
    assert is_signed(signature, "12345", url, TWILIO_S_EXAMPLE)
    assert is_signed(signature, "12345", url.replace(".com", ".com:443"), TWILIO_S_EXAMPLE)
    assert not is_signed(signature, "12346", url, TWILIO_S_EXAMPLE)
    assert not is_signed(signature, "12345", f"{url}3", TWILIO_S_EXAMPLE)
    assert not is_signed(signature, "12345", url, TWILIO_S_EXAMPLE[1:])
    assert not is_signed(signature, "", url, TWILIO_S_EXAMPLE)


@pytest.mark.parametrize(
    ("public_url", "called"),
    [
        ("https://reservas.example", "https://reservas.example/channels/whatsapp/webhook?a=1&b=%20"),
        ("https://reservas.example/bot/", "https://reservas.example/bot/channels/whatsapp/webhook?a=1&b=%20"),
        ("", "http://10.0.0.7:8080/channels/whatsapp/webhook?a=1&b=%20"),
    ],
)
def test_the_address_is_the_one_that_twilio_called(public_url: str, called: str) -> None:
    assert called_url(request_for(MESSAGES, b"a=1&b=%20"), public_url) == called


def test_an_address_that_somebody_made_up_is_not_signed() -> None:
    url = called_url(request_for(MESSAGES, host=b"[x:y"), "")
    assert not is_signed("x", "12345", url, [])


@pytest.mark.parametrize("path", [MESSAGES, STATUSES])
@pytest.mark.parametrize(("signature", "status"), [(None, 401), ("", 403), ("forged", 403), ("ñ", 403)])
async def test_whoever_is_not_twilio_is_not_let_in(
    idle_phone: Phone, path: str, signature: str | None, status: int
) -> None:
    before = await conversations(idle_phone)
    form = idle_phone.emulator.forms.text(idle_phone.number, "hola")
    assert (await idle_phone.posts(form, path=path, signature=signature)).status_code == status
    assert await conversations(idle_phone) == before


async def test_a_signature_of_other_words_or_another_route_is_forged(idle_phone: Phone) -> None:
    forms = idle_phone.emulator.forms
    form = forms.text(idle_phone.number, "hola")
    for path, signed in ((MESSAGES, {**form, "Body": "adiós"}), (STATUSES, form)):
        signature = forms.signed(path, signed)[1][HEADER]
        assert (await idle_phone.posts(form, signature=signature)).status_code == 403


async def test_a_query_in_the_configured_address_is_signed_too(idle_phone: Phone) -> None:
    forms = idle_phone.emulator.forms
    form = forms.text(idle_phone.number, "hola")
    path = f"{MESSAGES}?source=sandbox"
    assert (await idle_phone.emulator.deliver(path, form)).status_code == 200
    signature = forms.signed(MESSAGES, form)[1][HEADER]
    assert (await idle_phone.posts(form, path=path, signature=signature)).status_code == 403


@pytest.mark.parametrize(
    "form",
    [{}, {"From": "whatsapp:+1"}, {"From": "whatsapp:", "MessageSid": "SM1"}, {"MessageSid": "SM1"}],
)
@pytest.mark.parametrize("path", [MESSAGES, STATUSES])
async def test_what_is_signed_and_yet_no_message_is_taken_and_forgotten(
    idle_phone: Phone, path: str, form: dict[str, str]
) -> None:
    before = await conversations(idle_phone)
    assert (await idle_phone.emulator.deliver(path, form)).status_code == 200
    assert await conversations(idle_phone) == before


@pytest.mark.parametrize("count", ["x", "-3", "3"])
async def test_a_count_of_files_that_is_none_is_taken_and_forgotten(idle_phone: Phone, count: str) -> None:
    form = {**idle_phone.emulator.forms.text(idle_phone.number, "hola"), "NumMedia": count}
    assert (await idle_phone.emulator.deliver(MESSAGES, form)).status_code == 200


@pytest.mark.parametrize("body", [b"\xff\xfe", b"Body=%ff", b"&".join([b"a=1"] * (MOST_FIELDS + 1))])
async def test_what_is_no_form_is_refused(idle_phone: Phone, body: bytes) -> None:
    response = await idle_phone.http.post(MESSAGES, content=body, headers={HEADER: "x"})
    assert response.status_code == 400


async def test_more_than_any_form_has_is_not_even_read(idle_phone: Phone) -> None:
    body = b"Body=" + b"a" * MOST_BYTES
    response = await idle_phone.http.post(MESSAGES, content=body, headers={HEADER: "x"})
    assert response.status_code == 413


async def test_a_status_of_a_message_that_nobody_sent_changes_nothing(idle_phone: Phone) -> None:
    form = idle_phone.emulator.forms.status("SM404", idle_phone.number, "delivered")
    assert (await idle_phone.emulator.deliver(STATUSES, form)).status_code == 200


async def test_only_control_characters_are_a_message_like_any(idle_phone: Phone) -> None:
    assert (await idle_phone.types("\x00\x07\x1b")).status_code == 200
    assert [message.text for message in await idle_phone.log()] == ["\x07\x1b"]


@pytest.mark.parametrize("field", ["From", "MessageSid", "ProfileName", "Body", "ButtonPayload"])
async def test_a_null_character_breaks_nothing(idle_phone: Phone, field: str) -> None:
    form = idle_phone.emulator.forms.text(idle_phone.number, "hola")
    form[field] = f"{form.get(field) or 'x'}\x00"
    assert (await idle_phone.emulator.deliver(MESSAGES, form)).status_code == 200
    assert len(await idle_phone.log()) == 1


@pytest.mark.parametrize("field", ["From", "MessageSid"])
@pytest.mark.parametrize("path", [MESSAGES, STATUSES])
async def test_an_id_beyond_all_measure_is_taken_and_forgotten(
    idle_phone: Phone, field: str, path: str
) -> None:
    before = await conversations(idle_phone)
    status = {"MessageStatus": "delivered"}
    form = {**idle_phone.emulator.forms.text(idle_phone.number, "hola"), **status}
    form[field] += secrets.token_hex(50_000)
    assert (await idle_phone.emulator.deliver(path, form)).status_code == 200
    assert await conversations(idle_phone) == before


async def test_a_text_beyond_all_limits_is_cut(idle_phone: Phone) -> None:
    await idle_phone.types("a" * 100_000)
    assert [len(message.text) for message in await idle_phone.log()] == [MAX_TEXT]


@pytest.mark.parametrize("part", ["", "x", "1.1", f"{UUID(int=7)}.1", f"{UUID(int=7)}.\u0661", "\x00"])
async def test_a_report_of_a_part_that_is_none_changes_nothing(idle_phone: Phone, part: str) -> None:
    form = idle_phone.emulator.forms.status(f"SM{uuid4().hex}", idle_phone.number, "sent")
    path = f"{STATUSES}?part={quote(part)}"
    assert (await idle_phone.emulator.deliver(path, form)).status_code == 200


async def test_what_is_delivered_once_more_by_whoever_overheard_it_stores_nothing(idle_phone: Phone) -> None:
    form = idle_phone.emulator.forms.text(idle_phone.number, "hola")
    for _ in range(3):
        assert (await idle_phone.emulator.deliver(MESSAGES, form)).status_code == 200
    conversation = await idle_phone.conversation()
    async with idle_phone.sessions.begin() as session:
        await service.erase_messages(session, PostgresQueue(), conversation_id=conversation.id, up_to=1)
    assert (await idle_phone.emulator.deliver(MESSAGES, form)).status_code == 200
    assert [message.text for message in await idle_phone.log()] == [""]


async def test_two_hundred_messages_at_once_are_each_stored_once_and_none_is_lost(idle_phone: Phone) -> None:
    forms = [idle_phone.emulator.forms.text(idle_phone.number, f"mensaje {n}") for n in range(200)]
    answers = await asyncio.gather(*(idle_phone.emulator.deliver(MESSAGES, form) for form in forms))
    assert {answer.status_code for answer in answers} == {200}
    stored = [message.text for message in await idle_phone.log()]
    assert sorted(stored) == sorted(form["Body"] for form in forms)


@pytest.mark.parametrize("signature", [None, "forged"])
async def test_a_refusal_is_logged_without_what_was_said_and_by_whom(
    idle_phone: Phone, signature: str | None
) -> None:
    form = idle_phone.emulator.forms.text(idle_phone.number, "secreto")
    with capture_logs() as logs:
        await idle_phone.posts(form, signature=signature)
    (line,) = [one for one in logs if one["event"] == "channel.refused"]
    reason = "unsigned" if signature is None else "forged"
    assert line == {
        "event": "channel.refused",
        "log_level": "warning",
        "channel": "whatsapp",
        "reason": reason,
    }
    assert "secreto" not in str(logs) and idle_phone.number not in str(logs)
