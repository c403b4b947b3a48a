"""An assistant of its own for a report: on free ports, with a database that is dropped afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from app.bench.stage import free_port
from app.catalogue import load_catalogue
from app.processes import stop_all
from app.progress import step
from app.scratch import scratch_database
from app.settings import Settings
from app.training import train_if_changed
from app.up import children_of, wait_until_ready


@contextmanager
def own_assistant() -> Iterator[Settings]:
    """Starts app and bot as `make up` does, beside whatever runs already, and stops them again; yields the settings."""
    settings = Settings(app_port=free_port(), bot_port=free_port())
    with scratch_database(settings.data_dir / "scratch", hasty=True) as url:
        asyncio.run(load_catalogue(url, settings.catalogue_dir))
        train_if_changed(settings)
        children = children_of(settings, url, logs="dialogues-")
        try:
            with step("Starting an assistant for the report"):
                for child in children:
                    child.start()
                wait_until_ready(settings, children)
            yield settings
        finally:
            stop_all(children)
