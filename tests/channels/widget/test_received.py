"""What an agent sends is shown: pictures in the log, files to save, a place on the map; and that the traveller writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from channels.samples import PHOTO
from tests.channels.outbound import PDF
from tests.channels.widget.fake_gateway import FakeGateway
from tests.channels.widget.visit import PHONE, Visit

pytestmark = pytest.mark.browser
AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
BEACH = ("playa.jpg", "image/jpeg", PHOTO)
VOUCHER = ("Voucher José.pdf", "application/pdf", PDF)
CUSCO = {"latitude": -13.5167, "longitude": -71.9788, "name": "Plaza de Armas", "address": "Cusco"}


async def talking(visit: Visit, **options: object) -> None:
    """A visitor who has said hello and got an answer."""
    await visit.arrive(**options)
    if options:
        await visit.button("Abrir el chat").tap()
    await visit.says("buenas")
    await expect(visit.bubble("Dijiste: buenas")).to_be_visible()


async def test_whoever_writes_is_called_by_name_each_time_somebody_else_begins(
    visit: Visit, gateway: FakeGateway
) -> None:
    await talking(visit)
    for agent, text in (
        ("Rosa", "Hola, soy Rosa"),
        ("Rosa", "Ya lo veo"),
        ("João", "Sigo yo"),
        (None, "Listo"),
    ):
        await gateway.say(text, sender="agent", agent=agent)
    await expect(visit.bubble("Listo")).to_be_visible()
    names = visit.page.locator(".who:visible")
    await expect(names).to_have_text(["Rosa", "João", "Alguien de nuestro equipo"])
    await expect(visit.bubble("Ya lo veo").locator(".spoken")).to_have_text("Rosa: ")


def picture(visit: Visit) -> Locator:
    return visit.page.locator(".picture img")


async def test_a_picture_is_shown_in_the_log_and_again_after_a_reload(
    visit: Visit, gateway: FakeGateway
) -> None:
    await talking(visit)
    await gateway.send(BEACH, text="Así es la playa")
    await expect(visit.bubble("Así es la playa")).to_be_visible()
    for _ in range(2):
        await expect(picture(visit)).to_be_visible()
        assert await picture(visit).evaluate("image => image.naturalWidth") == 320
        assert (await picture(visit).get_attribute("src") or "").startswith("blob:")
        await expect(visit.page.get_by_role("link", name="Abrir playa.jpg")).to_be_visible()
        await visit.page.reload()
    assert len(gateway.fetched) >= 2


async def test_a_document_shows_its_name_and_size_and_is_saved_under_its_name(
    visit: Visit, gateway: FakeGateway
) -> None:
    await talking(visit)
    await gateway.send(VOUCHER)
    save = visit.button("Guardar Voucher José.pdf")
    await expect(save).to_contain_text("1 kB")
    assert gateway.fetched == []
    async with visit.page.expect_download() as saving:
        await save.click()
    saved = await saving.value
    assert saved.suggested_filename == "Voucher José.pdf"
    assert (await saved.path()).read_bytes() == PDF


async def test_a_place_leads_to_the_map(visit: Visit, gateway: FakeGateway) -> None:
    await talking(visit)
    await gateway.send(location=CUSCO)
    link = visit.page.get_by_role("link", name="Plaza de Armas")
    await expect(link).to_contain_text("Ver en el mapa")
    assert (await link.get_attribute("href") or "").endswith("query=-13.5167,-71.9788")


async def test_a_file_that_is_gone_says_so(visit: Visit, gateway: FakeGateway) -> None:
    await talking(visit)
    await gateway.send(BEACH, VOUCHER)
    await expect(picture(visit)).to_be_visible()
    gateway.sent_files.clear()
    await visit.button("Guardar Voucher José.pdf").click()
    await expect(visit.page.get_by_text("No se pudo traer el archivo.")).to_be_visible()
    await visit.page.reload()
    await expect(visit.button("Guardar playa.jpg")).to_be_visible()
    visit.errors.clear()


async def test_what_was_erased_is_not_shown_any_more(visit: Visit, gateway: FakeGateway) -> None:
    await talking(visit)
    await gateway.send(BEACH)
    source = await picture(visit).get_attribute("src")
    await gateway.erase()
    await expect(picture(visit)).to_have_count(0)
    read = "url => fetch(url).then(() => 'there', () => 'gone')"
    assert await visit.page.evaluate(read, source) == "gone"


async def test_a_page_inside_a_file_is_never_opened_as_one(visit: Visit, gateway: FakeGateway) -> None:
    await talking(visit)
    await gateway.send(("x.html", "text/html", b"<script>opener.hacked = 1</script>"))
    await expect(visit.button("Guardar x.html")).to_be_visible()
    await expect(picture(visit)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_all_fits_has_a_name_and_enough_contrast(
    visit: Visit, gateway: FakeGateway, scheme: str
) -> None:
    await talking(visit, **PHONE, color_scheme=scheme)
    long = (
        "Itinerario de la familia Torres por el Valle Sagrado y Machu Picchu.pdf",
        "application/pdf",
        PDF,
    )
    await gateway.send(BEACH, long, text="Aquí va todo", location=CUSCO)
    await expect(picture(visit)).to_be_visible()
    for found in await visit.page.locator(".theirs .file, .picture").all():
        box = await found.bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 375
    assert await visit.page.evaluate(AUDIT, "booking-chat") == []


async def test_writing_is_told_once_in_a_while_and_its_end(visit: Visit, gateway: FakeGateway) -> None:
    await talking(visit)
    gateway.typed.clear()
    await visit.input.press_sequentially("otra vez")
    await visit.input.press("Enter")
    await expect(visit.bubble("Dijiste: otra vez")).to_be_visible()
    assert gateway.typed == [True, False]


async def test_a_text_that_is_taken_back_is_no_longer_being_written(
    visit: Visit, gateway: FakeGateway
) -> None:
    await talking(visit)
    gateway.typed.clear()
    await visit.input.press_sequentially("ho")
    await visit.input.fill("")
    await visit.says("fin")
    await expect(visit.bubble("Dijiste: fin")).to_be_visible()
    assert gateway.typed[:2] == [True, False]
