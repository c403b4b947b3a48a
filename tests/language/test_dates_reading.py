"""What dates mean on Tuesday 24 November 2026, for a traveller in Peru."""

from __future__ import annotations

from datetime import date

import pytest

from language.dates.reading import DateRange, DateReading, read_dates

TODAY = date(2026, 11, 24)
TRIP = DateRange(date(2027, 5, 10), date(2027, 5, 14))
BEGUN = DateRange(date(2027, 5, 10), date(2027, 5, 10))
MAY = DateRange(date(2027, 5, 1), date(2027, 5, 31))


def read(
    text: str,
    language: str = "es",
    *,
    known: DateRange | None = None,
    expects_end: bool = False,
    country: str | None = "PE",
) -> DateReading:
    return read_dates(text, language, today=TODAY, country=country, known=known, expects_end=expects_end)


def days(reading: DateReading) -> tuple[str, str]:
    assert reading.problem is None, reading
    assert reading.start_on is not None and reading.end_on is not None, reading
    assert reading.nights == (reading.end_on - reading.start_on).days
    return reading.start_on.isoformat(), reading.end_on.isoformat()


RANGES = [
    ("del 10 al 14 de mayo", "es", "2027-05-10", "2027-05-14"),
    ("para la semana del 14 al 17 de abril, 3 adultos", "es", "2027-04-14", "2027-04-17"),
    ("de 5 a 9", "es", "2026-12-05", "2026-12-09"),
    ("5-9", "es", "2026-12-05", "2026-12-09"),
    ("14, 15 y 16 de agosto", "es", "2027-08-14", "2027-08-16"),
    ("llegamos el 5 y nos vamos el 9 de mayo", "es", "2027-05-05", "2027-05-09"),
    ("salimos el 5 de junio y volvemos el 10", "es", "2027-06-05", "2027-06-10"),
    ("en mayo, del 5 al 9", "es", "2027-05-05", "2027-05-09"),
    ("del 28 de dic al 3 de enero", "es", "2026-12-28", "2027-01-03"),
    ("primera quincena de julio", "es", "2027-07-01", "2027-07-15"),
    ("tres noches desde el 4 de junio", "es", "2027-06-04", "2027-06-07"),
    ("10 de mayo por 5 noches", "es", "2027-05-10", "2027-05-15"),
    ("mañana por 2 noches", "es", "2026-11-25", "2026-11-27"),
    ("la semana del 10 de mayo", "es", "2027-05-10", "2027-05-17"),
    ("05/06/27 al 10/06/27", "es", "2027-06-05", "2027-06-10"),
    ("del 1ro al 5 de junio", "es", "2027-06-01", "2027-06-05"),
    ("esta noche", "es", "2026-11-24", "2026-11-25"),
    ("4 días y 3 noches desde el 2 de marzo", "es", "2027-03-02", "2027-03-05"),
    ("5 días desde el 2 de marzo", "es", "2027-03-02", "2027-03-06"),
    ("from the 3rd for a week", "en", "2026-12-03", "2026-12-10"),
    ("for a week from the 3rd", "en", "2026-12-03", "2026-12-10"),
    ("10-14 may", "en", "2027-05-10", "2027-05-14"),
    ("14th of May to 18th", "en", "2027-05-14", "2027-05-18"),
    ("between 17th May to 21st May, we are three for a four night stay", "en", "2027-05-17", "2027-05-21"),
    ("December 15-20, 2027", "en", "2027-12-15", "2027-12-20"),
    ("2027-05-10 to 2027-05-14", "en", "2027-05-10", "2027-05-14"),
    ("fri to sun", "en", "2026-11-27", "2026-11-29"),
    ("first week of July", "en", "2027-07-01", "2027-07-07"),
    ("next week", "en", "2026-11-30", "2026-12-06"),
    ("arrive 12 june leave 15 june", "en", "2027-06-12", "2027-06-15"),
    ("Periodo de 31 a 04/01", "pt", "2026-12-31", "2027-01-04"),
    ("31/12 a 2/1", "pt", "2026-12-31", "2027-01-02"),
    ("10/05 a 14/05", "pt", "2027-05-10", "2027-05-14"),
    ("ida 10/05 volta 14/05", "pt", "2027-05-10", "2027-05-14"),
    ("vou dia 5 e volto dia 10", "pt", "2026-12-05", "2026-12-10"),
    ("de segunda a sexta", "pt", "2026-11-30", "2026-12-04"),
    ("uma semana a partir de 10 de maio", "pt", "2027-05-10", "2027-05-17"),
]


@pytest.mark.parametrize(("text", "language", "start", "end"), RANGES)
def test_a_range_has_both_its_days(text: str, language: str, start: str, end: str) -> None:
    assert days(read(text, language)) == (start, end)


SINGLE = [
    ("el 3", "es", "2026-12-03"),
    ("el 24", "es", "2026-11-24"),
    ("20 de noviembre", "es", "2027-11-20"),
    ("24 de noviembre", "es", "2026-11-24"),
    ("mañana", "es", "2026-11-25"),
    ("pasado mañana", "es", "2026-11-26"),
    ("en dos semanas", "es", "2026-12-08"),
    ("dentro de quince días", "es", "2026-12-09"),
    ("el viernes", "es", "2026-11-27"),
    ("el martes", "es", "2026-12-01"),
    ("ola kiero ir el sabado 3 de octubre somos 15", "es", "2027-10-03"),
    ("viernes santo", "es", "2027-03-26"),
    ("29 de febrero", "es", "2028-02-29"),
    ("05/09/2027", "es", "2027-09-05"),
    ("10 de mayo del 27", "es", "2027-05-10"),
    ("14", "es", "2026-12-14"),
    ("a week from Friday", "en", "2026-12-04"),
    ("friday next week", "en", "2026-12-04"),
    ("next friday", "en", "2026-11-27"),
    ("the day after tomorrow", "en", "2026-11-26"),
    ("May 10th, 2027", "en", "2027-05-10"),
    ("5/13", "en", "2027-05-13"),
    ("any rooms after Tuesday?", "en", "2026-12-02"),
    ("después del martes", "es", "2026-12-02"),
    ("depois do carnaval", "pt", "2027-02-11"),
    ("a week today", "en", "2026-12-01"),
    ("two weeks Friday", "en", "2026-12-11"),
    ("de hoy en ocho", "es", "2026-12-01"),
    ("depois de amanhã", "pt", "2026-11-26"),
    ("daqui a 15 dias", "pt", "2026-12-09"),
    ("sexta que vem", "pt", "2026-11-27"),
    ("dia vinte e três", "pt", "2026-12-23"),
    ("quinze de maio", "pt", "2027-05-15"),
    ("3 dias depois do natal", "pt", "2026-12-27"),
    ("a week before christmas", "en", "2026-12-17"),
    ("no el 5, el 6", "es", "2026-12-06"),
    ("no dia 5", "pt", "2026-12-05"),
    ("un tour en cartagena el 3 de marzo para 2", "es", "2027-03-03"),
    ("passeio dia 3 de março para 4", "pt", "2027-03-03"),
]


@pytest.mark.parametrize(("text", "language", "start"), SINGLE)
def test_a_day_without_a_year_is_the_next_to_come(text: str, language: str, start: str) -> None:
    assert read(text, language) == DateReading(start_on=date.fromisoformat(start))


@pytest.mark.parametrize(
    ("text", "language", "start", "end"),
    [
        ("semana santa", "es", "2027-03-25", "2027-03-28"),
        ("Easter", "en", "2027-03-25", "2027-03-28"),
        ("Páscoa", "pt", "2027-03-25", "2027-03-28"),
        ("semana santa 2028", "es", "2028-04-13", "2028-04-16"),
        ("carnaval", "pt", "2027-02-06", "2027-02-10"),
        ("Qto o Réveillon pra 05 pessoas?", "pt", "2026-12-30", "2027-01-02"),
        ("fin de año", "es", "2026-12-30", "2027-01-02"),
        ("Navidad", "es", "2026-12-24", "2026-12-26"),
        ("no Natal", "pt", "2026-12-24", "2026-12-26"),
        ("entre navidad y año nuevo", "es", "2026-12-24", "2027-01-02"),
        ("fiestas patrias", "es", "2027-07-28", "2027-07-29"),
        ("thanksgiving", "en", "2026-11-26", "2026-11-29"),
        ("fin de semana largo", "es", "2026-12-24", "2026-12-27"),
        ("next weekend", "en", "2026-11-27", "2026-11-29"),
        ("el próximo fin de semana", "es", "2026-11-27", "2026-11-29"),
        ("este finde", "es", "2026-11-27", "2026-11-29"),
        ("no fds", "pt", "2026-11-27", "2026-11-29"),
        ("el otro finde", "es", "2026-12-04", "2026-12-06"),
        ("fin de semana del 15 de mayo", "es", "2027-05-14", "2027-05-16"),
    ],
)
def test_feasts_and_weekends_are_computed(text: str, language: str, start: str, end: str) -> None:
    assert days(read(text, language)) == (start, end)


def test_on_a_saturday_this_weekend_has_begun_and_the_next_has_not() -> None:
    saturday = date(2026, 11, 28)
    assert days(read_dates("este finde", "es", today=saturday)) == ("2026-11-28", "2026-11-29")
    assert days(read_dates("next weekend", "en", today=saturday)) == ("2026-12-04", "2026-12-06")


def test_a_long_weekend_needs_a_country_and_a_bridge_may_make_one() -> None:
    assert read("fin de semana largo", country=None).problem == "not_a_date"
    brazil = read("feriadão", "pt", country="BR")
    assert days(brazil) == ("2026-12-24", "2026-12-27")
    assert read("long weekend in may", "en").month == (2027, 5)


def test_feasts_that_each_country_keeps_on_other_days_are_asked_about() -> None:
    reading = read("fiestas patrias", country=None)
    starts = [option.start_on for option in reading.alternatives if isinstance(option, DateRange)]
    assert starts == [date(2027, 7, 28), date(2027, 9, 16), date(2027, 9, 18)]
    assert days(read("fiestas patrias", country="CL")) == ("2027-09-18", "2027-09-19")


@pytest.mark.parametrize(
    ("text", "language", "month", "nights"),
    [
        ("en julio", "es", (2027, 7), None),
        ("noviembre", "es", (2026, 11), None),
        ("may", "en", (2027, 5), None),
        ("em maio", "pt", (2027, 5), None),
        ("el mes que viene", "es", (2026, 12), None),
        ("a principios de julio", "es", (2027, 7), None),
        ("dez dias em agosto", "pt", (2027, 8), 9),
        ("una semana en julio", "es", (2027, 7), 7),
        ("un fin de semana en julio", "es", (2027, 7), 2),
    ],
)
def test_a_month_leaves_the_days_to_be_asked(
    text: str, language: str, month: tuple[int, int], nights: int | None
) -> None:
    assert read(text, language) == DateReading(month=month, nights=nights)


def test_a_length_alone_is_nights() -> None:
    assert read("5 noches") == DateReading(nights=5)


class TestDoubt:
    @pytest.mark.parametrize("language", ["es", "en", "pt"])
    def test_a_lone_5_9_is_asked_about(self, language: str) -> None:
        assert read("5/9", language).alternatives == (date(2027, 9, 5), date(2027, 5, 9))

    def test_a_part_above_12_leaves_no_doubt(self) -> None:
        assert read("13/5").start_on == read("5/13", "en").start_on == date(2027, 5, 13)

    def test_a_full_date_is_day_first_in_spanish_and_asked_about_in_english(self) -> None:
        assert read("05/09/2027").start_on == date(2027, 9, 5)
        assert read("05/09/2027", "en").alternatives == (date(2027, 9, 5), date(2027, 5, 9))

    def test_the_doubt_stays_with_nights(self) -> None:
        first, second = read("5/9 por 3 noches").alternatives
        assert first == DateRange(date(2027, 9, 5), date(2027, 9, 8))
        assert second == DateRange(date(2027, 5, 9), date(2027, 5, 12))

    def test_an_english_range_is_read_the_way_that_makes_sense(self) -> None:
        assert days(read("5/6 - 10/6", "en")) == ("2027-06-05", "2027-06-10")

    def test_dates_with_an_or_between_are_asked_about(self) -> None:
        assert read("el 10 de mayo o el 15 de mayo").alternatives == (date(2027, 5, 10), date(2027, 5, 15))
        options = read("del 5 al 9 o del 12 al 16 de mayo").alternatives
        assert options == (
            DateRange(date(2027, 5, 5), date(2027, 5, 9)),
            DateRange(date(2027, 5, 12), date(2027, 5, 16)),
        )


class TestWhatWasKnown:
    @pytest.mark.parametrize(
        ("text", "language", "start", "end"),
        [
            ("no, mejor en junio", "es", "2027-06-10", "2027-06-14"),
            ("make it june", "en", "2027-06-10", "2027-06-14"),
            ("melhor em junho", "pt", "2027-06-10", "2027-06-14"),
            ("del 12 al 16", "es", "2027-05-12", "2027-05-16"),
            ("mejor el 12", "es", "2027-05-12", "2027-05-16"),
            ("hasta el 18", "es", "2027-05-10", "2027-05-18"),
            ("una semana más tarde", "es", "2027-05-17", "2027-05-21"),
            ("uma semana depois", "pt", "2027-05-17", "2027-05-21"),
            ("two days earlier", "en", "2027-05-08", "2027-05-12"),
            ("una noche más", "es", "2027-05-10", "2027-05-15"),
            ("extend my stay by two nights", "en", "2027-05-10", "2027-05-16"),
            ("6 noches", "es", "2027-05-10", "2027-05-16"),
            ("same dates", "en", "2027-05-10", "2027-05-14"),
            ("las mismas fechas", "es", "2027-05-10", "2027-05-14"),
            ("as mesmas datas", "pt", "2027-05-10", "2027-05-14"),
        ],
    )
    def test_a_correction_moves_the_trip(self, text: str, language: str, start: str, end: str) -> None:
        assert days(read(text, language, known=TRIP)) == (start, end)

    def test_bare_days_fall_in_the_month_that_was_named(self) -> None:
        assert days(read("de 5 a 9", known=MAY)) == ("2027-05-05", "2027-05-09")
        assert read("el 12", known=MAY).start_on == date(2027, 5, 12)

    def test_nights_alone_keep_the_month(self) -> None:
        assert read("3 noches", known=MAY) == DateReading(month=(2027, 5), nights=3)

    @pytest.mark.parametrize(
        "text", ["14", "el 14", "14 de mayo", "14/5", "viernes", "4 noches", "hasta el 14"]
    )
    def test_where_the_end_is_asked_a_day_is_the_end(self, text: str) -> None:
        assert days(read(text, known=BEGUN, expects_end=True)) == ("2027-05-10", "2027-05-14")

    def test_the_next_day_follows_the_start(self) -> None:
        assert days(read("el día siguiente", known=BEGUN, expects_end=True)) == ("2027-05-10", "2027-05-11")

    def test_an_end_before_the_known_start_is_a_problem(self) -> None:
        reading = read("el 8 de mayo", known=BEGUN, expects_end=True)
        assert reading.problem == "end_before_start"
        assert reading.end_on == date(2027, 5, 8)

    def test_a_change_of_nothing_is_no_date(self) -> None:
        assert read("same dates", "en").problem == "not_a_date"


class TestProblems:
    @pytest.mark.parametrize("text", ["ayer", "10 de mayo de 2020", "hace 3 días", "el lunes pasado"])
    def test_the_past(self, text: str) -> None:
        assert read(text).problem == "past"

    @pytest.mark.parametrize(
        "text", ["del 14 al 10 de mayo", "del 14 de mayo al 10 de mayo", "14/05 a 10/05"]
    )
    def test_a_return_before_the_departure(self, text: str) -> None:
        reading = read(text)
        assert reading.problem == "end_before_start"
        assert (reading.start_on, reading.end_on) == (date(2027, 5, 14), date(2027, 5, 10))

    def test_more_than_two_years_ahead(self) -> None:
        assert read("10 de mayo de 2030").problem == "too_far"
        assert read("mayo 2030").problem == "too_far"

    def test_more_than_sixty_nights(self) -> None:
        assert read("del 10 de mayo al 20 de diciembre").problem == "too_long"
        assert read("90 noches desde el 1 de marzo").problem == "too_long"

    @pytest.mark.parametrize(
        "text",
        ["hola", "", "30 de febrero", "31 de abril", "32 de mayo", "13/13", "del 10 al 40 de mayo", "🎉"],
    )
    def test_days_that_do_not_exist_and_words_that_say_nothing(self, text: str) -> None:
        assert read(text).problem == "not_a_date"
