"""To change "the booking" before there is one means to change the plan."""

from __future__ import annotations

from tests.actions.hearing import MAY, heard, party


def test_before_anything_is_booked_a_changed_booking_is_a_changed_plan() -> None:
    known = {"destination": "cusco", "travel_dates": MAY}
    changes = heard("cambia la reserva a 3 personas", "change_booking", known=known, party=party(total=3))
    assert changes["party"] == {"adults": 3, "children": 0}


def test_a_place_not_on_sale_begins_a_plan_too() -> None:
    known = {"wished_place": {"name": "Oslo"}}
    changes = heard(
        "change the reservation: May 3 to May 9",
        "change_booking",
        language="en",
        known=known,
        dates="May 3 to May 9",
    )
    assert changes["travel_dates"] == {"start": "2027-05-03", "end": "2027-05-09"}


def test_once_it_is_booked_the_days_of_a_change_are_for_a_person() -> None:
    known = {"destination": "cusco", "travel_dates": MAY, "booking_reference": "K7PQ2M"}
    changes = heard("cambia la reserva a 3 personas", "change_booking", known=known, party=party(total=3))
    assert "party" not in changes


def test_without_any_plan_it_is_about_a_booking_elsewhere() -> None:
    assert "party" not in heard("cambia mi reserva a 3 personas", "change_booking", party=party(total=3))


def test_a_bare_ordinal_before_any_options_is_a_day() -> None:
    changes = heard("18th", language="en", asked="destination")
    assert changes["hints"]["start"] == "2026-12-18"


def test_a_bare_ordinal_after_options_is_no_day() -> None:
    known = {"offered": [{"number": 1}, {"number": 2}]}
    assert "hints" not in heard("2nd", "choose_option", language="en", asked="stars", known=known)
