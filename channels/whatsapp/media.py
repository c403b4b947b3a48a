"""Files that people send on WhatsApp. Twilio keeps them, asks for the account's password, and sends on to where they lie."""

from __future__ import annotations

from channels.downloads import Downloads
from channels.whatsapp.settings import WhatsAppSettings

STORES = ("https://*.twiliocdn.com/", "https://s3-external-1.amazonaws.com/media.twiliocdn.com/")
"""Where Twilio sends on to: the second where the account asks for no password for its media."""


def fetcher_of(access: WhatsAppSettings) -> Downloads:
    """A `MediaFetcher`. Handles are the addresses that Twilio told."""
    account = f"{access.api or 'https://*.twilio.com'}/2010-04-01/Accounts/{access.account_sid}/"
    return Downloads(
        (f"{access.api}/media/",) if access.api else STORES,
        private=(account,),
        credentials=(access.account_sid, access.auth_token),
    )
