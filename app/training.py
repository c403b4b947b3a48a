"""Trains Rasa's model when something it is made of has changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
from pathlib import Path

from app.progress import step
from app.settings import ROOT, Settings
from backend.catalogue.lookups import write_lookups

RASA = ROOT / "tools" / "rasa"
SOURCES = ("config.yml", "domain.yml", "nlu_data", "bot", "language")


class TrainingFailed(Exception):
    """Rasa could not make a model; the log says why."""

    def __init__(self, log: Path) -> None:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        super().__init__("\n".join(["Training the model failed. The end of " + str(log) + ":", *tail]))


def model_path(settings: Settings) -> Path:
    """Where the trained model lies."""
    return settings.data_dir / "models" / "assistant.tar.gz"


def refresh_lookups(settings: Settings) -> Path:
    """Writes the catalogue's names and questions for the bot to ``nlu/`` and returns the folder."""
    folder = settings.data_dir / "nlu"
    write_lookups(settings.catalogue_dir, folder)
    return folder


def fingerprint(settings: Settings) -> str:
    """A digest of everything the model depends on."""
    digest = hashlib.sha256()
    roots = [ROOT / name for name in SOURCES] + [settings.data_dir / "nlu"]
    files = [path for root in roots for path in ([root] if root.is_file() else sorted(root.rglob("*")))]
    for path in files:
        if path.is_file() and path.suffix in {".py", ".yml", ".txt"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(settings: Settings) -> bool:
    """Whether the model on disk was made from what stands here now."""
    stamp = model_path(settings).with_name("assistant.sha256")
    return model_path(settings).exists() and stamp.exists() and stamp.read_text() == fingerprint(settings)


def train_if_changed(settings: Settings) -> None:
    """Trains unless the model is current; who asks while another process trains waits for that one's model.

    Raises TrainingFailed.
    """
    turn = model_path(settings).with_name(".turn")
    turn.parent.mkdir(parents=True, exist_ok=True)
    with turn.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refresh_lookups(settings)
        if not is_current(settings):
            with step("Training the language model (only when it changed)"):
                train(settings)


def train(settings: Settings) -> None:
    """Trains and stamps the model; raises TrainingFailed."""
    lookups, target = refresh_lookups(settings), model_path(settings)
    before = fingerprint(settings)
    log = settings.data_dir / "logs" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(RASA), "train",
        "--config", "config.yml", "--domain", "domain.yml",
        "--data", "nlu_data", "bot/rules", "bot/stories", str(lookups),
        "--out", str(target.parent), "--fixed-model-name", target.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    environment = {"OPENBLAS_NUM_THREADS": str(os.cpu_count() or 1), **bot_environment(settings)}
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=output, check=False)
    if done.returncode != 0 or not target.exists():
        raise TrainingFailed(log)
    target.with_name("assistant.sha256").write_text(before)


def bot_environment(settings: Settings, database_url: str = "") -> dict[str, str]:
    """The environment of Rasa's process: its secret, its database and where the actions are (`tools/rasa` adds the rest)."""
    return {
        **os.environ,
        "ACTION_URL": f"http://127.0.0.1:{settings.app_port}/internal/actions",
        "BOT_DATABASE_URL": database_url,
        "BOT_SECRET": settings.secrets["bot_secret"],
    }
