"""What `make channel-check` says, for channels with and without credentials."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.channel_check import check_channels
from app.settings import Settings
from channels.registry import PUSHED
from channels.telegram.emulator import TelegramEmulator
from tests.serving import serving

TOKEN = "7:a-real-token"


@pytest.fixture
async def telegram(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TelegramEmulator]:
    """Telegram, with a bot whose token is in the settings."""
    emulator = TelegramEmulator(TOKEN)
    app = FastAPI()
    app.include_router(emulator.router())
    async with serving(app) as address:
        monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("TELEGRAM_API", f"http://{address}")
        yield emulator


async def test_channels_without_credentials_are_named_and_nothing_is_wrong(tmp_path: Path) -> None:
    found = await check_channels(Settings(data_dir=tmp_path))
    assert [name for name, _ in found] == [channel.NAME for channel in PUSHED]
    assert {finding.text for _, finding in found} == {"not set up: simulated"}
    assert all(finding.right for _, finding in found)


async def test_without_the_simulator_they_are_closed(tmp_path: Path) -> None:
    found = await check_channels(Settings(data_dir=tmp_path, simulator=False))
    assert {finding.text for _, finding in found} == {"not set up: closed"}


async def test_a_right_token_is_told_and_a_missing_address_is_wrong(
    tmp_path: Path, telegram: TelegramEmulator
) -> None:
    telegram.webhook = {"url": ""}
    found = await check_channels(Settings(data_dir=tmp_path, public_url=None), set_webhooks=True)
    told = {finding.text: finding.right for name, finding in found if name == "telegram"}
    assert told["the token is right: @simulator_bot"]
    assert not told["PUBLIC_URL is not set: the provider cannot find us"]
    assert telegram.webhook == {"url": ""}


async def test_the_webhook_is_set_below_the_public_address(
    tmp_path: Path, telegram: TelegramEmulator
) -> None:
    settings = Settings(data_dir=tmp_path, public_url="http://127.0.0.1:9/")
    await check_channels(settings, set_webhooks=True)
    assert telegram.webhook["url"] == "http://127.0.0.1:9/channels/telegram/webhook"


async def test_where_messages_are_fetched_no_address_is_needed(
    tmp_path: Path, telegram: TelegramEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_POLLING", "true")
    found = await check_channels(Settings(data_dir=tmp_path, public_url=None))
    assert all(finding.right for _, finding in found), found
