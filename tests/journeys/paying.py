"""A booking that is paid, as an agent marks it in the console."""

import httpx

from tests.assistant import Assistant


def pay(assistant: Assistant, reference: str) -> None:
    """Confirms a booking on hold."""
    answer = httpx.post(
        f"http://127.0.0.1:{assistant.settings.app_port}/console/bookings/{reference}/mark-paid",
        headers={"Authorization": f"Bearer {assistant.settings.secrets['console_token']}"},
        timeout=30,
    )
    answer.raise_for_status()
