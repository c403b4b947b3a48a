"""What the phones show besides text: pictures, files, places, pages of cards, and that the assistant is writing."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from channels.samples import PHOTO
from channels.telegram import NAME
from conversations import service
from conversations.schemas import Location
from tests.channels.outbound import PDF, keep, put_out
from tests.channels.simulator.conftest import Stage, phone
from tests.channels.simulator.test_simulator_page import AUDIT, write

pytestmark = pytest.mark.browser


async def begun(stage: Stage, page: Page, channel: str = NAME) -> tuple[Locator, str]:
    """A phone whose owner said hello, and their address."""
    here = phone(page, channel)
    await write(page, channel, "hola")
    await expect(here.locator(".turn.theirs")).to_have_count(1, timeout=20_000)
    kept = f"import('/widget/memory.js').then(({{ passing }}) => passing.read('simulator:{channel}'))"
    return here, str(await page.evaluate(kept))


async def test_a_picture_a_document_and_a_place_arrive_on_the_phone(stage: Stage) -> None:
    async with stage.page() as page:
        here, address = await begun(stage, page)
        async with stage.sessions.begin() as session:
            opened = await service.open_conversation(session, channel=NAME, address=address, language="es")
        files = (
            await keep(stage.store, opened.id, "playa.jpg", "image/jpeg", PHOTO),
            await keep(stage.store, opened.id, "voucher.pdf", "application/pdf", PDF),
        )
        place = Location(latitude=-13.5167, longitude=-71.9788, name="Casa del Inti", address="Cusco")
        await put_out(stage.sessions, opened.id, text="Aquí va", attachments=files, location=place)
        await expect(here.locator(".bubble img")).to_be_visible(timeout=20_000)
        assert await here.locator(".bubble img").evaluate("image => image.naturalWidth") == 320
        pin = here.get_by_role("link", name="Ver en el mapa: Casa del Inti")
        await expect(pin).to_be_visible(timeout=20_000)
        async with page.expect_download() as saving:
            await here.get_by_role("link", name="Archivo: voucher.pdf").click()
        assert (await (await saving.value).path()).read_bytes() == PDF
        assert await page.evaluate(AUDIT, "body") == []


async def test_pages_of_cards_turn_on_the_phone(stage: Stage) -> None:
    async with stage.page() as page:
        here, _ = await begun(stage, page)
        await write(page, NAME, "un hotel")
        log = here.get_by_role("log")
        await expect(log).to_contain_text("1. Casa del Inti", timeout=20_000)
        turns = await here.locator(".turn").count()
        await here.get_by_role("button", name="▶").click()
        await expect(log).to_contain_text("2. Posada Qori", timeout=20_000)
        await expect(log).not_to_contain_text("Casa del Inti")
        assert await here.locator(".turn").count() == turns
        await here.get_by_role("button", name="Elegir").click()
        await expect(log).to_contain_text("→ /choose_2", timeout=20_000)


@pytest.mark.parametrize("channel", ["whatsapp", "telegram", "messenger"])
async def test_that_the_assistant_is_writing_is_seen_for_a_while(stage: Stage, channel: str) -> None:
    async with stage.page() as page:
        here, address = await begun(stage, page, channel)
        emulator = stage.emulators[channel]
        emulator.signs.types(address, 2)
        emulator.taken.ring()
        await expect(here.locator(".writing")).to_be_visible()
        await expect(here.locator(".writing")).to_have_count(0, timeout=6_000)
