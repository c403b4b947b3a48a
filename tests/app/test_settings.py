"""Every setting is documented, and secrets are kept private."""

import stat
from pathlib import Path

import pytest

from app.settings import ROOT, Settings


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"`{name.upper()}`" in documented


def test_secrets_are_made_once_and_only_we_can_read_them(tmp_path: Path) -> None:
    first = Settings(data_dir=tmp_path).secrets["bot_secret"]
    assert Settings(data_dir=tmp_path).secrets["bot_secret"] == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secrets" / "bot_secret").stat().st_mode) == 0o600


def test_a_secret_that_was_set_is_used(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path, console_token="given").secrets["console_token"] == "given"
    assert not (tmp_path / "secrets" / "console_token").exists()


def test_a_mail_server_needs_a_sender() -> None:
    with pytest.raises(ValueError, match="MAIL_FROM") as refused:
        Settings(smtp_url="smtp://name:secret@mail.example")
    assert "secret" not in str(refused.value)
