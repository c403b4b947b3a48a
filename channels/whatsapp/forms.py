"""What people do on their phones, as the forms that Twilio sends to a webhook; ids are new with every call."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from twilio.request_validator import RequestValidator

from channels.whatsapp.parse import PREFIX
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.signature import HEADER

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Forms:
    """Of one account and number; every public method but `signed` gives a form."""

    access: WhatsAppSettings

    def signed(self, path: str, form: Form) -> tuple[bytes, dict[str, str]]:
        """A body with its headers: the signature is over the public address and what is in the form."""
        url = f"{self.access.public_url.rstrip('/')}{path}"
        signature = RequestValidator(self.access.auth_token).compute_signature(url, form)
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", HEADER: signature}
        return urlencode(form).encode(), headers

    def text(self, address: str, text: str) -> Form:
        """They wrote."""
        return self._message(address, "text", Body=text)

    def button(self, address: str, data: str, title: str, replied: str = "") -> Form:
        """They pressed a quick reply of the message ``replied``."""
        pressed = {"Body": title, "ButtonText": title, "ButtonPayload": data}
        return self._message(address, "button", **pressed, OriginalRepliedMessageSid=replied)

    def row(self, address: str, data: str, title: str, description: str = "") -> Form:
        """They chose a row of a list."""
        chosen = {"ListId": data, "ListTitle": title, "ListDescription": description}
        return self._message(address, "interactive", Body=title, **{k: v for k, v in chosen.items() if v})

    def location(
        self, address: str, latitude: float, longitude: float, label: str = "", where: str = ""
    ) -> Form:
        """They shared a place."""
        named = {key: value for key, value in (("Label", label), ("Address", where)) if value}
        return self._message(address, "location", Latitude=str(latitude), Longitude=str(longitude), **named)

    def media(self, address: str, kind: str, mime: str, url: str, text: str = "") -> Form:
        """They sent a file: `image`, `audio`, `video`, `document`, `sticker` or `contacts`."""
        return self._message(address, kind, Body=text, NumMedia="1", MediaUrl0=url, MediaContentType0=mime)

    def status(self, sid: str, to: str, status: str, error: int | None = None) -> Form:
        """What became of a message of ours."""
        form = {
            "ChannelToAddress": to,
            "ChannelPrefix": "whatsapp",
            "SmsSid": sid,
            "SmsStatus": status,
            "MessageSid": sid,
            "MessageStatus": status,
            "To": f"{PREFIX}{to}",
            "From": f"{PREFIX}{self.access.number}",
            "AccountSid": self.access.account_sid,
            "ApiVersion": "2010-04-01",
        }
        return form if error is None else {**form, "ErrorCode": str(error)}

    def _message(self, address: str, kind: str, **content: str) -> Form:
        sid = f"SM{uuid4().hex}"
        return {
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "ProfileName": "Lucía Ramos",
            "MessageType": kind,
            "SmsSid": sid,
            "WaId": address.removeprefix("+"),
            "SmsStatus": "received",
            "Body": "",
            "To": f"{PREFIX}{self.access.number}",
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "MessageSid": sid,
            "AccountSid": self.access.account_sid,
            "From": f"{PREFIX}{address}",
            "ApiVersion": "2010-04-01",
            **content,
        }
