"""The page with the phones."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse

from channels.web.pages import FRESH, FreshFiles

STATIC = Path(__file__).with_name("static")


def install_page(app: FastAPI) -> None:
    """Serves `GET /simulator` and the modules behind it."""

    @app.get("/simulator", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=FRESH)

    app.mount("/simulator/files", FreshFiles(directory=STATIC), name="simulator")
