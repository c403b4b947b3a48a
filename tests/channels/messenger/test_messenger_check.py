"""What `make channel-check` finds out about Messenger, from what Meta's side really answers."""

from __future__ import annotations

from channels.messenger.check import findings
from channels.messenger.entrances import COMMANDS
from tests.channels.messenger.conftest import WEBHOOK, Phone


async def test_a_page_that_was_never_set_up_is_told_what_is_missing(idle_phone: Phone) -> None:
    webhook = f"{idle_phone.http.base_url}{WEBHOOK}"
    found = await findings(idle_phone.emulator.access, webhook, set_webhook=False)
    assert [finding.right for finding in found] == [True, False, False, True]
    assert "message_echoes" in found[1].text
    assert "not set" in found[2].text


async def test_setting_up_asks_our_webhook_for_its_word_and_is_right_afterwards(idle_phone: Phone) -> None:
    webhook = f"{idle_phone.http.base_url}{WEBHOOK}"
    found = await findings(idle_phone.emulator.access, webhook, set_webhook=True)
    assert [finding.right for finding in found] == [True, True, True, True]
    assert found[2].text == f"the webhook is set to {webhook}"


async def test_the_pages_buttons_mean_something_in_every_language(idle_phone: Phone) -> None:
    webhook = f"{idle_phone.http.base_url}{WEBHOOK}"
    await findings(idle_phone.emulator.access, webhook, set_webhook=True)
    profile = idle_phone.emulator.registration.profile
    menus = {menu["locale"]: menu["call_to_actions"] for menu in profile["persistent_menu"]}
    assert profile["get_started"]["payload"] in COMMANDS
    assert {button["payload"] for buttons in menus.values() for button in buttons} <= set(COMMANDS)
    assert menus["pt_BR"][1]["title"] == "Falar com uma pessoa"
    assert all(len(button["title"]) <= 30 for buttons in menus.values() for button in buttons)


async def test_a_webhook_that_does_not_know_the_word_is_not_taken(idle_phone: Phone) -> None:
    wrong = idle_phone.emulator.access.model_copy(update={"verify_token": "another"})
    (finding,) = await findings(wrong, f"{idle_phone.http.base_url}{WEBHOOK}", set_webhook=True)
    assert not finding.right
    assert "rejected" in finding.text


async def test_a_wrong_token_is_named(idle_phone: Phone) -> None:
    wrong = idle_phone.emulator.access.model_copy(update={"page_token": "another"})
    (finding,) = await findings(wrong, f"{idle_phone.http.base_url}{WEBHOOK}", set_webhook=False)
    assert not finding.right
    assert "MESSENGER_PAGE_TOKEN" in finding.text


async def test_nobody_steps_in_where_the_app_does_not_know_its_number(idle_phone: Phone) -> None:
    nameless = idle_phone.emulator.access.model_copy(update={"app_id": ""})
    found = await findings(nameless, f"{idle_phone.http.base_url}{WEBHOOK}", set_webhook=False)
    assert "MESSENGER_APP_ID" in found[2].text


async def test_a_meta_that_does_not_answer_is_said_to(idle_phone: Phone) -> None:
    nowhere = idle_phone.emulator.access.model_copy(update={"api": "http://127.0.0.1:9"})
    (finding,) = await findings(nowhere, f"{idle_phone.http.base_url}{WEBHOOK}", set_webhook=False)
    assert not finding.right
