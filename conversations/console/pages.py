"""The console's page: its files, its words, and what a browser may load with it."""

from __future__ import annotations

from os import PathLike, stat_result
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

import texts

STATIC = Path(__file__).with_name("static")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' blob:",
        "media-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Everything comes from us; files of travellers are shown as blobs that the page itself has fetched."""
HEADERS = {
    # Kept by browsers, but asked for each time, so that a new release is there at once.
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class ConsoleFiles(StaticFiles):
    """The page's modules, style sheets and pictures, with its headers."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Any, status_code: int = 200
    ) -> Response:
        """See StaticFiles."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(HEADERS)
        return response


def install_console_page(app: FastAPI, *, operator: str) -> None:
    """Serves `GET /console`, the modules behind it, and its words with the operator's name."""

    @app.get("/console", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=HEADERS)

    @app.get("/console/texts/{language}", include_in_schema=False)
    async def words(language: str, response: Response) -> dict[str, Any]:
        if language not in texts.LANGUAGES:
            raise HTTPException(404)
        response.headers["Cache-Control"] = "no-cache"
        return {"words": texts.subtree(language, "console_page"), "operator": operator}

    app.mount("/console/static", ConsoleFiles(directory=STATIC), name="console")
