"""The simulator's page in a real browser: signed webhooks in, the real senders' messages out."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect

from channels import simulator
from channels.registry import PUSHED
from channels.web.pages import install_pages
from tests.channels.simulator.conftest import PHONE, Stage, phone
from tests.serving import serving

pytestmark = pytest.mark.browser
CHANNELS = [channel.NAME for channel in PUSHED]
AUDIT = (Path(__file__).parents[1] / "widget" / "audit.js").read_text(encoding="utf-8")
SIGNATURES = {
    "whatsapp": "X-Twilio-Signature",
    "telegram": "X-Telegram-Bot-Api-Secret-Token",
    "messenger": "X-Hub-Signature-256",
}


async def write(page: Page, channel: str, text: str) -> None:
    box = phone(page, channel).get_by_role("textbox", name="Mensaje")
    await box.fill(text)
    await box.press("Enter")


@pytest.mark.parametrize("channel", CHANNELS)
async def test_what_is_typed_is_answered_and_a_button_can_be_pressed(stage: Stage, channel: str) -> None:
    async with stage.page() as page:
        log = phone(page, channel).get_by_role("log")
        await write(page, channel, "hola")
        await expect(log).to_contain_text("¿Te la reservo?", timeout=20_000)
        await log.get_by_role("button", name="Ver otras").click()
        await expect(log).to_contain_text("→ /see_options", timeout=20_000)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_place_a_photo_and_a_voice_note_are_answered_kindly(stage: Stage, channel: str) -> None:
    async with stage.page() as page:
        here = phone(page, channel)
        for count, name in enumerate(("Ubicación", "Foto", "Nota de voz"), start=1):
            await here.get_by_role("button", name="Adjuntar").click()
            await here.get_by_role("button", name=name).click()
            await expect(here.locator(".turn.mine")).to_have_count(count)
            await expect(here.locator(".turn.theirs")).to_have_count(count, timeout=20_000)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_the_drawer_shows_the_signed_webhook_and_the_senders_request(
    stage: Stage, channel: str
) -> None:
    async with stage.page() as page:
        await write(page, channel, "hola")
        await expect(phone(page, channel).get_by_role("log")).to_contain_text("reservo", timeout=20_000)
        await phone(page, channel).locator("summary").click()
        webhook, request = await phone(page, channel).locator(".exchanges section").all()
        await expect(webhook).to_contain_text(f"POST /channels/{channel}/webhook")
        await expect(webhook).to_contain_text(SIGNATURES[channel])
        await expect(webhook.locator(".status")).to_have_text("200")
        await expect(request.locator(".status")).to_have_class("status good")


async def test_a_refused_send_is_tried_again_and_arrives(stage: Stage) -> None:
    async with stage.page() as page:
        here = phone(page, "telegram")
        await write(page, "telegram", "hola")
        await expect(here.locator(".turn.theirs")).to_have_count(1, timeout=20_000)
        fails = here.get_by_role("button", name="Que falle el próximo envío")
        await fails.click()
        await expect(fails).to_have_attribute("aria-pressed", "true")
        await write(page, "telegram", "hola otra vez")
        await expect(fails).to_have_attribute("aria-pressed", "false", timeout=20_000)
        await expect(here.locator(".turn.theirs")).to_have_count(2, timeout=20_000)


async def test_somebody_new_begins_with_an_empty_phone_and_a_reload_keeps_who_one_is(stage: Stage) -> None:
    async with stage.page() as page:
        here = phone(page, "telegram")
        await write(page, "telegram", "hola")
        await expect(here.locator(".turn.theirs")).to_have_count(1, timeout=20_000)
        await page.reload()
        await expect(here.locator(".turn")).to_have_count(2)
        await here.get_by_role("button", name="Otra persona").click()
        await expect(here.locator(".turn")).to_have_count(0)
        await expect(here.get_by_text("Escribe algo")).to_be_visible()


async def test_a_list_opens_over_the_phone_and_is_left_and_chosen_by_keyboard(stage: Stage) -> None:
    async with stage.page() as page:
        here = phone(page, "whatsapp")
        await write(page, "whatsapp", "¿qué meses hay?")
        opens = here.locator(".opens")
        await expect(opens).to_be_visible(timeout=20_000)
        await opens.press("Enter")
        sheet = here.get_by_role("dialog")
        await expect(sheet.get_by_role("button", name="Mayo")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(sheet).to_have_count(0)
        await expect(opens).to_be_focused()
        await opens.press("Enter")
        await sheet.get_by_role("button", name="Julio").press("Enter")
        await expect(here.get_by_role("log")).to_contain_text("→ /month_Julio", timeout=20_000)


async def test_a_phone_shows_one_channel_at_a_time(stage: Stage) -> None:
    async with stage.page(**PHONE) as page:
        for channel in CHANNELS:
            await page.locator(f".tabs .{channel}").tap()
            for other in CHANNELS:
                await expect(phone(page, other)).to_be_visible(visible=other == channel)
        await expect(phone(page, CHANNELS[-1]).get_by_role("button", name="Enviar")).to_be_in_viewport(
            ratio=1
        )
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_control_has_a_name_and_every_text_enough_contrast(stage: Stage, scheme: str) -> None:
    async with stage.page(color_scheme=scheme) as page:
        for channel in CHANNELS:
            for text in ("hola", "un hotel", "meses"):
                count = await phone(page, channel).locator(".turn.theirs").count()
                await write(page, channel, text)
                await expect(phone(page, channel).locator(".turn.theirs").nth(count)).to_be_attached(
                    timeout=20_000
                )
            await phone(page, channel).get_by_role("button", name="Adjuntar").click()
            await phone(page, channel).locator("summary").click()
        assert await page.evaluate(AUDIT, "body") == []


async def test_the_page_speaks_three_languages(stage: Stage) -> None:
    async with stage.page() as page:
        await page.get_by_role("button", name="Português").click()
        await expect(page.get_by_role("heading", name="Simulador")).to_be_visible()
        await expect(phone(page, "telegram").get_by_role("button", name="Outra pessoa")).to_be_visible()
        await page.get_by_role("button", name="English").click()
        await expect(phone(page, "telegram").get_by_role("button", name="New person")).to_be_visible()
        await expect(page.get_by_role("button", name="English")).to_be_focused()


async def test_a_channel_with_credentials_says_that_it_is_connected(browser: Browser) -> None:
    outer, app = FastAPI(), FastAPI()
    async with serving(outer) as address:
        install_pages(app)
        simulator.install(app, {"telegram": None})
        outer.mount("", app)
        page = await browser.new_page(locale="en-GB")
        await page.goto(f"http://{address}/simulator")
        await expect(phone(page, "telegram")).to_contain_text("Telegram is connected to its provider")
        await expect(page.get_by_role("textbox")).to_have_count(0)
        await page.close()
