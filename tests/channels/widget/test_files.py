"""A traveller sends a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from channels.samples import PHOTO
from tests.channels.widget.fake_gateway import FakeGateway
from tests.channels.widget.visit import PHONE, Visit

pytestmark = pytest.mark.browser
BEACH: FilePayload = {"name": "playa en José.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}


async def choose(visit: Visit, file: FilePayload | Path, *, tap: bool = False) -> None:
    """Presses the paper clip and chooses."""
    clip = visit.button("Adjuntar un archivo")
    async with visit.page.expect_file_chooser() as chooser:
        await (clip.tap() if tap else clip.click())
    await (await chooser.value).set_files(file)


async def test_a_file_is_sent_and_stands_in_the_log_with_its_name(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive(**PHONE)
    await visit.button("Abrir el chat").tap()
    await choose(visit, BEACH, tap=True)
    await expect(visit.bubble("playa en José.jpg", "own")).to_be_visible()
    await expect(page.get_by_text("Enviado", exact=True)).to_be_attached()
    assert gateway.files == {"playa en José.jpg": PHOTO}
    await page.reload()
    await expect(visit.bubble("playa en José.jpg", "own")).to_be_visible()
    await expect(page.locator(".entry.own")).to_have_count(1)


async def test_how_far_it_has_come_is_seen(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    gateway.may_answer.clear()
    await choose(visit, BEACH)
    bar = page.get_by_role("progressbar", name="Subiendo playa en José.jpg")
    await expect(bar).to_be_visible()
    gateway.may_answer.set()
    await expect(bar).to_have_count(0)
    await expect(page.locator(".entry.own")).to_have_count(1)


async def test_what_is_refused_says_why_and_can_be_tried_again(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    gateway.refusal = "No podemos recibir este tipo de archivo."
    await choose(visit, BEACH)
    await expect(page.get_by_role("alert")).to_have_text("No podemos recibir este tipo de archivo.")
    gateway.refusal = None
    await visit.button("Reintentar").click()
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert list(gateway.files) == ["playa en José.jpg"]


async def test_what_is_too_large_is_not_even_sent(visit: Visit, gateway: FakeGateway, tmp_path: Path) -> None:
    # A file of the disk: what stands in memory would go to the browser as JSON.
    huge = tmp_path / "playa.jpg"
    with huge.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    page = await visit.arrive()
    await choose(visit, huge)
    await expect(page.get_by_role("alert")).to_have_text(
        "El archivo es demasiado grande; el máximo es 10 MB."
    )
    await visit.button("Descartar").click()
    await expect(page.locator(".entry.own")).to_have_count(0)
    assert gateway.files == {}


async def test_the_paper_clip_is_reached_by_keyboard_and_large_enough_for_a_thumb(visit: Visit) -> None:
    await visit.arrive(**PHONE)
    await visit.button("Abrir el chat").tap()
    await visit.input.focus()
    await visit.page.keyboard.press("Shift+Tab")
    assert await visit.focused() == "button Adjuntar un archivo"
    box = await visit.button("Adjuntar un archivo").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 40


async def test_a_hostile_name_is_text(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    name = "<img src=x onerror=hacked=1>.jpg"
    await choose(visit, {**BEACH, "name": name})
    await expect(visit.bubble(name, "own")).to_be_visible()
    assert await page.evaluate("window.hacked") is None
