"""The widget's files and the page that shows it."""

from __future__ import annotations

from os import PathLike, stat_result
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).with_name("static")
FRESH = {"Cache-Control": "no-cache"}
"""Kept by browsers, but asked for each time, so that a new release is there at once."""


class FreshFiles(StaticFiles):
    """Static files that browsers ask for each time."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Any, status_code: int = 200
    ) -> Response:
        """See StaticFiles."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(FRESH)
        return response


def install_pages(app: FastAPI) -> None:
    """Serves `GET /`, `GET /widget.js` and the modules behind it."""

    @app.get("/", include_in_schema=False)
    async def demo_page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=FRESH)

    @app.get("/widget.js", include_in_schema=False)
    async def widget() -> FileResponse:
        return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers=FRESH)

    app.mount("/widget", FreshFiles(directory=STATIC / "widget"), name="widget")
