"""Signing in and out, invitations, one's own settings."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.console.agent import PASSWORD, AtConsole
from tests.console.fake_api import FakeApi

pytestmark = pytest.mark.browser


async def test_an_agent_signs_in_and_out(agent: AtConsole) -> None:
    page = await agent.arrive()
    await page.get_by_label("Correo electrónico").fill("lucia@altamar.example")
    await page.get_by_label("Contraseña").fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("El correo o la contraseña no son correctos.")
    await page.get_by_label("Contraseña").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Bandeja")).to_be_visible()
    await page.get_by_role("button", name="Lucía Paredes").click()
    await page.get_by_role("menuitem", name="Salir").click()
    await expect(page.get_by_role("heading", level=1, name="Entrar en la consola")).to_be_visible()


async def test_the_second_factor_is_asked_for_where_there_is_one(agent: AtConsole, api: FakeApi) -> None:
    api.code = "123456"
    page = await agent.arrive()
    await expect(page.get_by_label("Código")).to_be_hidden()
    await page.get_by_label("Correo electrónico").fill("lucia@altamar.example")
    await page.get_by_label("Contraseña").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Código")).to_be_focused()
    await page.keyboard.type("123456")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Bandeja")).to_be_visible()


async def test_an_invitation_leads_to_a_password_and_in(agent: AtConsole) -> None:
    page = await agent.arrive("#/invitation/good")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Te damos la bienvenida, Ana")
    await page.get_by_label("Contraseña nueva").fill("un camino de tres lagos")
    await page.keyboard.press("Enter")
    await expect(page.locator(".shell")).to_be_visible()
    assert "invitation" not in page.url


async def test_a_used_invitation_says_so(agent: AtConsole) -> None:
    page = await agent.arrive("#/invitation/used")
    await expect(page.get_by_text("Esta invitación ya se usó o ha vencido.")).to_be_visible()


async def test_a_session_that_is_over_leads_back_to_the_door(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    api.signed_in = False
    await agent.row("John").click()
    await expect(page.get_by_text("Se cerró tu sesión. Vuelve a entrar.").first).to_be_visible()
    await expect(page.get_by_label("Contraseña")).to_be_visible()


async def test_the_language_is_changed_in_place(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await page.get_by_role("button", name="Lucía Paredes").click()
    await page.get_by_role("menuitem", name="Ajustes").click()
    await page.get_by_role("dialog").get_by_label("Idioma").select_option("pt")
    await page.get_by_role("dialog").get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("heading", level=1, name="Caixa")).to_be_visible()


async def test_being_on_duty_is_one_press(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    await page.get_by_role("button", name="En turno").click()
    await expect(page.get_by_role("button", name="Fuera de turno")).to_have_attribute("aria-pressed", "false")
    assert api.desk.agent["on_duty"] is False
