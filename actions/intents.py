"""The families of intents that actions treat alike; the domain lists every one of them."""

from __future__ import annotations

SEARCHES = {"search_hotel": "hotel", "search_tour": "tour", "search_transport": "transfer"}
QUESTIONS = frozenset(
    {
        "ask_visa",
        "ask_health",
        "ask_weather",
        "ask_currency",
        "ask_payment_methods",
        "ask_baggage",
        "ask_insurance",
        "ask_children_policy",
        "ask_included",
        "ask_cancellation_policy",
        "ask_meeting_point",
        "ask_accessibility",
        "ask_pets",
        "ask_passport",
        "ask_group",
        "ask_honeymoon",
        "ask_senior",
        "ask_knowledge",
    }
)
SMALL_TALK = frozenset(
    {"greet", "thank", "goodbye", "ask_capabilities", "praise", "not_sure", "out_of_scope"}
)
TRIP_WISHES = frozenset(
    {
        "search_trip",
        "request_quote",
        "search_hotel",
        "search_tour",
        "search_transport",
        "check_availability",
        "ask_price",
    }
)
# What matters for itself, whatever else the message holds.
HEARD_ALONE = frozenset(
    {
        "request_human",
        "complaint",
        "insult",
        "stop",
        "start_over",
        "repeat",
        "change_language",
        "erase_data",
        "pay",
        "pay_part",
        "go_back",
        "urgent_help",
    }
)
# What is no business of ours as a whole, so that no part of it is a question to us.
NO_QUESTION_BESIDES = frozenset({"out_of_scope"})
# What is about a booking that was made, so that its dates and people are not those of the trip being planned.
ABOUT_BOOKINGS = frozenset(
    {"booking_status", "cancel_booking", "change_booking", "ask_refund", "resend_voucher", "request_invoice"}
)
# What a form does not take as an answer to its question, unless the message holds one.
DIGRESSIONS = (
    QUESTIONS
    | SMALL_TALK
    | HEARD_ALONE
    | ABOUT_BOOKINGS
    | {"compare_options", "add_service", "remove_service"}
    | {"see_options", "choose_option", "change_trip", "ask_recommendation", "book", "search_transport"}
)
NOT_UNDERSTOOD = frozenset({"nlu_fallback", "out_of_scope"})
