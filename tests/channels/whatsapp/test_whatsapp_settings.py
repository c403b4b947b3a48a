"""How the channel is opened."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from app.jobs import PostgresQueue
from app.settings import ROOT
from channels import whatsapp
from channels.doors import install_doors
from channels.ports import ChannelPorts
from channels.whatsapp.emulator import WhatsAppEmulator
from channels.whatsapp.render import TEXT
from channels.whatsapp.settings import WhatsAppSettings
from conversations.ports import Part
from conversations.realtime import Hub
from tests.channels.conftest import Sessions
from tests.files import no_files
from tests.serving import serving

ACCOUNT = {
    "WHATSAPP_ACCOUNT_SID": "AC00000000000000000000000000000001",
    "WHATSAPP_AUTH_TOKEN": "an-auth-token",
    "WHATSAPP_NUMBER": "+12025550100",
    "WHATSAPP_TEMPLATES": '{"es": "HX1", "pt": "HX2"}',
}


@pytest.mark.parametrize("name", sorted(WhatsAppSettings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`WHATSAPP_{name.upper()}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_an_account_opens_the_channel_at_the_app_s_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**ACCOUNT, "PUBLIC_URL": "https://reservas.example"}.items():
        monkeypatch.setenv(name, value)
    access = whatsapp.access(simulated=None, secret="s")
    assert access and (access.public_url, access.api) == ("https://reservas.example", "")
    assert access.templates == {"es": "HX1", "pt": "HX2"}
    monkeypatch.setenv("WHATSAPP_PUBLIC_URL", "https://wa.example")
    assert WhatsAppSettings().public_url == "https://wa.example"


@pytest.mark.parametrize("missing", ["WHATSAPP_ACCOUNT_SID", "WHATSAPP_AUTH_TOKEN", "WHATSAPP_NUMBER"])
def test_half_an_account_opens_nothing(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in {**ACCOUNT, missing: ""}.items():
        monkeypatch.setenv(name, value)
    assert whatsapp.access(simulated=None, secret="s") is None


def test_without_an_account_the_simulator_stands_in_whatever_the_public_address_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://reservas.example")
    access = whatsapp.access(simulated="http://127.0.0.1:8080/simulator", secret="s")
    assert access and access.auth_token == "s"
    assert (access.public_url, access.api) == (
        "http://127.0.0.1:8080",
        "http://127.0.0.1:8080/simulator/whatsapp",
    )


async def test_a_simulated_phone_is_let_in_and_written_to(sessions: Sessions, hub: Hub) -> None:
    app = FastAPI()
    install_doors(app)
    async with serving(app) as address:
        access = whatsapp.access(simulated=f"http://{address}/simulator", secret="s")
        assert access
        ports = ChannelPorts(sessions=sessions, queue=PostgresQueue(), hub=hub, visitor_secret="v")
        whatsapp.install(app, ports, access)
        emulator: WhatsAppEmulator = app.state.emulators[whatsapp.NAME]
        person = emulator.new_person("pt")
        assert (await emulator.type(person, "oi")).status_code == 200
        assert emulator.wire.webhook and emulator.wire.webhook.status == 200
        sender = whatsapp.sender(access, no_files())
        await sender.send(Part("1", TEXT, {"to": f"whatsapp:{person}", "body": "olá"}))
        await sender.aclose()
    assert [(shown.sender, shown.text) for shown in emulator.shown(person)] == [
        ("person", "oi"),
        ("us", "olá"),
    ]
    assert emulator.wire.request and emulator.wire.request.status == 201
