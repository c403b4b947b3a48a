"""Who books, whether they agree, which booking they mean."""

from __future__ import annotations

import pytest

from tests.actions.hearing import MAY, heard, party, problem


def test_name_email_and_phone_in_one_message_are_all_taken() -> None:
    changes = heard(
        "Lucía Paredes, lucia@paredes.example, +51 984 123 456",
        asked="lead_name",
        form="booking_form",
        email="lucia@paredes.example",
        phone="+51 984 123 456",
    )

    assert changes["lead_name"] == "Lucía Paredes"
    assert changes["lead_email"] == "lucia@paredes.example"
    assert changes["lead_phone"] == "+51 984 123 456"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "es",
            "ok resérvame esa me llamo marta ruiz gomez mi correo es {} y mi celular es {}",
            "Marta Ruiz Gomez",
        ),
        ("en", "ok lets go with that my name is tom baker my email is {} and my number is {}", "Tom Baker"),
        ("pt", "ok reserva essa meu nome é marta souza meu email é {} e meu celular é {}", "Marta Souza"),
    ],
)
def test_what_is_dictated_in_one_breath_is_all_taken(language: str, text: str, name: str) -> None:
    email, phone = "marta@ruiz.example", "+57 310 555 1234"
    changes = heard(text.format(email, phone), language=language, email=email, phone=phone)

    assert (changes["lead_name"], changes["lead_email"], changes["lead_phone"]) == (name, email, phone)


def test_a_first_name_alone_asks_for_the_last_and_joins_them() -> None:
    first = heard("Lucía", asked="lead_name", form="booking_form")
    assert problem(first)["text"] == "Gracias, Lucía. ¿Y tu apellido?"

    then = heard("Paredes", asked="lead_name", form="booking_form", known={"hints": first["hints"]})
    assert then["lead_name"] == "Lucía Paredes"


@pytest.mark.parametrize(
    ("language", "text", "email"),
    [
        ("es", "lucia arroba paredes.example", "lucia@paredes.example"),
        ("en", "lucy at walker dot com", "lucy@walker.com"),
    ],
)
def test_an_email_in_words_is_written_as_one(language: str, text: str, email: str) -> None:
    changes = heard(text, "nlu_fallback", language=language, asked="lead_email", form="booking_form")
    assert changes["lead_email"] == email


def test_no_at_the_summary_asks_what_to_correct() -> None:
    changes = heard("no", "deny", asked="booking_confirmed", form="booking_form")

    assert changes["booking_confirmed"] is None
    assert [button["payload"] for button in problem(changes)["buttons"]][-1] == '/inform{"fix": "let_go"}'


def test_a_corrected_email_at_the_summary_replaces_the_old_one() -> None:
    changes = heard(
        "no, mi correo es ana@torres.example",
        "deny",
        asked="booking_confirmed",
        form="booking_form",
        email="ana@torres.example",
    )

    assert changes["lead_email"] == "ana@torres.example"
    assert changes["booking_confirmed"] is None
    assert changes["turn"]["problem"] is None


def test_yes_confirms_the_summary() -> None:
    assert heard("sí", "affirm", asked="booking_confirmed", form="booking_form")["booking_confirmed"] is True


@pytest.mark.parametrize(("intent", "agreed"), [("affirm", True), ("deny", False)])
def test_yes_and_no_answer_whether_to_cancel(intent: str, agreed: bool) -> None:
    assert heard("…", intent, asked="cancel_confirmed", form="cancel_form")["cancel_confirmed"] is agreed


def test_a_wish_to_cancel_is_always_asked_about() -> None:
    changes = heard(
        "cancela mi reserva K7PQ2M", "cancel_booking", known={"cancel_confirmed": True}, reference="K7PQ2M"
    )

    assert changes["booking_reference"] == "K7PQ2M"
    assert changes["cancel_confirmed"] is None


def test_days_of_a_booking_are_not_days_of_the_trip_being_planned() -> None:
    changes = heard(
        "cancela lo del 10 de mayo", "cancel_booking", known={"travel_dates": MAY}, dates="10 de mayo"
    )
    assert "travel_dates" not in changes


def test_who_asks_for_a_person_is_not_read_for_anything_else() -> None:
    changes = heard(
        "somos 3 y quiero hablar con alguien", "request_human", asked="party", party=party(total=3)
    )
    assert set(changes) == {"turn", "misunderstood", "language"}


@pytest.mark.parametrize(
    ("answer", "name"),
    [("Souza", "Ana Souza"), ("ana maria souza", "Ana Maria Souza"), ("María Paz Ríos", "María Paz Ríos")],
)
def test_a_surname_completes_a_first_name_and_a_whole_name_replaces_it(answer: str, name: str) -> None:
    known = {"hints": {"first_name": "Ana"}}

    changes = heard(answer, asked="lead_name", form="booking_form", known=known)

    assert changes["lead_name"] == name
    assert "first_name" not in changes["hints"]


def test_a_second_no_lets_go_of_the_booking() -> None:
    first = heard("no", "deny", asked="lead_email", form="booking_form", known={"language": "es"})

    second = heard("no", "deny", asked="lead_email", form="booking_form", known={"language": "es", **first})

    assert "booking_confirmed" not in first
    assert second["booking_confirmed"] is False


def test_an_offer_of_a_person_that_was_passed_over_is_closed() -> None:
    known = {"pending": "human"}
    assert heard("quiero ir a Cusco", "search_trip", known=known, destination="cusco")["pending"] is None
    assert "pending" not in heard("sí", "affirm", known=known)


def test_a_name_in_a_long_first_message_is_heard() -> None:
    wish = (
        "quiero ir a Lima del 4 al 6 de junio con mi esposa, un hotel de 4 estrellas, y traslados por favor"
    )
    known = heard(f"hola, soy Lucía Paredes, mi correo es lucia.paredes@example.com, {wish}", "search_trip")
    assert known["lead_name"] == "Lucía Paredes"


@pytest.mark.parametrize(
    "text",
    ["mi cel es 984 123 4567", "984 123 4567", "ana@torres.example y 984 123 4567"],
)
def test_a_telephone_told_early_is_kept(text: str) -> None:
    assert heard(text, asked="travel_dates", known={"destination": "cusco"})["lead_phone"] == "984 123 4567"


@pytest.mark.parametrize("text", ["del 10 12 26 al 14 12 26", "somos 2"])
def test_numbers_of_a_trip_are_no_telephone(text: str) -> None:
    assert "lead_phone" not in heard(text, asked="party", known={"destination": "cusco"}, dates="10 12 26")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "reservá a nombre de Martín Gómez"),
        ("en", "book it in the name of Martín Gómez"),
        ("pt", "reserva em nome de Martín Gómez"),
    ],
)
def test_whose_name_a_booking_is_in_is_heard_before_it_is_asked(language: str, text: str) -> None:
    assert heard(text, "book", language=language)["lead_name"] == "Martín Gómez"


@pytest.mark.parametrize("intent", ["booking_status", "resend_voucher", "request_invoice", "ask_refund"])
def test_another_question_about_a_booking_keeps_its_code_asked(intent: str) -> None:
    changes = heard("mándame el voucher", intent, asked="booking_reference", form="status_form")
    assert changes["booking_reference"] is None
    assert changes["turn"]["problem"] is None
