"""Whether Meta knows our page and delivers to us."""

from __future__ import annotations

from typing import Any, Final

import httpx

from channels.checking import Finding, reach
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import proof_of

WANTED: Final = frozenset({"messages", "messaging_postbacks"})
"""What the page must be subscribed to."""


async def findings(access: MessengerSettings, webhook: str, *, set_webhook: bool) -> list[Finding]:
    """See `channels.registry.PushedChannel`; the webhook is set at Meta by hand, which tells it the verify token."""
    graph = httpx.AsyncClient(base_url=f"{access.api}/{access.version}", timeout=15.0)
    async with graph:
        try:
            page = await _ask(graph, "/me", access.page_token, access, fields="name")
            if "error" in page:
                return [Finding(False, f"the page's token is wrong: {page['error'].get('message')}")]
            named = Finding(True, f"the page's token is right: {page.get('name')}")
            return [
                named,
                await _page(graph, access),
                *await _address(graph, access, webhook),
                await reach(webhook),
            ]
        except (httpx.HTTPError, ValueError) as error:
            return [Finding(False, f"Meta does not answer ({type(error).__name__})")]


async def _page(graph: httpx.AsyncClient, access: MessengerSettings) -> Finding:
    told = await _ask(graph, "/me/subscribed_apps", access.page_token, access, fields="id,subscribed_fields")
    fields = {
        field
        for app in told.get("data", ())
        if access.app_id in ("", str(app.get("id")))
        for field in app.get("subscribed_fields", ())
    }
    if missing := WANTED - fields:
        return Finding(False, f"the page is not subscribed to {', '.join(sorted(missing))}")
    return Finding(True, "the page is subscribed to messages")


async def _address(graph: httpx.AsyncClient, access: MessengerSettings, webhook: str) -> list[Finding]:
    """Where the app delivers; only the app itself may ask, so that its number is needed."""
    if not access.app_id:
        return [Finding(True, "MESSENGER_APP_ID is not set: where Meta delivers cannot be looked up")]
    token = f"{access.app_id}|{access.app_secret}"
    told = await _ask(graph, f"/{access.app_id}/subscriptions", token, access)
    if "error" in told:
        return [
            Finding(False, f"the app's number or secret is wrong: {told['error'].get('message')}"),
        ]
    urls = [one.get("callback_url") for one in told.get("data", ()) if one.get("object") == "page"]
    if webhook in urls:
        return [Finding(True, f"the webhook is set to {webhook}")]
    set_to = f"is set to {urls[0]}" if urls else "is not set"
    return [Finding(False, f"the webhook {set_to}; at Meta, Messenger settings, set it to {webhook}")]


async def _ask(
    graph: httpx.AsyncClient, path: str, token: str, access: MessengerSettings, **params: str
) -> Any:
    proof = {"appsecret_proof": proof_of(token, access.app_secret)}
    headers = {"Authorization": f"Bearer {token}"}
    return (await graph.get(path, params={**params, **proof}, headers=headers)).json()
