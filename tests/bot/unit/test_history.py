"""A long history is cut between turns and forgets nothing that was settled."""

from __future__ import annotations

from rasa.shared.core.events import ActiveLoop, ConversationPaused, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from recorded import DOMAIN, opening, turn

from bot.history import cut_history, turn_of


def _tracker(events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("c", events, DOMAIN.slots)


def _long() -> DialogueStateTracker:
    first = [
        *opening(),
        *turn("0", destination="cusco", stars=4),
        *turn("1", stars=None),
        ActiveLoop("trip_form"),
    ]
    return _tracker(first + [event for number in range(2, 40) for event in turn(str(number))])


def test_a_short_history_is_left_alone() -> None:
    tracker = _tracker([*opening(), *turn("0")])
    assert cut_history(tracker, 100) is tracker


def test_what_remains_is_about_half_and_begins_with_a_message() -> None:
    cut = cut_history(_long(), 100)
    messages = [event for event in cut.events if isinstance(event, UserUttered)]
    assert 40 <= len(cut.events) <= 60
    assert messages[-1].message_id == "39"
    assert turn_of(cut.events, messages[0].message_id)[-1] is not messages[0]


def test_slots_and_the_form_in_progress_survive_also_when_rasa_copies_the_tracker() -> None:
    tracker = _long()
    copied = cut_history(tracker, 100).copy()
    assert copied.current_slot_values() == tracker.current_slot_values()
    assert copied.get_slot("destination") == "cusco" and copied.get_slot("stars") is None
    assert copied.active_loop_name == "trip_form"
    assert copied.latest_action_name == "action_listen"


def test_cutting_again_and_again_keeps_what_was_settled_first() -> None:
    tracker = _long()
    for number in range(40, 140):
        for event in turn(str(number)):
            tracker.update(event)
        tracker = cut_history(tracker, 60)
    assert tracker.get_slot("destination") == "cusco"
    assert len(tracker.events) <= 60


def test_one_endless_turn_is_kept_whole() -> None:
    tracker = _tracker([*opening(), *turn("0"), *[SlotSet("stars", n) for n in range(50)]])
    cut = cut_history(tracker, 20)
    assert cut.get_slot("stars") == 49
    assert turn_of(cut.events, "0")


def test_a_turn_ends_before_the_next_message() -> None:
    events = [*opening(), *turn("a"), *turn("b")]
    assert turn_of(events, "a") == events[3:7]
    assert turn_of(events, "c") == []


def test_who_has_the_conversation_survives() -> None:
    tracker = _tracker(
        [*opening(), *turn("0"), ConversationPaused(), *[SlotSet("stars", n) for n in range(50)], *turn("1")]
    )
    assert cut_history(tracker, 20).copy().is_paused()
