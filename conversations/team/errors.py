"""What the team's part refuses."""

from __future__ import annotations

import math

from conversations.errors import Refusal


class NotSignedIn(Refusal):
    """No session, or one that is over."""

    status = 401
    code = "not_signed_in"


class NotAllowed(Refusal):
    """Signed in, but not for this."""

    status = 403
    code = "not_allowed"


class Forged(Refusal):
    """The page's word (``X-CSRF-Token``) is missing or wrong, or another site asks."""

    status = 403
    code = "csrf"


class WrongCredentials(Refusal):
    """Not this e-mail with this password and code; which of them is not said."""

    status = 401
    code = "wrong_credentials"


class CodeNeeded(Refusal):
    """The password is right; the code of the second factor is missing."""

    status = 401
    code = "code_needed"


class Locked(Refusal):
    """Too many tries; ``seconds`` until the next one."""

    status = 429
    code = "locked"

    def __init__(self, seconds: float) -> None:
        super().__init__(minutes=max(1, math.ceil(seconds / 60)))
        self.headers = {"Retry-After": str(max(1, math.ceil(seconds)))}


class PasswordRefused(Refusal):
    """A new password is ``short``, ``long`` or ``obvious``."""

    status = 422

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.code = f"password_{reason}"


class WrongPassword(Refusal):
    """The password that proves that it is still them."""

    status = 403
    code = "wrong_password"


class WrongCode(Refusal):
    """Not a code of this moment, or one that was used."""

    status = 422
    code = "wrong_code"


class TotpStands(Refusal):
    """There is a second factor; it is turned off first."""

    status = 409
    code = "totp_stands"


class AgentNotFound(Refusal):
    """Nobody has this id."""

    status = 404
    code = "agent_not_found"


class InvitationGone(Refusal):
    """The link is unknown, used, replaced or too old."""

    status = 404
    code = "invitation_gone"


class EmailTaken(Refusal):
    """Somebody has this e-mail already."""

    status = 409
    code = "email_taken"


class LastAdministrator(Refusal):
    """Nobody could change anything any more."""

    status = 409
    code = "last_administrator"


class Invalid(Refusal):
    """What was sent makes no sense; ``reason`` names the text."""

    status = 422

    def __init__(self, reason: str = "request", **values: object) -> None:
        super().__init__(**values)
        self.code = f"invalid_{reason}"


class NothingThere(Refusal):
    """Nothing has this id."""

    status = 404
    code = "not_found"


class ShortcutTaken(Refusal):
    """Another answer in this language has this shortcut."""

    status = 409
    code = "shortcut_taken"
