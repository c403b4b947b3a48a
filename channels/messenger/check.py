"""Whether Meta knows our page and our app, and delivers to us ("Webhooks", "Page Subscribed Apps", "Messenger Profile API")."""

from __future__ import annotations

import json
from typing import Any, Final, Literal

import httpx

import texts
from channels.checking import Finding, reach
from channels.messenger.errors import WRONG_CREDENTIALS, failure_of
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import proof_of
from conversations.ports import SendDelayed, SendRefused

FIELDS: Final = (
    *("messages", "messaging_postbacks", "message_deliveries", "message_reads"),
    *("message_echoes", "message_reactions", "message_edits", "messaging_referrals"),
)
"""What we want to be told."""
LOCALES: Final = {
    "default": texts.DEFAULT_LANGUAGE,
    "en_US": "en",
    "en_GB": "en",
    "pt_BR": "pt",
    "pt_PT": "pt",
}
TO_SET: Final = "to set it: make channel-check ARGS=--set-webhooks"

Json = dict[str, Any]


class _Graph:
    """The Graph API, asked as the page or as the app."""

    def __init__(self, access: MessengerSettings, http: httpx.AsyncClient) -> None:
        self._access, self._http = access, http

    async def ask(self, who: Literal["page", "app"], method: str, path: str, **fields: str) -> Json:
        """SendDelayed or SendRefused, as for a message."""
        access = self._access
        token = access.page_token if who == "page" else f"{access.app_id}|{access.app_secret}"
        told = {**fields, "appsecret_proof": proof_of(token, access.app_secret)}
        address = f"{access.api}/{access.version}/{path}"
        bearer = {"Authorization": f"Bearer {token}"}
        reads = method == "GET"
        answer = await self._http.request(
            method, address, headers=bearer, params=told if reads else None, json=None if reads else told
        )
        if not answer.is_success:
            raise failure_of(answer)
        found: Json = answer.json()
        return found


async def findings(access: MessengerSettings, webhook: str, *, set_webhook: bool) -> list[Finding]:
    """See `channels.registry.PushedChannel`."""
    async with httpx.AsyncClient(timeout=10.0) as http:
        graph = _Graph(access, http)
        try:
            page = await graph.ask("page", "GET", "me", fields="name")
            if set_webhook:
                await _register(graph, access, webhook)
            return [
                Finding(True, f"the page's token is right: {page.get('name')}"),
                await _page(graph, access),
                await _app(graph, access, webhook),
                await reach(webhook),
            ]
        except SendDelayed as error:
            if str(error) == WRONG_CREDENTIALS:
                return [Finding(False, "a token is wrong (MESSENGER_PAGE_TOKEN, _APP_ID or _APP_SECRET)")]
            return [Finding(False, f"Meta does not answer ({error})")]
        except (SendRefused, httpx.HTTPError, ValueError) as error:
            return [Finding(False, f"Meta does not answer as it should ({type(error).__name__}: {error})")]


async def _register(graph: _Graph, access: MessengerSettings, webhook: str) -> None:
    """Where Meta delivers what, and the buttons that the page has of its own."""
    fields = ",".join(FIELDS)
    if access.app_id:
        path, word = f"{access.app_id}/subscriptions", access.verify_token
        await graph.ask(
            "app", "POST", path, object="page", callback_url=webhook, fields=fields, verify_token=word
        )
    await graph.ask("page", "POST", "me/subscribed_apps", subscribed_fields=fields)
    menu = json.dumps([_menu(locale, language) for locale, language in LOCALES.items()])
    started = json.dumps({"payload": "GET_STARTED"})
    await graph.ask("page", "POST", "me/messenger_profile", get_started=started, persistent_menu=menu)


def _menu(locale: str, language: str) -> Json:
    titles = texts.subtree(language, "messenger.menu")
    buttons = [
        {"type": "postback", "title": title, "payload": name.upper()} for name, title in titles.items()
    ]
    return {"locale": locale, "composer_input_disabled": False, "call_to_actions": buttons}


async def _page(graph: _Graph, access: MessengerSettings) -> Finding:
    apps = (await graph.ask("page", "GET", "me/subscribed_apps")).get("data") or []
    told = {
        field
        for app in apps
        if access.app_id in ("", app["id"])
        for field in app.get("subscribed_fields", ())
    }
    if missing := [field for field in FIELDS if field not in told]:
        return Finding(False, f"the page does not tell us of {', '.join(missing)}; {TO_SET}")
    return Finding(True, "the page tells us of everything we need")


async def _app(graph: _Graph, access: MessengerSettings, webhook: str) -> Finding:
    if not access.app_id:
        told = "agents cannot step in from the page inbox, and where Meta delivers cannot be looked up"
        return Finding(True, f"MESSENGER_APP_ID is not set: {told}")
    found = (await graph.ask("app", "GET", f"{access.app_id}/subscriptions")).get("data") or []
    address = next((one["callback_url"] for one in found if one["object"] == "page" and one["active"]), None)
    if address != webhook:
        return Finding(False, f"the webhook is {f'set to {address}' if address else 'not set'}; {TO_SET}")
    return Finding(True, f"the webhook is set to {address}")
