"""Every role watches the same events, live and replayed, and is told its own part of them: field by field."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.composition import hub_for
from app.database import sessions_for
from app.jobs import PostgresQueue
from backend.catalogue.models import Product, Supplier
from backend.quotes.priced import PricedQuote, list_priced
from conversations import service
from conversations.console.models import Note
from conversations.models import Message
from conversations.realtime import (
    Hub,
    conversation_room,
    publish,
    quote_room,
    reseller_room,
    supplier_room,
    talk_rooms,
)
from conversations.realtime.redaction import agent_to_traveller, redact
from conversations.realtime.subscription import Subscription
from conversations.realtime.viewing import Viewer
from conversations.team.models import Role
from tests.backend.conftest import quoted
from tests.conversations.realtime.conftest import Json, console_app, hired
from tests.databases import small_catalogue
from tests.serving import serving

Sessions = async_sessionmaker[AsyncSession]
EVERYBODY = ("agent", "supervisor", "administrator", "sol-andino", "tercero", "cordillera", "brisa", "tucan")
HOUSE = EVERYBODY[:3]
LINE = {"product", "option", "unit", "name.es", "name.en", "name.pt", "quantity", "start_on", "end_on"}
IDENTITY = {"id", "reference", "revision", "valid_until"}
HEAD = IDENTITY | {"product", "name.es", "name.en", "name.pt"}
MONEY = {"minor", "currency", "text"}
FRAME = {"type", "offset", "kind", "at"}


@pytest.fixture(scope="module")
async def town() -> AsyncIterator[Sessions]:
    """A database with a catalogue in which two suppliers have a part in a trip to Cusco, and a third has none."""
    async with small_catalogue() as engine:
        sessions = sessions_for(engine)
        async with sessions.begin() as session:
            copied = select(Supplier).where(Supplier.code == "sol-andino")
            known = (await session.scalars(copied)).one()
            columns = {column.key: getattr(known, column.key) for column in Supplier.__table__.columns}
            await session.execute(insert(Supplier).values({**columns, "code": "tercero"}))
            await session.execute(
                update(Product).where(Product.code == "ciudadela").values(supplier_code="tercero")
            )
        yield sessions


@pytest.fixture
async def town_hub(town: Sessions) -> AsyncIterator[Hub]:
    """Its hub."""
    url = town.kw["bind"].url.render_as_string(hide_password=False)
    async with hub_for(url, town).listening() as hub:
        await hub.connected()
        yield hub


@pytest.fixture
async def quote(town: Sessions) -> PricedQuote:
    """A quote sold by a reseller, with services of two suppliers, in a conversation."""
    async with town.begin() as session:
        started = await service.start_conversation(session, channel="web", address=None, language="es")
        issued = await quoted(session, conversation_id=started.id, reseller="brisa")
        priced = (await list_priced(session, quote_ids=[issued.id]))[issued.id]
    assert {line.supplier for line in priced.lines} == {"sol-andino", "tercero"}
    assert priced.commission.amount > 0
    return priced


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Rosa Quispe", "Rosa"),
        (" José", "José"),
        ("Jean-Luc O'Brien", "Jean-Luc"),
        ("D’Angelo Pérez", "D’Angelo"),
        ("rosa@operator.example", None),
        ("rosa.quispe", None),
        ("+51 999", None),
        ("  ", None),
        ("", None),
        (None, None),
    ],
)
def test_travellers_are_told_an_agent_s_first_name_and_nothing_that_is_no_name(
    name: str | None, told: str | None
) -> None:
    assert agent_to_traveller(name) == told


def rooms_of(quote: PricedQuote) -> list[str]:
    """Where everything about it is told."""
    assert quote.view.conversation_id
    suppliers = [supplier_room(code) for code in ("sol-andino", "tercero", "cordillera")]
    resellers = [reseller_room(code) for code in ("brisa", "tucan")]
    return [*talk_rooms(quote.view.conversation_id), quote_room(quote.view.id), *suppliers, *resellers]


async def let_things_happen(town: Sessions, quote: PricedQuote, agent_id: UUID) -> None:
    """One event of each kind, all told in every room, whatever its publisher would choose."""
    conversation_id = quote.view.conversation_id
    assert conversation_id
    async with town.begin() as session:
        await service.receive_message(
            session,
            PostgresQueue(),
            conversation_id=conversation_id,
            provider_message_id=str(uuid4()),
            text="hola",
        )
        await session.execute(
            update(Message)
            .where(Message.conversation_id == conversation_id)
            .values(understanding={"intent": "greet", "slots": {"lead_email": "ana@correo.example"}})
        )
        note = Note(conversation_id=conversation_id, agent_id=agent_id, text="pide descuento")
        session.add(note)
        await session.flush()
        hold = {"hold_id": str(uuid4()), "expires_at": "2027-03-01T16:00:00Z"}
        about: dict[str, dict[str, Any]] = {
            "message.changed": {},
            "note.added": {"note_id": note.id},
            "owner.changed": {"owner": "queue", "agent": None, "version": 1},
            "handoff.requested": {"reason": "requested", "summary": {"wanted": "Cusco"}},
            "handoff.offered": {"agent_id": agent_id},
            "agent.changed": {"agent_id": uuid4()},
            "satisfaction.given": {"score": 5, "comment": "gracias"},
            "conversation.changed": {"language": "es", "agent": "Lucía"},
            "quote.issued": {"quote_id": quote.view.id, "secret": "margin"},
            "hold.placed": {"quote_id": quote.view.id, **hold, "secret": "margin"},
            "booking.changed": {
                "quote_id": quote.view.id,
                "reference": "K7PQ2M",
                "state": "ON_HOLD",
                "lead": {"email": "ana@correo.example"},
            },
        }
        for kind, data in about.items():
            await publish(
                session,
                kind,
                rooms=rooms_of(quote),
                conversation_id=conversation_id,
                message_offset=1 if kind == "message.changed" else None,
                data=data,
            )
        await publish(session, "satisfaction.given", rooms=rooms_of(quote), data={"last": True})


async def test_every_role_is_told_its_own_part_live_and_replayed(
    town: Sessions, town_hub: Hub, quote: PricedQuote
) -> None:
    asked = rooms_of(quote)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(console_app(town, town_hub)))
        people = {
            "agent": await hired(town, address, Role.AGENT),
            "supervisor": await hired(town, address, Role.SUPERVISOR),
            "administrator": await hired(town, address, Role.ADMINISTRATOR),
            **{
                code: await hired(town, address, Role.SUPPLIER, supplier_code=code)
                for code in ("sol-andino", "tercero", "cordillera")
            },
            **{
                code: await hired(town, address, Role.RESELLER, reseller_code=code)
                for code in ("brisa", "tucan")
            },
        }
        lines = {who: await stack.enter_async_context(one.line(*asked)) for who, one in people.items()}
        assert quote.view.conversation_id
        viewer = Viewer.traveller(quote.view.conversation_id)
        subscription = stack.enter_context(town_hub.subscribe(viewer))
        allowed = await town_hub.feed.enterable(viewer, asked)
        began = town_hub.enter(subscription, allowed)
        for who, line in lines.items():
            assert set(line.welcome["refused"]) == set(asked) - ENTERED[who](quote)
        await let_things_happen(town, quote, people["agent"].id)
        told = lines.keys() - {"cordillera", "tucan"}
        live = dict(zip(told, await asyncio.gather(*(lines[who].events() for who in told)), strict=True))
        live["traveller"] = await traveller_hears(subscription)
        nothing = await asyncio.gather(*(lines[who].rest(0.3) for who in ("cordillera", "tucan")))
        assert nothing == [[], []]
        epoch = lines["agent"].welcome["epoch"]
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(console_app(town, town_hub)))
        replayed: dict[str, list[Json]] = {}
        for who in live.keys() - {"traveller"}:
            back = people[who].line(*asked, epoch=epoch, offset=began, address=address)
            replayed[who] = await (await stack.enter_async_context(back)).events(len(live[who]))
        missed = await town_hub.feed.missed(
            epoch=UUID(epoch), after=began, up_to=town_hub.position, rooms=allowed
        )
        replayed["traveller"] = written([redact(event, viewer) for event in missed or ()])
    assert replayed == live
    check(live, quote)


def check(live: dict[str, list[Json]], quote: PricedQuote) -> None:
    """Which kinds, and of each which fields, and that the values are theirs."""
    assert live["agent"] == live["supervisor"] == live["administrator"]
    house = {event["kind"]: event for event in live["agent"]}
    assert house["note.added"]["data"]["note"]["text"] == "pide descuento"
    assert house["message.changed"]["data"]["message"]["understanding"]["intent"] == "greet"
    about_quotes = ["quote.issued", "hold.placed", "booking.changed"]
    kinds = {who: [event["kind"] for event in events] for who, events in live.items()}
    assert kinds["sol-andino"] == kinds["tercero"] == kinds["brisa"] == about_quotes
    assert kinds["traveller"] == ["message.stored", "message.changed", "conversation.changed", *about_quotes]
    for who in ("sol-andino", "tercero", "brisa", "traveller"):
        for event in live[who]:
            assert set(fields(event)) == expected(who, event["kind"]), (who, event["kind"])
            known = fields(house[event["kind"]])
            lines = event["data"].get("quote", {}).pop("lines", [])
            assert {
                path: value
                for path, value in fields(event).items()
                if path not in ("rooms", "conversation_id")
            }.items() <= known.items()
            assert lines == own_lines(who, house[event["kind"]])
            assert set(event["rooms"]) <= ENTERED[who](quote)
            assert event["conversation_id"] == (
                str(quote.view.conversation_id) if who == "traveller" else None
            )
    secrets = [each.line.price for each in quote.lines]
    told = json.dumps(live["traveller"]) + json.dumps(live["brisa"])
    assert not any(f'"minor": {part}' in told for price in secrets for part in (price.net, price.markup))


ENTERED = {
    **dict.fromkeys(HOUSE, lambda quote: set(rooms_of(quote))),
    "sol-andino": lambda quote: {quote_room(quote.view.id), supplier_room("sol-andino")},
    "tercero": lambda quote: {quote_room(quote.view.id), supplier_room("tercero")},
    "cordillera": lambda quote: {supplier_room("cordillera")},
    "brisa": lambda quote: {quote_room(quote.view.id), reseller_room("brisa")},
    "tucan": lambda quote: {reseller_room("tucan")},
    "traveller": lambda quote: {quote_room(quote.view.id), conversation_room(quote.view.conversation_id)},
}


def expected(who: str, kind: str) -> set[str]:
    """All fields of an event for somebody outside the house, those of lines for each line."""
    about = {
        "message.stored": {f"message.{name}" for name in MESSAGE},
        "message.changed": {f"message.{name}" for name in MESSAGE},
        "conversation.changed": {"language"},
        "quote.issued": set(),
        "hold.placed": {"hold_id", "expires_at"},
        "booking.changed": {"reference", "state"},
    }[kind]
    if kind in ("quote.issued", "hold.placed", "booking.changed"):
        about |= {f"quote.{name}" for name in QUOTE[who]}
    return FRAME | {"rooms", "conversation_id"} | {f"data.{name}" for name in about}


MESSAGE = {"id", "offset", "direction", "sender", "agent", "text", "buttons", "cards", "at"}
SOLD = (
    HEAD
    | {f"total.{part}" for part in MONEY}
    | {f"lines.{name}" for name in LINE | {f"sell.{part}" for part in MONEY}}
)
SUPPLIED = IDENTITY | {f"lines.{name}" for name in LINE | {f"net.{part}" for part in MONEY}}
QUOTE = {
    "sol-andino": SUPPLIED,
    "tercero": SUPPLIED,
    "brisa": SOLD | {f"commission.{part}" for part in MONEY},
    "traveller": SOLD,
}


def own_lines(who: str, event: Json) -> list[Json]:
    """What of the house's lines is theirs."""
    lines = event["data"].get("quote", {}).get("lines", [])
    mine = [line for line in lines if who in ("brisa", "traveller") or line["supplier"] == who]
    hidden = {"supplier", "markup", "tax", "net" if who in ("brisa", "traveller") else "sell"}
    return [{name: value for name, value in line.items() if name not in hidden} for line in mine]


def fields(frame: Json) -> dict[str, Any]:
    """Every leaf by its path; lists of lines all at one path."""
    return dict(_fields(frame, ""))


def _fields(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _fields(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from _fields(inner, path)
    else:
        yield path, value if not isinstance(value, list) else tuple(value)


async def traveller_hears(subscription: Subscription) -> list[Json]:
    """All that the traveller is told, as it would be written."""
    heard = []
    while (told := await subscription.take(0.3)) is not None:
        heard.append(redact(told, subscription.viewer))  # type: ignore[arg-type]
    return written(heard)


def written(frames: list[Any]) -> list[Json]:
    """As they come out of JSON."""
    import orjson

    return [json.loads(orjson.dumps(frame)) for frame in frames if frame is not None]
