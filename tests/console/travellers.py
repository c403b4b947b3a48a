"""The travellers whom the stand-in of the console's API knows."""

from __future__ import annotations

from uuid import uuid4

from tests.console.desk import Desk, later, money


def filled() -> Desk:
    """A desk with travellers who write on every channel, and what was sold to one of them."""
    desk = Desk()
    handoff = {
        **{"id": str(uuid4()), "reason": "requested", "skill": None, "priority": 1},
        **{"offered_to": None, "offered_until": None},
    }
    marta = desk.open("Marta Quispe Rojas", "whatsapp", "es", "queue", handoff=handoff)
    facts = {
        "understanding": {
            **{"intent": "search_trip", "confidence": 0.94, "actions": ["action_search"]},
            "entities": [{"entity": "destination", "value": "cusco"}],
            "slots": {
                **{"destination": "cusco", "travel_dates": {"start": "2027-05-10", "end": "2027-05-14"}},
                **{"party": {"adults": 2, "children": 1}, "child_ages": [8]},
            },
        }
    }
    desk.write(
        marta,
        "hola, qiero ir a cusco con mi esposo y mi niño de 8, del 10 al 14 de mayo",
        **{"sender": "traveller", "ago": 90_000},
        **facts,
    )
    desk.write(
        marta,
        "¡Qué buen plan! Para *2 adultos y 1 niño* en Cusco tengo estas opciones:",
        sender="bot",
        ago=89_990,
        cards=[desk.card(), desk.card() | {"title": "Posada Qori", "price": "USD 980.00", "rating": 4.4}],
        buttons=[{"title": "Ver más", "payload": "/x"}, {"title": "Otra fecha", "payload": "/y"}],
        delivery="read",
    )
    desk.write(marta, "¿El hotel tiene cunas para bebés?", sender="traveller", ago=600)
    desk.write(
        marta,
        "Eso no lo sé con certeza. ¿Quieres que te pase con una persona?",
        **{"sender": "bot", "ago": 590, "delivery": "read"},
    )
    desk.write(marta, "sí, por favor, con una persona", sender="traveller", ago=420)
    change = {"kind": "requested", "agent": None, "reason": "requested", "outcome": None}
    marta["entries"].append({"type": "change", "change": {**change, "at": later(-419)}})
    marta["row"]["waiting_since"] = later(-420)
    marta["summary"] = {
        "wanted": "Cusco, 10–14 may 2027, 2 adultos y 1 niño (8), hotel de 4 estrellas",
        "quoted": "Q7KM2P · Hotel Casa del Inti · USD 1,234.00",
        **{"reason": "requested", "lines": ["¿El hotel tiene cunas para bebés?"]},
    }
    quote = desk.quote("Hotel Casa del Inti, Cusco", 123_400)
    marta["trips"] |= {
        "quotes": [quote],
        "holds": [{"id": str(uuid4()), "quote_id": quote["id"], "expires_at": later(1_395)}],
        "payments": [
            {
                **{"reference": "K7PQ2M", "returnable": money(16_800)},
                "links": [
                    {
                        **{"id": str(uuid4()), "kind": "balance", "provider": "stripe", "state": "open"},
                        **{
                            "amount": money(39_200),
                            "requested_at": later(-60),
                            "url": "https://pay.example",
                        },
                    }
                ],
                "captures": [
                    {
                        **{"id": str(uuid4()), "provider": "payu", "amount": money(16_800)},
                        **{"rule": "settled", "paid_at": later(-600), "returnable": money(16_800)},
                    }
                ],
                **{"refunds": [], "disputes": []},
            }
        ],
        "documents": [
            {
                **{"id": str(uuid4()), "kind": "receipt", "number": "R-2027-000012", "booking": "K7PQ2M"},
                **{"amount": money(16_800), "issued_at": later(-600)},
            }
        ],
        "bookings": [
            {
                **{"id": str(uuid4()), "reference": "K7PQ2M", "state": "ON_HOLD", "total": money(56_000)},
                **{
                    "quote": {**quote, "name": "Valle Sagrado, día completo"},
                    "expires_at": later(40_000),
                },
                "lead": {
                    "name": "Marta Quispe",
                    "email": "marta@correo.example",
                    "phone": "+51999111222",
                },
            }
        ],
    }
    john = desk.open(
        **{"name": "John Whitfield", "channel": "telegram", "language": "en", "owner": "queue"},
        handoff={**handoff, "id": str(uuid4()), "reason": "misunderstood", "priority": 0},
    )
    desk.write(john, "Do you take dogs on the boat to the islands?", sender="traveller", ago=50)
    joao = desk.open("João Batista", "messenger", "pt", "agent", agent=desk.self)
    desk.write(joao, "Bom dia! Segue o passaporte.", sender="traveller", ago=4_000)
    desk.write(
        joao,
        "",
        **{"sender": "traveller", "ago": 3_900, "kind": "image"},
        attachments=[
            {
                **{"media_id": str(uuid4()), "name": "passaporte.jpg", "type": "image/svg+xml"},
                **{"size": 182_000, "refused": None},
            },
            {
                **{"media_id": str(uuid4()), "name": "visto.pdf", "type": "application/pdf"},
                **{"size": 1_420_000, "refused": None},
            },
        ],
    )
    desk.write(
        joao,
        "Recebido, obrigada! Já confirmo com o hotel.",
        **{"sender": "agent", "ago": 3_000, "agent": desk.self, "delivery": "read"},
    )
    desk.write(
        joao, "Estou aqui", sender="traveller", ago=100, location={"latitude": -13.5, "longitude": -71.98}
    )
    desk.note(joao, "pasaporte", "El hotel pide el pasaporte de los dos. @Bruno.Okafor lo sabe.")
    bot = desk.open("Visitante", "web", "es", "bot")
    desk.write(bot, "¿Cuánto cuesta un tour por Cartagena?", sender="traveller", ago=30)
    desk.write(bot, "Los tours en Cartagena cuestan desde USD 35.00 por persona.", sender="bot", ago=28)
    old = desk.open("Ana Torres", "whatsapp", "es", "agent", agent=desk.self, closed=True)
    desk.write(old, "Mil gracias por todo", sender="traveller", ago=260_000)
    for talk in (bot, old):
        talk["row"] |= {"waiting_since": None, "unread": 0}
    return desk
