"""What the chat does about reloads, broken connections, refusals and other tabs."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.channels.widget.fake_gateway import FakeGateway
from tests.channels.widget.visit import Visit

pytestmark = pytest.mark.browser


async def test_the_conversation_survives_a_reload(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says("antes")
    await expect(visit.bubble("Dijiste: antes")).to_be_visible()
    await visit.input.fill("un borrador")
    await page.reload()
    await expect(visit.bubble("antes", "own")).to_be_visible()
    await expect(visit.bubble("Dijiste: antes")).to_have_count(1)
    await expect(visit.input).to_have_value("un borrador")
    await visit.says("después")
    await expect(visit.bubble("Dijiste: después")).to_be_visible()
    assert len(gateway.talks) == 1


async def test_where_sockets_are_refused_plain_http_carries_the_conversation(
    visit: Visit, gateway: FakeGateway
) -> None:
    gateway.sockets_refused = True
    await visit.arrive()
    await visit.says("por HTTP")
    await expect(visit.bubble("Dijiste: por HTTP")).to_be_visible()
    await gateway.say("y sin preguntar")
    await expect(visit.bubble("y sin preguntar")).to_be_visible()
    assert gateway.received == ["por HTTP"]


async def test_after_a_broken_socket_nothing_is_missing_or_doubled(
    visit: Visit, gateway: FakeGateway
) -> None:
    await visit.arrive()
    await visit.says("uno")
    await expect(visit.bubble("Dijiste: uno")).to_be_visible()
    await gateway.cut_sockets()
    await gateway.say("dicho mientras tanto")
    await expect(visit.bubble("dicho mientras tanto")).to_have_count(1)
    await visit.says("dos")
    await expect(visit.bubble("Dijiste: dos")).to_have_count(1)
    await expect(visit.bubble("Dijiste: uno")).to_have_count(1)


async def test_what_is_written_offline_is_delivered_once_even_over_a_reload(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive()
    await visit.says("en línea")
    await expect(visit.bubble("Dijiste: en línea")).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.get_by_text("Reconectando…")).to_be_visible()
    await visit.says("sin conexión 1")
    await visit.says("sin conexión 2")
    await expect(visit.bubble("sin conexión 2", "own")).to_be_visible()
    await expect(page.locator(".own", has_text="sin conexión 2")).to_contain_text("Enviando")
    assert gateway.received == ["en línea"]
    await page.context.set_offline(False)
    await expect(visit.bubble("Dijiste: sin conexión 2")).to_be_visible()
    await expect(page.get_by_text("Reconectando…")).to_be_hidden()
    await page.reload()
    await expect(visit.bubble("sin conexión 1", "own")).to_have_count(1)
    assert gateway.received == ["en línea", "sin conexión 1", "sin conexión 2"]


async def test_even_the_very_first_message_may_be_written_offline(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await page.context.set_offline(True)
    await visit.says("la primera")
    await expect(page.get_by_text("Reconectando…")).to_be_visible()
    await page.context.set_offline(False)
    await expect(visit.bubble("Dijiste: la primera")).to_be_visible()
    assert gateway.received == ["la primera"]


async def test_two_tabs_show_one_conversation(visit: Visit, gateway: FakeGateway) -> None:
    first = await visit.arrive()
    second = await first.context.new_page()
    await second.goto(gateway.url)
    await expect(second.locator("booking-chat textarea")).to_be_visible()
    await visit.says("desde la primera")
    await expect(second.locator(".theirs .bubble", has_text="Dijiste: desde la primera")).to_be_visible()
    await second.locator("booking-chat textarea").fill("desde la segunda")
    await second.keyboard.press("Enter")
    await expect(visit.bubble("Dijiste: desde la segunda")).to_have_count(1)
    assert len(gateway.talks) == 1


async def test_a_refused_message_says_why_and_can_be_sent_again(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    gateway.refusal = "No es posible en este momento."
    await visit.says("insisto")
    await expect(page.locator(".own.failed")).to_contain_text("No es posible en este momento.")
    gateway.refusal = None
    await visit.button("Reintentar").click()
    await expect(visit.bubble("Dijiste: insisto")).to_be_visible()
    await expect(page.locator(".failed")).to_have_count(0)


async def test_a_token_that_is_no_longer_good_starts_a_new_conversation_politely(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive()
    await visit.says("la vieja")
    await expect(visit.bubble("Dijiste: la vieja")).to_be_visible()
    gateway.talks.clear()
    await gateway.cut_sockets()
    await expect(page.get_by_text("Tu conversación anterior venció")).to_be_visible()
    await visit.says("la nueva")
    await expect(visit.bubble("Dijiste: la nueva")).to_be_visible()
    await expect(visit.bubble("Dijiste: la vieja")).to_be_visible()
    assert gateway.received == ["la nueva"]


async def test_a_browser_that_blocks_storage_still_chats(visit: Visit) -> None:
    blocked = "for (const n of ['localStorage', 'sessionStorage']) Object.defineProperty(window, n, {get() { throw new DOMException('no', 'SecurityError') }})"
    await visit.arrive(script=blocked)
    await visit.says("sin memoria")
    await expect(visit.bubble("Dijiste: sin memoria")).to_be_visible()


@pytest.mark.usefixtures("worker")
async def test_the_real_gateway_speaks_what_the_stand_in_speaks(visit: Visit, address: str) -> None:
    page = await visit.arrive(f"http://{address}/")
    await visit.says("hola de verdad")
    await expect(visit.bubble("hola de verdad")).to_be_visible()
    await expect(page.locator(".own", has_text="hola de verdad")).to_contain_text("Enviado")
    await page.reload()
    await visit.says("otra vez")
    await expect(visit.bubble("otra vez")).to_be_visible()
    await expect(visit.bubble("hola de verdad")).to_have_count(1)
    await expect(visit.bubble("hola de verdad", "own")).to_have_count(1)


@pytest.mark.parametrize("sockets_refused", [False, True])
async def test_what_is_erased_leaves_the_screen_and_the_browser(
    visit: Visit, gateway: FakeGateway, sockets_refused: bool
) -> None:
    gateway.sockets_refused = sockets_refused
    page = await visit.arrive()
    await visit.says("soy Ana Torres")
    await expect(visit.bubble("Dijiste: soy Ana Torres")).to_be_visible()

    await gateway.erase()

    await expect(visit.bubble("Borrado.")).to_be_visible()
    await expect(page.get_by_text("Los mensajes anteriores se borraron.")).to_be_visible()
    await expect(page.get_by_text("Ana Torres")).to_have_count(0)
    assert "Ana Torres" not in await page.evaluate("JSON.stringify(localStorage)")

    await page.reload()
    await expect(visit.bubble("Borrado.")).to_have_count(1)
    await expect(page.get_by_text("Los mensajes anteriores se borraron.")).to_have_count(1)
    await visit.says("después")
    await expect(visit.bubble("Dijiste: después")).to_be_visible()
