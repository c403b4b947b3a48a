"""Whether Twilio knows our account and number, delivers to us, and may write for us after 24 hours."""

from __future__ import annotations

from typing import Any, Final

from twilio.rest import Client

from channels.checking import Finding, reach
from channels.whatsapp.errors import ERRORS
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.transport import TwilioTransport
from conversations.ports import SendDelayed

TIMEOUT: Final = 15.0


async def findings(access: WhatsAppSettings, webhook: str, *, set_webhook: bool) -> list[Finding]:
    """See `channels.registry.PushedChannel`; the webhook is set in Twilio's console, beside the number."""
    http = TwilioTransport(access.api, timeout=TIMEOUT)
    twilio = Client(access.account_sid, access.auth_token, http_client=http)
    try:
        account = await twilio.api.v2010.accounts(access.account_sid).fetch_async()
        return [
            Finding(
                str(account.status) == "active", f"the account is {account.status}: {account.friendly_name}"
            ),
            await _number(twilio, access, webhook),
            *[await _template(twilio, language, sid) for language, sid in sorted(access.templates.items())],
            await reach(webhook),
        ]
    except ERRORS as error:
        if error.status in (401, 403, 404):
            return [Finding(False, "the account's sid or token is wrong (WHATSAPP_ACCOUNT_SID, _AUTH_TOKEN)")]
        return [Finding(False, f"Twilio does not answer (status {error.status})")]
    except (SendDelayed, ValueError) as error:
        return [Finding(False, f"Twilio does not answer ({error})")]
    finally:
        await http.aclose()


async def _number(twilio: Client, access: WhatsAppSettings, webhook: str) -> Finding:
    senders = await twilio.messaging.v2.channels_senders.list_async(channel="whatsapp")
    ours = next((one for one in senders if one.sender_id == f"whatsapp:{access.number}"), None)
    if ours is None:
        return Finding(
            True,
            f"{access.number} is no WhatsApp sender of the account: a sandbox, whose webhook cannot be looked up",
        )
    # The SDK calls it a text, and hands over the object that Twilio sends.
    told: Any = ours.webhook
    set_to = (told or {}).get("callback_url") or "nowhere"
    if set_to != webhook:
        return Finding(
            False, f"{access.number} delivers to {set_to}; in Twilio's console, set it to {webhook}"
        )
    return Finding(True, f"{access.number} ({ours.status}) delivers to {webhook}")


async def _template(twilio: Client, language: str, sid: str) -> Finding:
    try:
        told = await twilio.content.v1.contents(sid).approval_fetch().fetch_async()
    except ERRORS:
        return Finding(False, f"the template for {language} ({sid}) is unknown to Twilio")
    status = (told.whatsapp or {}).get("status", "not submitted")
    return Finding(status == "approved", f"the template for {language} ({sid}) is {status}")
