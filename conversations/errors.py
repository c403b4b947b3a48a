"""What conversations and channels refuse, each with its HTTP status and the key of its text."""

from __future__ import annotations

from uuid import UUID


class Refusal(Exception):
    """The root: ``code`` is both what a program reads and the key under ``errors`` of what a person reads."""

    status = 400
    code = "invalid_request"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code)
        self.values = values
        self.headers: dict[str, str] = {}


class ConversationNotFound(Refusal):
    """No conversation has this id."""

    status = 404
    code = "conversation_not_found"

    def __init__(self, conversation_id: UUID) -> None:
        super().__init__()
        self.conversation_id = conversation_id


class TextTooLong(Refusal):
    """A message is longer than ``limit`` characters."""

    status = 422
    code = "text_too_long"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=f"{limit:,}".replace(",", "\N{THIN SPACE}"))
        self.limit = limit


class NotYours(Refusal):
    """Only who owns the conversation at this moment may do this."""

    status = 409
    code = "not_yours"


_FILE_STATUSES = {"too_large": 413, "type_not_kept": 415, "other_type": 415}


class FileRefused(Refusal):
    """A file is none that we keep; ``reason`` as in `conversations.media.checking`."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(**values)
        self.code = f"file_{reason}"
        self.status = _FILE_STATUSES.get(reason, 422)


class FileNotFound(Refusal):
    """No such file is kept, or it was erased."""

    status = 404
    code = "not_found"


class ConsoleClosed(Refusal):
    """The console's token is missing or wrong."""

    status = 401
    code = "console_closed"
