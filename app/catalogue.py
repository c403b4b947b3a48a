"""Loads a catalogue's folder into a database."""

from __future__ import annotations

from pathlib import Path

from app.database import engine_for, sessions_for
from backend.catalogue.importer import ImportReport, import_catalogue


async def load_catalogue(url: str, folder: Path) -> ImportReport:
    """Checks the folder whole, then loads it in one transaction."""
    engine = engine_for(url)
    try:
        async with sessions_for(engine).begin() as session:
            return await import_catalogue(session, path=folder)
    finally:
        await engine.dispose()
