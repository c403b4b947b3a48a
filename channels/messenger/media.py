"""Files that people send on Messenger. They lie on Meta's own servers, at addresses that are their own key for some days."""

from __future__ import annotations

from channels.downloads import Downloads
from channels.messenger.settings import MessengerSettings

STORES = ("https://*.fbcdn.net/", "https://*.fbsbx.com/")


def fetcher_of(access: MessengerSettings) -> Downloads:
    """A `MediaFetcher`. Handles are the addresses that Meta told."""
    return Downloads((*STORES, f"{access.api}/"))
