"""One message after what was said before, as tests of the understanding write it down."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.understanding import Context, Message, NamedProduct, understand

TODAY = date(2026, 11, 24)
PLACES = (("cusco", "Cusco"), ("lima", "Lima"), ("cartagena", "Cartagena"), ("rio", "Río de Janeiro"))
COUNTRIES = {"cusco": "PE", "lima": "PE", "cartagena": "CO", "rio": "BR"}
MAY = {"start": "2027-05-10", "end": "2027-05-14"}
COUPLE = {"adults": 2, "children": 0}


def heard(
    text: str,
    intent: str = "inform",
    *,
    language: str = "es",
    asked: str | None = None,
    form: str | None = None,
    product: NamedProduct | None = None,
    known: dict[str, Any] | None = None,
    **entities: Any,
) -> dict[str, Any]:
    """The changes of a message, with one value an entity."""
    message = Message(
        id="m1",
        text=text,
        intent=intent,
        confidence=0.9,
        language=language,
        entities={name: [value] for name, value in entities.items()},
    )
    context = Context(
        slots=known or {},
        today=TODAY,
        form=form or ("trip_form" if asked else None),
        requested=asked,
        country="PE",
        places=PLACES,
        countries=COUNTRIES,
        product=product,
    )
    return understand(message, context)


def party(
    adults: int | None = None,
    children: int | None = None,
    ages: tuple[int, ...] = (),
    total: int | None = None,
) -> dict[str, Any]:
    return {"adults": adults, "children": children, "child_ages": list(ages), "total": total}


def problem(changes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = changes["turn"]["problem"]
    assert found is not None
    return found
