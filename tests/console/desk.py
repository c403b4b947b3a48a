"""What the stand-in of the console's API has in memory: a team, conversations, trips, reports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

Json = dict[str, Any]


def later(seconds: float) -> str:
    """That many seconds from now, as the API writes it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def money(minor: int) -> Json:
    """An amount of US dollars."""
    return {"minor": minor, "currency": "USD", "text": f"USD {minor / 100:,.2f}"}


class Desk:
    """Everything the page can ask for."""

    def __init__(self) -> None:
        self.agent: Json = {
            **{"id": str(uuid4()), "name": "Lucía Paredes", "email": "lucia@altamar.example"},
            **{"role": "administrator", "language": "es", "languages": ["es", "en"], "skills": []},
            **{"capacity": 4, "on_duty": True},
        }
        self.self = {"id": self.agent["id"], "name": self.agent["name"]}
        self.agents = [
            {**self.agent, "load": 2},
            *(
                self._colleague(*one)
                for one in (("Bruno Okafor", True, 4), ("Camila Reis", True, 1), ("Diego Salas", False, 0))
            ),
        ]
        self.talks: dict[str, Json] = {}
        self.trial = {"USD": 0}
        self.payables: list[Json] = [
            {
                **{"id": str(uuid4()), "booking": "K7PQ2M", "supplier": "sol-andino", "paid_on": None},
                **{"amount": money(30_000), "due_on": later(-200_000)[:10]},
            }
        ]
        ran = {"ran_at": later(-3_000), "compared": 412, "repaired": 3, "provider": "stripe"}
        self.runs = [ran]
        self.discrepancies: list[Json] = [
            {
                **{"id": str(uuid4()), "found_at": later(-3_000), "provider": "stripe", "payment": "pi_3Q"},
                **{"kind": "different", "state": "open", "note": None},
                "ours": {"amount": 16_800, "refunded": 0, "lost": 0, "currency": "USD"},
                "theirs": {"amount": 16_000, "refunded": 0, "lost": 0, "currency": "USD"},
                "shown": {"ours": {"amount": money(16_800)}, "theirs": {"amount": money(16_000)}},
            }
        ]
        self.refunds: list[Json] = [
            {
                **{"id": str(uuid4()), "booking": "K7PQ2M", "provider": "outside", "state": "pending"},
                **{"amount": money(12_000), "reason": "cancellation", "failure": None},
                **{"requested_at": later(-90_000), "done_at": None},
            }
        ]
        self.written: list[tuple[str, Any]] = []
        self.resellers: list[Json] = []
        self.proposals = [
            {
                **{"product": f"p{place}", "name": name, "stars": stars, "rating": rating},
                **{"total": money(total), "photo": f"/photos/{place}.svg"},
            }
            for place, (name, stars, rating, total) in enumerate(
                [("Posada Qori", 3, 4.4, 98_000), ("Hotel Casa del Inti", 4, 4.7, 123_400)]
            )
        ]

    def _colleague(self, name: str, there: bool, load: int) -> Json:
        return {
            **{"id": str(uuid4()), "name": name, "role": "agent", "on_duty": there, "load": load},
            **{"email": f"{name.split()[0].lower()}@altamar.example", "disabled": False, "invited": False},
            **{"languages": ["es", "pt"], "skills": ["grupos"], "capacity": 4},
            **{"supplier_code": None, "reseller_code": None},
        }

    def me(self) -> Json:
        """Who is signed in."""
        return {"agent": self.agent, "csrf": "csrf", "totp": False}

    def open(self, name: str, channel: str, language: str, owner: str, **facts: Any) -> Json:
        """A conversation."""
        row = {
            **{"id": str(uuid4()), "channel": channel, "language": language, "name": name, "owner": owner},
            **{"agent": None, "version": 1, "closed": False, "unread": 0, "last": None, "handoff": None},
            **{"waiting_since": None, "target_seconds": 300},
            **facts,
        }
        trips = {
            "contact": {"name": name, "address": "+51 999 111 222", "channel": channel, "opted_out": False},
            **{"quotes": [], "holds": [], "bookings": [], "payments": [], "documents": []},
        }
        talk: Json = {"row": row, "entries": [], "client_ids": {}, "trips": trips, "summary": None}
        self.talks[row["id"]] = talk
        return talk

    def by_name(self, name: str) -> Json:
        """The conversation with this traveller."""
        return next(talk for talk in self.talks.values() if talk["row"]["name"].startswith(name))

    def write(self, talk: Json, text: str, *, sender: str, ago: float = 0, **facts: Any) -> Json:
        """A message at the end of a conversation."""
        offset = sum(entry["type"] == "message" for entry in talk["entries"]) + 1
        message = {
            **{"id": str(uuid4()), "offset": offset, "direction": "in" if sender == "traveller" else "out"},
            **{"sender": sender, "agent": None, "kind": "text", "text": text, "buttons": [], "cards": []},
            **{"attachments": [], "location": None, "failure": None, "turn": None, "understanding": None},
            **{"delivery": None if sender == "traveller" else "delivered", "at": later(-ago)},
            **facts,
        }
        talk["entries"].append({"type": "message", "message": message})
        talk["row"]["last"] = {key: message[key] for key in ("text", "sender", "kind", "at", "offset")}
        if sender == "traveller":
            talk["row"]["unread"] += 1
            talk["row"]["waiting_since"] = talk["row"]["waiting_since"] or message["at"]
        return message

    def write_once(self, talk: Json, body: Json) -> Any:
        """What an agent sends; the same client id again gives the same."""
        if body["client_id"] not in talk["client_ids"]:
            talk["client_ids"][body["client_id"]] = self.write(
                talk, body["text"], sender="agent", agent=self.self, delivery="sent"
            )
            talk["row"]["waiting_since"] = None
        return talk["client_ids"][body["client_id"]]

    def note(self, talk: Json, client_id: str, text: str, mentions: list[str] | None = None) -> Any:
        """A note at the end; the same client id again gives the same."""
        if client_id not in talk["client_ids"]:
            note = {"id": str(uuid4()), "agent": self.self, "text": text, "mentions": mentions}
            talk["client_ids"][client_id] = note | {"at": later(0)}
            talk["entries"].append({"type": "note", "note": talk["client_ids"][client_id]})
        return talk["client_ids"][client_id]

    def act(self, talk: Json, verb: str) -> None:
        """Changes who has it."""
        row = talk["row"]
        kinds = {"take": "taken", "accept": "accepted", "hand-back": "handed_back", "release": "released"}
        owners: Json = {"take": "agent", "accept": "agent", "hand-back": "bot", "release": "queue"}
        row["owner"] = owners.get(verb, row["owner"])
        row["agent"] = self.self if row["owner"] == "agent" else None
        row["closed"] = verb == "close"
        row["handoff"] = None
        row["version"] += 1
        change = {"kind": kinds.get(verb, verb + "d"), "agent": self.self, "reason": None, "outcome": None}
        talk["entries"].append({"type": "change", "change": {**change, "at": later(0)}})

    def inbox(self, view: str, channel: str = "", language: str = "") -> Json:
        """One view with every view's count."""
        rows = [talk["row"] for talk in self.talks.values()]
        of = {
            "unassigned": [row for row in rows if row["owner"] == "queue"],
            "mine": [row for row in rows if row["agent"] == self.self and not row["closed"]],
            "all": [row for row in rows if not row["closed"]],
            "waiting": [row for row in rows if row["waiting_since"] and row["owner"] != "bot"],
            "closed": [row for row in rows if row["closed"]],
        }
        shown = [
            row for row in of[view] if channel in ("", row["channel"]) and language in ("", row["language"])
        ]
        shown.sort(key=lambda row: row["last"]["at"] if row["last"] else "", reverse=True)
        return {"conversations": shown, "counts": {name: len(of[name]) for name in of}, "next": None}

    def state(self, talk: Json) -> Json:
        """A conversation as it stands."""
        until = later(7 * 3600) if talk["row"]["channel"] == "whatsapp" else None
        window = {"kind": "open" if until else "none", "until": until}
        return {
            **{"conversation": talk["row"], "window": talk.get("window", window), "opted_out": False},
            **{"erased_to": 0, "summary": talk["summary"], "satisfaction": None, "viewers": []},
        }

    def timeline(self, talk: Json, before: int | None, limit: int) -> Json:
        """The newest part, or the one before an offset."""
        entries = talk["entries"]
        if before:
            entries = entries[
                : next(i for i, e in enumerate(entries) if e.get("message", {}).get("offset") == before)
            ]
        shown = entries[-limit:]
        first = next((e["message"]["offset"] for e in shown if e["type"] == "message"), None)
        return {"entries": shown, "next": first if len(entries) > len(shown) else None}

    def card(self) -> Json:
        """A quote as a card."""
        return {
            **{
                "number": 1,
                "title": "Hotel Casa del Inti, Cusco",
                "subtitle": "10–14 may, 2 adultos, 1 niño",
            },
            **{"image": "/photos/1.svg", "price": "USD 1,234.00", "rating": 4.7, "buttons": []},
        }

    def quote(self, name: str, total: int) -> Json:
        """A quote as the house sees it."""
        line = {"name": name, "quantity": 4, "supplier": "Inti Hoteles", "net": money(int(total * 0.55))}
        ride = {"name": "Traslado aeropuerto", "quantity": 2, "supplier": "Andes Buses", "net": money(6_000)}
        return {
            **{"id": str(uuid4()), "reference": "Q7KM2P", "revision": 1, "name": name, "lines": [line, ride]},
            "request": {"start_on": "2027-05-10", "end_on": "2027-05-14", "adults": 2, "child_ages": [8]},
            **{"net": money(int(total * 0.7)), "markup": money(int(total * 0.3)), "commission": money(0)},
            **{"total": money(total), "tax": money(0), "valid_until": later(70 * 3600)},
        }
