"""Without the booking's code an e-mail is proved by a code that is sent to it; then its bookings are seen here too."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.codes import Codes, mail_code
from actions.executor import build_executor
from backend.mail.ports import Mail, MailDelayed, MailRefused
from tests.actions.conftest import NOW, Clock, Conversation, payloads_of, text_of
from tests.actions.test_booking import booked

Make = Callable[..., Conversation]
EMAIL = "ana@torres.example"
KEY = "of tests"


@dataclass
class Office:
    """The post: what is to be sent, and what was; it may be told to fail."""

    sessions: async_sessionmaker[AsyncSession]
    clock: Clock
    waiting: list[uuid.UUID] = field(default_factory=list)
    sent: list[Mail] = field(default_factory=list)
    trouble: Exception | None = None

    async def __call__(self, session: AsyncSession, conversation_id: uuid.UUID) -> None:
        self.waiting.append(conversation_id)

    async def send(self, mail: Mail) -> None:
        if self.trouble:
            raise self.trouble
        self.sent.append(mail)

    async def works(self) -> None:
        """Does what is waiting; what fails goes on waiting."""
        while self.waiting:
            await mail_code(
                self.waiting[0],
                sessions=self.sessions,
                mailer=self,
                key=KEY,
                operator="Viajes Altamar",
                clock=self.clock,
            )
            self.waiting.pop(0)

    async def code(self) -> str:
        """What the newest mail says."""
        await self.works()
        found = re.search(r"\b\d{6}\b", self.sent[-1].text)
        assert found
        return found.group()


@pytest.fixture
def office(desk_sessions: async_sessionmaker[AsyncSession], clock: Clock) -> Office:
    return Office(desk_sessions, clock)


@pytest.fixture
def newcomer(desk_sessions: async_sessionmaker[AsyncSession], clock: Clock, office: Office) -> Make:
    """Makes conversations in which nothing is known, where mail can be sent."""
    executor = build_executor(
        desk_sessions, clock=clock, operator_name="Viajes Altamar", codes=Codes(office, KEY)
    )

    def make(**slots: Any) -> Conversation:
        return Conversation(executor, {"language": "es", "about": "status", **slots})

    return make


async def says(who: Conversation, text: str, intent: str = "inform", form: str = "status_form") -> str:
    """One turn of a form, as Rasa runs it: understand, validate, then ask, or tell where nothing is left to ask."""
    await who.run("action_understand_turn", text, intent)
    who.form = form
    changed = {
        name: who.slots.get(name)
        for name in ("booking_reference", "lead_email", "email_code")
        if who.slots.get(name) is not None and who.slots["turn"].get("filled")
    }
    who.slots["requested_slot"] = None
    await who.validate(form, intent, **changed)
    asks = who.slots.get("requested_slot")
    if asks is None:
        who.form = None
        return text_of(await who.run_again("action_tell_status", text, intent))
    name = f"{form}_lead_email" if asks == "lead_email" else asks
    return text_of(await who.run_again(f"action_ask_{name}", text, intent))


async def without_reference(who: Conversation, email: str = EMAIL) -> str:
    await says(who, "mis reservas", "booking_status")
    asked = await says(who, "no tengo el código", "deny")
    assert "qué correo" in asked
    return await says(who, email)


async def test_a_code_sent_to_the_email_shows_the_booking(
    conversation: Make, newcomer: Make, office: Office
) -> None:
    mine = await booked(conversation)
    phone = newcomer()

    asked = await without_reference(phone, " Ana@Torres.example ")
    assert "código de 6 cifras" in asked
    code = await office.code()
    assert office.sent[0].to == EMAIL
    told = await says(phone, f"es {code[:3]} {code[3:]}")

    assert mine.slots["booking_reference"] in told
    assert phone.slots["email_code"] is None
    assert phone.slots["hints"] is None
    phone.slots["booking_reference"] = None
    assert mine.slots["booking_reference"] in await says(phone, "mis reservas", "booking_status")


async def test_the_question_for_the_reference_offers_the_other_way(
    newcomer: Make, conversation: Make
) -> None:
    phone = newcomer()
    [asked] = await phone.run("action_ask_booking_reference")
    assert payloads_of([asked]) == ["/not_sure"]
    [asked] = await conversation().run("action_ask_booking_reference")
    assert payloads_of([asked]) == []  # No mail can be sent there.


async def test_an_email_instead_of_the_reference_is_an_answer(newcomer: Make, office: Office) -> None:
    phone = newcomer()
    await says(phone, "mis reservas", "booking_status")
    assert "código de 6 cifras" in await says(phone, EMAIL)
    assert office.waiting == [uuid.UUID(phone.id)]


async def test_the_words_are_the_same_for_an_email_that_we_do_not_know(
    conversation: Make, newcomer: Make, office: Office
) -> None:
    await booked(conversation)
    told = []
    for email in (EMAIL, "nobody@else.example"):
        phone = newcomer()
        asked = await without_reference(phone, email)
        await office.works()
        wrong = [await says(phone, "000 000") for _ in range(6)]
        told.append([line.replace(email, "?") for line in (asked, *wrong)])
        assert payloads_of([phone.events[-1]["data"]]) == ["/request_human", "/deny"]
        assert phone.slots["pending"] == "human"
    assert told[0] == told[1]
    assert "Por seguridad" in told[0][-1]
    assert [mail.to for mail in office.sent] == [EMAIL]


async def test_whoever_is_booking_meanwhile_sees_it_as_well(
    conversation: Make, newcomer: Make, office: Office
) -> None:
    mine = await booked(conversation)
    phone = newcomer(hold_id=str(uuid.uuid4()), lead_email="typed@earlier.example")
    await says(phone, "mis reservas", "booking_status")
    await says(phone, "no tengo el código", "deny")
    await says(phone, EMAIL)
    assert mine.slots["booking_reference"] in await says(phone, await office.code())


async def test_a_wrong_code_is_asked_for_again_and_the_right_one_still_counts(
    conversation: Make, newcomer: Make, office: Office
) -> None:
    await booked(conversation)
    phone = newcomer()
    await without_reference(phone)
    code = await office.code()
    wrong = "111111" if code != "111111" else "222222"
    assert "no coincide" in await says(phone, wrong)
    assert "Está apartada" in await says(phone, code)


async def test_another_code_is_sent_where_none_came_but_not_for_ever(
    conversation: Make, newcomer: Make, office: Office
) -> None:
    await booked(conversation)
    phone = newcomer()
    await without_reference(phone)
    for text, intent in (("no me llegó nada", "repeat"), ("¿me lo vuelves a enviar?", "resend_voucher")):
        assert "código de 6 cifras" in await says(phone, text, intent)
    assert len(office.waiting) == 3
    assert "Por seguridad" in await says(phone, "otro código por favor")
    assert len(office.waiting) == 3


async def test_the_reference_still_counts_while_the_code_is_waited_for(
    conversation: Make, newcomer: Make
) -> None:
    mine = await booked(conversation)
    phone = newcomer()
    await without_reference(phone)
    assert mine.slots["booking_reference"] in await says(
        phone, f"ya lo encontré: {mine.slots['booking_reference']}"
    )


async def test_a_mail_that_fails_is_tried_again_with_a_new_code_and_given_up_when_it_is_late(
    conversation: Make, newcomer: Make, office: Office, clock: Clock
) -> None:
    await booked(conversation)
    phone = newcomer()
    await without_reference(phone)
    office.trouble = MailDelayed("TimeoutError")
    with pytest.raises(MailDelayed):
        await office.works()
    office.trouble = None
    assert "Está apartada" in await says(phone, await office.code())

    late = newcomer()
    await without_reference(late)
    clock.now = NOW + timedelta(minutes=16)
    await office.works()
    assert len(office.sent) == 1


async def test_an_address_that_takes_no_mail_is_not_tried_again(
    conversation: Make, newcomer: Make, office: Office
) -> None:
    await booked(conversation)
    phone = newcomer()
    await without_reference(phone)
    office.trouble = MailRefused("550")
    await office.works()
    assert office.waiting == []


async def test_wrong_pairs_end_in_a_refusal_with_a_person(conversation: Make, newcomer: Make) -> None:
    mine = await booked(conversation)
    phone = newcomer()
    for number in range(5):
        phone.slots["hints"] = {}
        await says(
            phone, f"{mine.slots['booking_reference']}, wrong{number}@torres.example", "booking_status"
        )

    told = await says(phone, f"{mine.slots['booking_reference']}, {EMAIL}", "booking_status")

    assert "Por seguridad" in told
    assert phone.slots["pending"] == "human"


async def test_reference_and_email_show_what_else_was_booked_there(
    conversation: Make, newcomer: Make
) -> None:
    mine = await booked(conversation)
    reference = mine.slots["booking_reference"]
    phone = newcomer()
    await says(phone, f"mi reserva {reference}, {EMAIL}", "booking_status")
    phone.slots |= {"booking_reference": None, "lead_email": None}

    assert reference in await says(phone, "mis reservas", "booking_status")


async def test_who_is_forgotten_is_told_what_was_only_seen_from_here(
    conversation: Make, newcomer: Make
) -> None:
    mine = await booked(conversation)
    reference = mine.slots["booking_reference"]
    phone = newcomer()
    await says(phone, f"mi reserva {reference}, {EMAIL}", "booking_status")

    replies = await phone.run("action_erase_data")

    assert f"ya no se ve {reference}" in text_of(replies)
    assert "/request_human" in payloads_of(replies)
    phone.slots |= {"booking_reference": None, "lead_email": None}
    assert "código de tu reserva" in await says(phone, "mis reservas", "booking_status")
