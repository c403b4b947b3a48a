"""What this machine does at best: a route that reads a webhook's JSON, keeps nothing and says yes."""

from __future__ import annotations

from fastapi import FastAPI, Request

app = FastAPI(openapi_url=None)


@app.post("/webhook")
async def webhook(request: Request) -> dict[str, str]:
    """Takes anything."""
    await request.json()
    return {}
