"""Visitor tokens: whoever holds one may read and write one conversation, and no other."""

from __future__ import annotations

from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from conversations.errors import Refusal

GOOD_FOR_SECONDS = 180 * 24 * 3600


class TokenInvalid(Refusal):
    """The token is missing, forged, too old, or of a conversation that is no more."""

    status = 401
    code = "token_invalid"


class VisitorTokens:
    """Signs and reads tokens with one secret."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="visitor")

    def issue(self, conversation_id: UUID) -> str:
        """A token for the conversation, good for half a year."""
        return self._serializer.dumps(conversation_id.hex)

    def read(self, token: str | None) -> UUID:
        """The conversation that the token opens; TokenInvalid."""
        try:
            return UUID(self._serializer.loads(token or "", max_age=GOOD_FOR_SECONDS))
        except (BadData, ValueError, TypeError, AttributeError) as error:
            raise TokenInvalid from error
