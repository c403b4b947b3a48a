"""What the simulator's routes refuse, and that they are only there where they are wanted."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from channels import simulator
from channels.telegram.emulator import TelegramEmulator


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = FastAPI()
    simulator.install(app, {"telegram": TelegramEmulator("1:simulator"), "messenger": None})
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://simulator")


async def test_it_tells_which_channels_are_simulated(client: httpx.AsyncClient) -> None:
    assert (await client.get("/simulator/phones")).json() == {"telegram": True, "messenger": False}


@pytest.mark.parametrize("channel", ["messenger", "pigeon"])
async def test_a_channel_without_an_emulator_has_no_phone(client: httpx.AsyncClient, channel: str) -> None:
    people = await client.post(f"/simulator/phones/{channel}/people", json={"language": "es"})
    assert people.status_code == 404


@pytest.mark.parametrize(
    "doing",
    [
        {},
        {"do": "hack"},
        {"do": "type", "text": ""},
        {"do": "type", "text": "x" * 10_001},
        {"do": "location", "latitude": 91, "longitude": 0},
        {"do": "file", "kind": "virus"},
        {"do": "press", "data": "1.0"},
    ],
)
async def test_what_no_phone_can_do_is_refused(client: httpx.AsyncClient, doing: dict[str, object]) -> None:
    answer = await client.post("/simulator/phones/telegram/people/7/doings", json=doing)
    assert answer.status_code == 422


@pytest.mark.parametrize(("wanted", "page", "webhook"), [(True, 200, 401), (False, 404, 404)])
async def test_it_is_served_only_where_the_setting_says_so(
    tmp_path: Path, wanted: bool, page: int, webhook: int
) -> None:
    settings = Settings(simulator=wanted, data_dir=tmp_path)
    app = create_app(settings, "postgresql://nobody@127.0.0.1:9/none")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        assert (await client.get("/simulator")).status_code == page
        assert (await client.post("/channels/telegram/webhook")).status_code == webhook
