"""What a journey may cost, as people say it, and amounts that are no budget."""

from __future__ import annotations

import pytest

from language.budget import find_budget

# text, language, amount, currency, per, bound
BUDGETS: list[tuple[str, str, int, str | None, str | None, str]] = [
    # Spanish
    ("menos de 300 dólares", "es", 300, "USD", None, "most"),
    ("menos de 300 dólares por persona", "es", 300, "USD", "person", "most"),
    ("hasta 5 mil pesos por noche", "es", 5000, None, "night", "most"),
    ("tengo un presupuesto de 2 millones de pesos colombianos", "es", 2_000_000, "COP", None, "most"),
    ("unos 1500 soles", "es", 1500, "PEN", None, "about"),
    ("no más de 200 la noche", "es", 200, None, "night", "most"),
    ("S/ 900", "es", 900, "PEN", None, "most"),
    ("entre 300 y 500 dólares", "es", 500, "USD", None, "most"),
    ("de 200 a 300 dólares por noche", "es", 300, "USD", "night", "most"),
    ("un hotel de 80 dólares la noche", "es", 80, "USD", "night", "most"),
    ("mi presupuesto es de 1.500", "es", 1500, None, None, "most"),
    ("presupuesto 2000000", "es", 2_000_000, None, None, "most"),
    ("dos mil quinientos pesos mexicanos máximo", "es", 2500, "MXN", None, "most"),
    ("quinientos dólares", "es", 500, "USD", None, "most"),
    ("U$S 700 por persona", "es", 700, "USD", "person", "most"),
    ("por persona no más de 300", "es", 300, None, "person", "most"),
    ("que no pase de 400", "es", 400, None, None, "most"),
    ("300 o menos", "es", 300, None, None, "most"),
    ("no podemos gastar más de 800", "es", 800, None, None, "most"),
    ("más de 800 euros", "es", 800, "EUR", None, "least"),
    ("50 lucas", "es", 50_000, None, None, "most"),
    ("$ 1.200,50 en total", "es", 1200, None, "trip", "most"),
    ("cuánto cuesta un viaje de menos de 500 dólares", "es", 500, "USD", None, "most"),
    # English
    ("under 300", "en", 300, None, None, "most"),
    ("can you find me something under 250 please", "en", 250, None, None, "most"),
    ("max 500 usd pp", "en", 500, "USD", "person", "most"),
    ("around 1k per person", "en", 1000, None, "person", "about"),
    ("cheap, below $80 a night", "en", 80, "USD", "night", "most"),
    ("300-500 USD", "en", 500, "USD", None, "most"),
    ("5k", "en", 5000, None, None, "most"),
    ("budget of $1,500.00", "en", 1500, "USD", None, "most"),
    ("we can spend about 2,000 in total", "en", 2000, None, "trip", "about"),
    ("two hundred dollars per night", "en", 200, "USD", "night", "most"),
    ("a thousand dollars for the whole trip", "en", 1000, "USD", "trip", "most"),
    ("$300 or less", "en", 300, "USD", None, "most"),
    ("I don't want to spend more than 300", "en", 300, None, None, "most"),
    ("nothing over 150", "en", 150, None, None, "most"),
    ("my limit is 2,500", "en", 2500, None, None, "most"),
    ("at least 200 dollars a night", "en", 200, "USD", "night", "least"),
    # Portuguese
    ("R$ 3.000 por pessoa", "pt", 3000, "BRL", "person", "most"),
    ("até 5 mil reais", "pt", 5000, "BRL", None, "most"),
    ("gastar no máximo 4000", "pt", 4000, None, None, "most"),
    ("nosso orçamento é 6.000", "pt", 6000, None, None, "most"),
    ("quero gastar uns 2500", "pt", 2500, None, None, "about"),
    ("mil reais por pessoa", "pt", 1000, "BRL", "person", "most"),
    ("dois mil e quinhentos reais", "pt", 2500, "BRL", None, "most"),
    ("1,5 mil", "pt", 1500, None, None, "most"),
    ("não quero gastar mais de 2000", "pt", 2000, None, None, "most"),
    ("mais de 1000 reais", "pt", 1000, "BRL", None, "least"),
    ("€1.200", "pt", 1200, "EUR", None, "most"),
]


@pytest.mark.parametrize(("text", "language", "amount", "currency", "per", "bound"), BUDGETS)
def test_a_budget_is_read(
    text: str, language: str, amount: int, currency: str | None, per: str | None, bound: str
) -> None:
    found = find_budget(text, language)
    assert found is not None
    assert found.value == {"amount": amount, "currency": currency, "per": per, "bound": bound}
    assert found.text == text[found.start : found.end]


def test_the_mention_covers_the_limit_and_what_it_is_for() -> None:
    found = find_budget("algo bonito, no más de 200 soles la noche, para 2", "es")
    assert found is not None and found.text == "no más de 200 soles la noche"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cuánto son 300 dólares en pesos", "es"),
        ("convert 100 euros to pounds", "en"),
        ("how much is 100 usd in soles", "en"),
        ("quanto é 100 dólares em reais", "pt"),
        ("me cobraron 300 dólares", "es"),
        ("el tour cuesta 50 dólares?", "es"),
        ("puedo pagar 100 dólares de seña", "es"),
        ("I already paid 500 usd", "en"),
        ("habitación 300", "es"),
        ("vuelo 1234", "es"),
        ("a las 3", "es"),
        ("hasta el 5 de mayo", "es"),
        ("hasta 2027", "es"),
        ("12/05/2027", "es"),
        ("del 10 al 14", "es"),
        ("mi número es 987654321", "es"),
        ("+51 987 654 321", "es"),
        ("under 30", "en"),
        ("menos de 100 personas", "es"),
        ("up to 100 km", "en"),
        ("rated above 4.2", "en"),
        ("from 100 to 200 meters", "en"),
        ("niños menores de 12", "es"),
        ("dentro de unos 60 días", "es"),
        ("mil gracias", "es"),
        ("2 adultos y un niño de 8", "es"),
        ("hotel de 4 estrellas", "es"),
        ("K7PQ2M", "pt"),
        ("", "en"),
    ],
)
def test_other_numbers_are_no_budget(text: str, language: str) -> None:
    assert find_budget(text, language) is None
