"""Whether a request comes from Twilio: HMAC over the address it called and the form it sent ("Webhooks security")."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Sequence

from fastapi import Request
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

HEADER = "X-Twilio-Signature"
Form = Sequence[tuple[str, str]]


def called_url(request: Request, public_url: str) -> str:
    """The address as Twilio called it: a proxy in front of us changes scheme, host and port, which are signed too."""
    if not public_url:
        return str(request.url)
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{public_url.rstrip('/')}{request.url.path}{query}"


def is_signed(given: str, token: str, url: str, form: Form) -> bool:
    """Whether the account's token signed this form for this address, with or without the port written out."""
    if not token:
        return False
    # As nearly every delivery is signed; the SDK, six times slower, knows the others.
    if hmac.compare_digest(_signature(token, url, form), given.encode("utf-8", "replace")):
        return True
    try:
        return bool(RequestValidator(token).validate(url, ImmutableMultiDict(form), given))
    except ValueError:
        # Only an address that somebody made up cannot be taken apart.
        return False


def _signature(token: str, url: str, form: Form) -> bytes:
    signed = url + "".join(name + value for name, value in sorted(form))
    return b64encode(hmac.digest(token.encode(), signed.encode("utf-8", "replace"), "sha1"))
