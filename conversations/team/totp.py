"""The second factor: codes of RFC 6238 that change every 30 seconds, each good once."""

from __future__ import annotations

from datetime import datetime

import pyotp
import segno
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.schemas import Frozen
from conversations.team.models import Agent

STEP_SECONDS = 30
DRIFT = 1
"""Steps that a phone's clock may be off."""


class Enrolment(Frozen):
    """What an authenticator needs: by hand, as an address, or as a picture (inline SVG)."""

    secret: str
    uri: str
    qr_svg: str


def enrol(*, email: str, issuer: str) -> Enrolment:
    """A new secret."""
    secret = pyotp.random_base32()
    uri = pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=email, issuer_name=issuer)
    return Enrolment(secret=secret, uri=uri, qr_svg=segno.make_qr(uri).svg_inline(scale=4, border=2))


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The step of time that a code is of, among those near to now; None for any other code."""
    otp, here = pyotp.TOTP(secret, interval=STEP_SECONDS), int(now.timestamp()) // STEP_SECONDS
    steps = [step for step in range(here - DRIFT, here + DRIFT + 1) if step >= 0]
    typed = "".join(code.split())
    fitting = [step for step in steps if pyotp.utils.strings_equal(typed, otp.generate_otp(step))]
    return fitting[-1] if fitting else None


async def use_code(session: AsyncSession, agent: Agent, code: str, *, now: datetime) -> bool:
    """Whether the code is right and was not used; afterwards it is, and every earlier one too."""
    step = step_of(agent.totp_secret, code, now=now) if agent.totp_secret else None
    if step is None:
        return False
    used = (
        update(Agent)
        .where(Agent.id == agent.id, Agent.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(Agent.id)
    )
    return await session.scalar(used) is not None
