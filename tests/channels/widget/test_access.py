"""The chat for everybody: phones, zoom, keyboard, contrast, languages, other sites."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.channels.widget.fake_gateway import FakeGateway
from tests.channels.widget.visit import PHONE, Visit

pytestmark = pytest.mark.browser

AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")


async def test_on_a_phone_the_chat_fills_the_screen_and_nothing_scrolls_sideways(visit: Visit) -> None:
    page = await visit.arrive(**PHONE)
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await visit.button("Abrir el chat").tap()
    await visit.says("Cusco")
    await expect(visit.button("Elegir: Hotel")).to_be_visible()
    assert await page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 667}
    for element in (
        "document.documentElement",
        "document.querySelector('booking-chat').shadowRoot.querySelector('.log')",
    ):
        assert await page.evaluate(f"{element}.scrollWidth <= {element}.clientWidth")


async def test_the_language_is_switched_in_place_and_the_bot_is_told(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive(locale="pt-BR")
    await expect(visit.input).to_have_attribute("placeholder", "Escreva sua mensagem…")
    await page.get_by_role("radio", name="English").check()
    await expect(visit.input).to_have_attribute("placeholder", "Write your message…")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your next trip starts with a message")
    await visit.says("hi")
    await expect(visit.bubble("Dijiste: hi")).to_be_visible()
    assert gateway.languages == ["en"]
    await page.get_by_role("radio", name="Español").check()
    await expect(visit.bubble("Sigamos en español", "own")).to_be_visible()
    await page.reload()
    await expect(visit.input).to_have_attribute("placeholder", "Escribe tu mensaje…")


async def test_another_site_embeds_it_with_one_tag(visit: Visit, gateway: FakeGateway) -> None:
    gateway.other_site = f"""<!doctype html><style>* {{ color: red; font-size: 40px }}</style>
        <script src="{gateway.url}/widget.js"></script>
        <booking-chat language="en" title="Hotel Sol" accent="gold" position="left" open></booking-chat>"""
    page = await visit.arrive(gateway.url.replace("127.0.0.1", "localhost") + "/other-site")
    await expect(page.get_by_role("dialog", name="Hotel Sol")).to_be_visible()
    await visit.says("Cusco")
    await expect(visit.button("Elegir: Posada Qori")).to_be_attached()
    await expect(visit.bubble("Cusco", "own")).to_have_css("color", "rgb(16, 25, 29)")
    await expect(page.locator(".card img").first).to_have_attribute("src", f"{gateway.url}/photos/1.svg")
    box = await page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] == 20


async def test_tab_goes_through_the_chat_in_reading_order_and_round_on_a_phone(visit: Visit) -> None:
    page = await visit.arrive(**PHONE)
    await visit.button("Abrir el chat").tap()
    await visit.says("hola")
    await expect(visit.button("Sí")).to_be_visible()
    await page.get_by_role("radio", name="Español").focus()
    stops = []
    for _ in range(9):
        stops.append(await visit.focused())
        await page.keyboard.press("Tab")
    assert [stop.split("\n")[0][:22] for stop in stops] == [
        "input Español",
        "button Cerrar el chat",
        "div Conversación con V",
        "button Sí",
        "button No",
        "button Adjuntar un arc",
        "textarea Tu mensaje",
        "button Enviar",
        "input Español",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_control_has_a_name_and_every_text_enough_contrast(
    visit: Visit, gateway: FakeGateway, scheme: str
) -> None:
    page = await visit.arrive(color_scheme=scheme)
    await visit.says("Cusco")
    await visit.button("Elegir: Hotel").click()
    await expect(visit.button("Cambiar fechas")).to_be_visible()
    await gateway.say("Sigo yo", sender="agent")
    gateway.refusal = "No es posible en este momento."
    await visit.says("x" * 9_500)
    await expect(page.locator(".failed")).to_be_visible()
    await visit.input.fill("y" * 9_500)
    assert await page.evaluate(AUDIT, "booking-chat") == []
    assert await page.evaluate(AUDIT, "body") == []


async def test_zoomed_four_times_everything_is_still_in_reach(visit: Visit) -> None:
    page = await visit.arrive(viewport={"width": 320, "height": 256})
    await visit.button("Abrir el chat").click()
    await visit.says("Cusco")
    await expect(visit.button("Elegir: Hotel")).to_be_visible()
    for name in ("Cerrar el chat", "Enviar"):
        await expect(visit.button(name)).to_be_in_viewport(ratio=1)
    log = await page.locator(".log").bounding_box()
    assert log
    assert log["height"] > 90
