"""After booking: the voucher, the refund, the invoice, a part of the price; for a stranger only with code and e-mail."""

from collections.abc import Callable

import pytest

from tests.assistant import Assistant, Traveller
from tests.journeys.booking import ACCEPT, EMAIL, QUOTE, book, reference_in
from tests.journeys.paying import pay

VOUCHER = {
    "es": "me mandas el voucher?",
    "en": "could you send me the voucher?",
    "pt": "pode me mandar o voucher?",
}
REFUND = {
    "es": "me devuelven el dinero?",
    "en": "would I get my money back?",
    "pt": "vocês devolvem o dinheiro?",
}
INVOICE = {"es": "necesito una factura", "en": "I need an invoice", "pt": "preciso de nota fiscal"}
PART = {
    "es": "puedo pagar la mitad ahora y la otra mitad después?",
    "en": "can I pay half now and half later?",
    "pt": "posso pagar metade agora e metade depois?",
}
WAITS = {"es": "llega con el pago", "en": "comes with the payment", "pt": "chega com o pagamento"}
NOTHING = {"es": "no hay nada que devolver", "en": "nothing to refund", "pt": "não há nada a devolver"}
BACK = {"es": "te devolveríamos", "en": "you'd get", "pt": "devolveríamos"}
NOT_FOUND = {"es": "No encontré", "en": "I found no", "pt": "Não encontrei"}
HOW_MUCH = {"es": "cuánto era el total?", "en": "how much was it again?", "pt": "quanto ficou mesmo?"}
BY_EMAIL_ONLY = {"es": "no tengo teléfono", "en": "I don't have a phone", "pt": "não tenho telefone"}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_what_is_asked_of_an_unpaid_booking_is_answered_truthfully(
    traveller: Traveller, language: str
) -> None:
    reference = reference_in(book(traveller, language))

    assert WAITS[language] in traveller.says(VOUCHER[language]).text
    assert NOTHING[language] in traveller.says(REFUND[language]).text
    for question in (INVOICE, PART):
        assert reference in traveller.says(question[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_paid_booking_has_its_voucher_and_its_terms(
    assistant: Assistant, traveller: Traveller, language: str
) -> None:
    reference = reference_in(book(traveller, language))
    pay(assistant, reference)

    voucher = traveller.says(VOUCHER[language])
    assert reference in voucher.text
    assert "Casa del Inti" in voucher.text and "USD" not in voucher.text
    assert BACK[language] in traveller.says(REFUND[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_stranger_s_wrong_address_is_asked_for_again_and_the_question_is_kept(
    traveller: Traveller, another_traveller: Callable[[], Traveller], language: str
) -> None:
    reference = reference_in(book(traveller, language))
    stranger = another_traveller()

    assert stranger.says(VOUCHER[language]).asks == "booking_reference"
    assert stranger.says(reference).asks == "lead_email"
    refused = stranger.says("nobody@else.example")
    assert refused.asks == "booking_reference"
    assert NOT_FOUND[language] in refused.text

    told = stranger.says(f"{reference}, {EMAIL[language]}")
    assert WAITS[language] in told.text


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_questions_of_a_booking_bear_digressions_and_no_telephone(
    traveller: Traveller, language: str
) -> None:
    name, corrected = ("Ana Torres", "Ana Ruiz")
    for line in (QUOTE[language], ACCEPT[language]):
        traveller.says(line)

    total = traveller.says(HOW_MUCH[language])
    assert total.asks == "lead_name" and "USD" in total.text
    assert traveller.says(name).asks == "lead_email"
    assert traveller.says(EMAIL[language]).asks == "lead_phone"
    introduced = {"es": "me llamo {}", "en": "my name is {}", "pt": "me chamo {}"}[language]
    assert traveller.says(introduced.format(corrected)).asks == "lead_phone"

    summary = traveller.says(BY_EMAIL_ONLY[language])

    assert summary.asks == "booking_confirmed"
    assert corrected in summary.text and EMAIL[language] in summary.text
