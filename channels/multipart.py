"""Forms with files in them (RFC 7578), as emulators are sent them."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.parser import BytesParser


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"

    def __str__(self) -> str:
        """As it is looked at."""
        return f"({self.name}, {len(self.content)} bytes)"


def read_multipart(body: bytes, content_type: str) -> dict[str, str | Upload]:
    """The fields of a form by their names, files as `Upload`."""
    whole = BytesParser(policy=policy.HTTP).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    fields: dict[str, str | Upload] = {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        file = part.get_filename()
        fields[name] = content.decode() if file is None else Upload(file, content, part.get_content_type())
    return fields
