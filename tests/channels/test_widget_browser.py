"""The chat widget in a real browser, against the stand-in of the gateway."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from tests.channels.fake_gateway import CARDS, FakeGateway

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: dict[str, Any] = {"viewport": {"width": 375, "height": 667}, "is_mobile": True, "has_touch": True}
AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:alert(1) "&amp;"'


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, or Playwright's own where there is none."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def gateway() -> AsyncIterator[FakeGateway]:
    """A gateway of its own for each test."""
    async with FakeGateway().serving() as gateway:
        yield gateway


@pytest.fixture
async def visit(browser: Browser, gateway: FakeGateway) -> AsyncIterator[Visit]:
    """A visitor on the demo page; its errors are the test's."""
    visit = Visit(browser, gateway)
    yield visit
    await visit.leave()
    assert visit.errors == []


class Visit:
    """One visitor's browser, and what they see of the chat."""

    def __init__(self, browser: Browser, gateway: FakeGateway) -> None:
        self._browser = browser
        self._gateway = gateway
        self._contexts: list[BrowserContext] = []
        self.errors: list[str] = []
        self.page: Page

    async def arrive(self, path: str = "/", script: str = "", **options: Any) -> Page:
        """Opens the page in a fresh profile, on a desktop and in Spanish unless told otherwise."""
        settings: dict[str, Any] = {
            "viewport": {"width": 1280, "height": 800},
            "locale": "es-PE",
            "reduced_motion": "reduce",
            **options,
        }
        context = await self._browser.new_context(**settings)
        self._contexts.append(context)
        if script:
            await context.add_init_script(script)
        self.page = await context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        await self.page.goto(urljoin(self._gateway.url, path))
        await expect(self.page.locator(".launcher, .panel").first).to_be_attached()
        return self.page

    async def leave(self) -> None:
        """Closes everything."""
        for context in self._contexts:
            await context.close()

    @property
    def input(self) -> Locator:
        """Where the traveller writes."""
        return self.page.locator("booking-chat textarea")

    async def says(self, text: str) -> None:
        """Types a message and sends it by Enter."""
        await self.input.fill(text)
        await self.input.press("Enter")

    def bubble(self, text: str, who: str = "theirs") -> Locator:
        """A message that is shown, of the operator's side or the traveller's own."""
        return self.page.locator(f".{who} .bubble", has_text=text)

    def button(self, name: str, *, exact: bool = False) -> Locator:
        """A button of the chat."""
        return self.page.locator("booking-chat").get_by_role("button", name=name, exact=exact)

    async def focused(self) -> str:
        """What has the keyboard, inside the chat: its tag and its accessible words."""
        return str(
            await self.page.evaluate(
                "() => { const e = document.querySelector('booking-chat').shadowRoot.activeElement;"
                " return e ? `${e.tagName.toLowerCase()} ${e.ariaLabel ?? e.labels?.[0]?.textContent ?? e.textContent}`.trim() : '' }"
            )
        )


async def test_the_keyboard_alone_opens_the_chat_sends_a_message_and_closes_it(visit: Visit) -> None:
    page = await visit.arrive(**PHONE | {"has_touch": False, "is_mobile": False})
    await visit.button("Abrir el chat").focus()
    await page.keyboard.press("Enter")
    await expect(visit.input).to_be_focused()
    await page.keyboard.type("dos líneas")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("y ya")
    await page.keyboard.press("Enter")
    await expect(visit.bubble("Dijiste: dos líneas")).to_be_visible()
    await expect(visit.input).to_have_value("")
    await page.keyboard.press("Escape")
    await expect(visit.button("Abrir el chat")).to_be_focused()


async def test_a_quick_reply_sends_its_payload_and_goes_away(visit: Visit, gateway: FakeGateway) -> None:
    await visit.arrive()
    await visit.says("hola")
    await visit.button("Sí").click()
    await expect(visit.bubble("¿A nombre de quién")).to_be_visible()
    await expect(visit.button("No", exact=True)).to_be_hidden()
    await expect(visit.input).to_be_focused()
    assert gateway.talk.messages[2]["text"] == "Sí"
    assert gateway.talk.messages[2]["payload"] == "/affirm"


async def test_cards_are_named_and_the_second_one_is_chosen_by_arrow_key(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive()
    await visit.says("Cusco")
    cards = page.get_by_role("list", name="3 opciones").get_by_role("listitem")
    await expect(cards).to_have_count(3)
    await expect(cards.nth(0)).to_contain_text("Opción 1")
    await expect(cards.nth(0)).to_contain_text("Calificación 4,6 de 5")
    await visit.button("Elegir: Hotel Casa del Inti").focus()
    await page.keyboard.press("ArrowRight")
    await expect(visit.button("Elegir: Posada Qori")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(visit.bubble("Tu cotización K7PQ2M")).to_be_visible()
    chosen = next(message for message in gateway.talk.messages if message.get("payload"))
    assert chosen["payload"] == CARDS[1]["buttons"][0]["payload"]


async def test_bot_text_keeps_lists_bold_and_links(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says("Cusco")
    await visit.button("Elegir: Hotel").click()
    quote = visit.bubble("Tu cotización")
    await expect(quote.locator("ul li")).to_have_count(3)
    await expect(quote.locator("strong").first).to_have_text("K7PQ2M")
    await expect(quote.get_by_role("link")).to_have_attribute(
        "href", "https://altamar.example/cotizaciones/K7PQ2M"
    )
    await expect(quote).to_have_attribute("lang", "es")
    await gateway.say("The trip is for you and the children, with breakfast")
    await expect(page.locator("[lang=en]", has_text="breakfast")).to_be_visible()


async def test_while_the_bot_thinks_it_is_seen_typing(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    gateway.may_answer.clear()
    await visit.says("¿hay lugar?")
    status = page.get_by_role("status").filter(has_text="Viajes Altamar está escribiendo…")
    await expect(status).to_be_visible()
    gateway.may_answer.set()
    await expect(visit.bubble("Dijiste: ¿hay lugar?")).to_be_visible()
    await expect(status).to_have_count(0)


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


async def test_just_looking_opens_no_conversation(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await expect(page.get_by_text("Puedes empezar así")).to_be_visible()
    assert gateway.talks == {}


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


async def test_hostile_text_is_text(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says(HOSTILE)
    await expect(visit.bubble(HOSTILE, "own")).to_be_visible()
    button = {"title": HOSTILE, "payload": "/x"}
    card = {
        "number": 1,
        "title": HOSTILE,
        "subtitle": HOSTILE,
        "price": HOSTILE,
        "image": "javascript:hacked=1",
        "buttons": [button],
    }
    await gateway.say(HOSTILE, (HOSTILE, "/x"), cards=[card])
    await expect(page.get_by_role("list", name="1 opción")).to_be_visible()
    await expect(visit.bubble(HOSTILE)).to_have_count(2)
    assert await page.evaluate("window.hacked") is None
    assert (
        await page.locator("booking-chat script, booking-chat .bubble img, booking-chat .bubble a").count()
        == 0
    )


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


async def test_messages_to_a_closed_chat_are_counted(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says("hola")
    await expect(visit.button("Sí")).to_be_visible()
    await visit.button("Cerrar el chat").click()
    await gateway.say("uno")
    await gateway.say("dos")
    await expect(visit.button("Abrir el chat, 2 mensajes nuevos")).to_be_visible()
    await page.reload()
    await visit.button("Abrir el chat, 2 mensajes nuevos").click()
    await expect(visit.bubble("dos")).to_be_visible()
    await visit.button("Cerrar el chat").click()
    await expect(visit.button("Abrir el chat", exact=True)).to_be_visible()


async def test_scrolled_up_a_pill_tells_of_new_messages(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says("hola")
    await expect(visit.button("Sí")).to_be_visible()
    for number in range(14):
        await gateway.say(f"mensaje {number}\ncon otra línea")
    await expect(visit.bubble("mensaje 13")).to_be_attached()
    await page.locator(".log").evaluate("log => { log.scrollTop = 0 }")
    await gateway.say("el último")
    await visit.button("mensajes nuevos").click()
    await expect(visit.bubble("el último")).to_be_in_viewport()
    await expect(page.locator(".pill")).to_be_hidden()


async def test_ten_thousand_characters_are_sent_and_one_more_is_not(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive()
    await visit.says("a" * 10_001)
    await expect(page.get_by_text("el máximo es 10.000")).to_be_visible()
    assert gateway.received == []
    await visit.says("a" * 10_000)
    await expect(visit.input).to_have_value("")
    await expect(visit.bubble("Dijiste: a")).to_be_attached()


async def test_an_example_on_the_page_opens_the_chat_and_says_itself(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive(**PHONE)
    example = page.locator("main .examples button").first
    text = await example.inner_text()
    await example.tap()
    await expect(visit.bubble(text, "own")).to_be_visible()
    await expect(visit.bubble("Encontré 3 opciones")).to_be_visible()
    assert gateway.received == [text]


async def test_a_browser_that_blocks_storage_still_chats(visit: Visit) -> None:
    blocked = "for (const n of ['localStorage', 'sessionStorage']) Object.defineProperty(window, n, {get() { throw new DOMException('no', 'SecurityError') }})"
    await visit.arrive(script=blocked)
    await visit.says("sin memoria")
    await expect(visit.bubble("Dijiste: sin memoria")).to_be_visible()


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
    for _ in range(8):
        stops.append(await visit.focused())
        await page.keyboard.press("Tab")
    assert [stop.split("\n")[0][:22] for stop in stops] == [
        "input Español",
        "button Cerrar el chat",
        "div Conversación con V",
        "button Sí",
        "button No",
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
