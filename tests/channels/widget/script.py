"""What the stand-in of the gateway answers."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

CARDS: list[Json] = [
    {
        "number": number,
        "title": title,
        "subtitle": subtitle,
        "image": f"/photos/{number}.svg",
        "price": price,
        "rating": rating,
        "buttons": [{"title": "Elegir", "payload": f'/choose_option{{"choice": {number}}}'}],
    }
    for number, title, subtitle, price, rating in (
        (1, "Hotel Casa del Inti", "4 noches con desayuno, a tres cuadras de la plaza", "USD 1,234.00", 4.6),
        (2, "Posada Qori", "4 noches, patio colonial y vista a los techos de San Blas", "USD 986.50", 4.2),
        (3, "Mirador de Saqsay Suites & Spa", "4 noches, spa, traslados incluidos", "USD 2,140.00", 4.9),
    )
]
PHOTO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><rect width="320" height="200" fill="hsl({hue} 60% 78%)"/>
<circle cx="240" cy="60" r="26" fill="#fff3d6"/><path d="M0 150 90 60l60 60 50-40 120 100v20H0Z" fill="hsl({hue} 35% 42%)"/>
<path d="M0 170 120 120l80 40 120-30v70H0Z" fill="hsl({hue} 38% 28%)"/></svg>"""


def reply(text: str, *buttons: tuple[str, str], cards: list[Json] | None = None) -> Json:
    """One thing the bot says."""
    return {
        "text": text,
        "buttons": [{"title": t, "payload": p} for t, p in buttons],
        "cards": cards or [],
    }


def scripted(text: str, payload: str | None) -> list[Json]:
    """What the stand-in answers."""
    if payload and payload.startswith("/choose_option"):
        return [
            reply(
                "¡Buena elección! Tu cotización *K7PQ2M*:\n\n- 4 noches, habitación doble\n- Desayuno y wifi\n"
                "- Traslados desde el aeropuerto\n\nTotal: *USD 1,234.00*, válido hasta el 12 de marzo.\n"
                "Detalles en https://altamar.example/cotizaciones/K7PQ2M.",
                ("Sí, reservar", "/affirm"),
                ("Ver otras opciones", "/see_options"),
                ("Cambiar fechas", "/change_trip"),
            )
        ]
    if payload == "/affirm":
        return [reply("Perfecto. ¿A nombre de quién hago la reserva?")]
    if "cusco" in text.lower() or payload == "/see_options":
        return [
            reply("Encontré 3 opciones en Cusco del 10 al 14 de mayo:", cards=CARDS),
            reply("¿Cuál te gusta más?"),
        ]
    if "hola" in text.lower():
        return [reply("¡Hola! ¿Viajas en pareja?", ("Sí", "/affirm"), ("No", "/deny"))]
    return [reply(f"Dijiste: {text}")]
