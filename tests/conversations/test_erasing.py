"""Whoever is forgotten leaves the places of their messages, and nothing that stood there."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import text

from conversations.bot_client import FakeBot
from conversations.console.models import Note
from conversations.schemas import Button, Card, Command, Erasing, Intent, Reply, TurnRequest, TurnResult
from conversations.team.models import Agent
from tests.conversations.conftest import Talk

NAME = "Ana Torres"
FORGOTTEN = "Listo, borré todo."


def forgetful(request: TurnRequest) -> TurnResult:
    """Repeats what it hears in every way a bot can, until it is to forget."""
    heard = {"entities": [{"entity": "name", "value": request.text}], "language": "pt"}
    if "borra" in request.text:
        forget = Reply(text=FORGOTTEN, command=Command(erase=Erasing()))
        return TurnResult(replies=[forget], intent=Intent(name="affirm"), slots={"language": "pt"}, **heard)
    button = Button(title=request.text, payload="/affirm")
    reply = Reply(text=request.text, buttons=[button], cards=[Card(number=1, title=request.text)])
    return TurnResult(replies=[reply], slots={"lead_name": request.text}, **heard)


async def forget(talk: Talk) -> None:
    talk.bot = FakeBot(forgetful)
    for words in (NAME, f"soy {NAME}, borra mis datos"):
        await talk.write(words)
        await talk.answer()


async def test_of_earlier_messages_only_their_places_are_left(talk: Talk) -> None:
    await forget(talk)

    log = await talk.log()
    assert [message.offset for message in log] == [1, 2, 3, 4]
    assert [(message.sender, message.text) for message in log[:3]] == [
        ("traveller", ""),
        ("bot", ""),
        ("traveller", ""),
    ]
    assert not any(message.payload or message.buttons or message.cards for message in log[:3])
    assert log[3].text == FORGOTTEN


async def test_the_name_is_nowhere_in_the_tables(talk: Talk) -> None:
    await talk.write(NAME)
    async with talk.sessions.begin() as session:
        agent = Agent(email=f"{uuid4()}@altamar.pe", name="Rosa", role="agent")
        session.add(agent)
        await session.flush()
        session.add(Note(conversation_id=talk.id, agent_id=agent.id, after_offset=1, text=f"{NAME} calls"))
        await session.execute(
            text(
                "UPDATE messages SET location = jsonb_build_object('name', CAST(:name AS text)) WHERE conversation_id = :id"
            ),
            {"name": NAME, "id": talk.id},
        )
    await forget(talk)
    async with talk.sessions() as session:
        found = ""
        for table in ("messages", "notes", "handoffs", "events"):
            rows = await session.execute(
                text(f"SELECT to_jsonb(m)::text FROM {table} m WHERE conversation_id = :id"), {"id": talk.id}
            )
            found += " ".join(rows.scalars())
    assert str(talk.id) in found
    assert NAME not in found


async def test_what_was_done_is_known_of_the_message_that_asked_for_it(talk: Talk) -> None:
    await forget(talk)
    _, _, asked, _ = await talk.log()
    assert asked.understanding is not None
    assert (asked.understanding["intent"], asked.understanding["entities"]) == ("affirm", [])


async def test_what_still_waits_is_not_erased(talk: Talk) -> None:
    talk.bot = FakeBot(forgetful)
    await talk.write("borra mis datos")
    await talk.write("quiero ir a Lima")
    await talk.answer()
    assert await talk.said() == [
        ("traveller", ""),
        ("traveller", "quiero ir a Lima"),
        ("bot", FORGOTTEN),
        ("bot", "quiero ir a Lima"),
    ]


async def test_a_button_from_before_is_read_as_its_title(talk: Talk) -> None:
    await forget(talk)
    await talk.write("Sí", "/affirm")
    assert (await talk.log())[-1].payload is None


async def test_who_reads_along_goes_on_and_is_told_what_was_erased(talk: Talk) -> None:
    await forget(talk)
    assert [message.text for message in await talk.log(after=3)] == [FORGOTTEN]
    assert (await talk.view()).erased_to == 3


async def test_a_message_that_comes_twice_is_still_known(talk: Talk) -> None:
    talk.bot = FakeBot(forgetful)
    first = await talk.write("borra mis datos", provider_id="one")
    await talk.answer()
    again = await talk.write("borra mis datos", provider_id="one")
    assert (again.message_id, again.new) == (first.message_id, False)
