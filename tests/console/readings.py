"""What the stand-in of the console's API shows that does not change by itself: the team, reports, the books."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests.console.desk import Desk, Json, later, money


def reading(desk: Desk, what: str, q: str) -> Any:
    """What stands at this place of the API; ``q`` is what is searched for."""
    today = date.today()
    summary = {
        **{"conversations": 412, "contained": 318, "containment_rate": 0.772, "handoffs": 94},
        "reasons": {"requested": 41, "misunderstood": 19, "angry": 9, "rule": 14, "bot_failed": 4},
        "first_answer": {"p50": 74, "p90": 260, "on_target": 0.93},
        "resolution": {"p50": 1260, "p90": 5400},
        "satisfaction": {
            **{"mean": 4.6, "answers": 51, "asked": 88},
            "by_agent": [
                {"name": one["name"], "mean": mean, "answers": 12}
                for one, mean in zip(desk.agents, (4.8, 4.5, 4.7, 3.9), strict=True)
            ],
        },
        "by_day": [
            {
                "on": (today - timedelta(days=29 - day)).isoformat(),
                "conversations": 8 + day * 7 % 11,
                "handoffs": day * 3 % 5,
            }
            for day in range(30)
        ],
    }
    people = [{k: one[k] for k in ("id", "name", "on_duty", "load", "capacity")} for one in desk.agents]
    row = desk.by_name("Marta")["row"]
    hit = {
        **{"what": "message", "conversation_id": row["id"], "name": row["name"], "channel": "whatsapp"},
        **{
            "text": "¿El hotel tiene cunas para bebés?",
            "offset": 3,
            "reference": None,
            "at": later(-900),
        },
    }
    found: Json = {
        "me": desk.me(),
        "agents": {"agents": desk.agents},
        "canned": {
            "answers": [
                {"id": str(uuid4()), "shortcut": shortcut, "language": language, "text": text}
                for shortcut, language, text in (
                    ("hola", "es", "Hola, {name}: soy {agent}, de {operator}. ¿En qué puedo ayudar?"),
                    ("pago", "es", "El anticipo de la reserva {reference} se paga con este enlace."),
                    ("hola", "en", "Hi {name}, this is {agent} at {operator}. How can I help?"),
                )
            ]
        },
        "hours": {
            "timezone": "America/Lima",
            "week": [[["09:00", "13:00"], ["14:00", "18:00"]]] * 5 + [[["09:00", "13:00"]], []],
            "closed": [{"on": "2026-12-25", "name": "Navidad"}],
        },
        "times": {
            **{"first_answer_target": 300, "offer_seconds": 60},
            **{"remind_after": 180, "requeue_after": 600},
        },
        "destinations": {"destinations": [{"code": "cusco", "name": "Cusco"}]},
        "resellers": {"resellers": desk.resellers},
        "reports/live": {
            **{
                "queue": 2,
                "longest_wait": 372,
                "waiting": 3,
                "owned": 7,
                "agents": people,
                "today": summary,
            },
        },
        "reports/summary": summary,
        "books/payables": {"payables": desk.payables},
        "refunds": {"refunds": desk.refunds},
        "books/attention": {
            "differences": len(desk.discrepancies),
            "givebacks": len(desk.refunds),
            "overdue": 1,
        },
        "books/balances": {
            "balances": [
                {"account": "booking:K7PQ2M", "balance": money(56_000)},
                {"account": "supplier:sol-andino", "balance": money(-30_000)},
            ],
            "trial": desk.trial,
        },
        "search": {"hits": [hit] if q else []},
        "audit": {
            "entries": [
                {
                    **{"id": 9 - place, "at": later(-place * 700), "agent": desk.self, "action": action},
                    **{"conversation_id": row["id"] if "." in action else None},
                    **{"subject": None, "detail": {}},
                }
                for place, action in enumerate(
                    ("conversation.opened", "conversation.taken", "signed_in", "message.sent")
                )
            ],
            "next": None,
        },
    }
    return found[what]
