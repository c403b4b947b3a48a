"""What an operator reads on the command line."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import texts
from app.operator import OperatorRefused, mark_paid
from app.settings import Settings


class Refusing(BaseHTTPRequestHandler):
    """A console that knows no booking and says so in the reader's language."""

    def do_POST(self) -> None:
        text = texts.say(self.headers["Accept-Language"], "errors.booking_not_found")
        body = json.dumps({"error": {"code": "booking_not_found", "text": text}}).encode()
        self.send_response(404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keeps the tests' output clean."""


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever).start()
        yield Settings(data_dir=tmp_path, app_port=server.server_port)
        server.shutdown()


def test_a_refusal_is_told_in_the_language_of_the_command_line(settings: Settings) -> None:
    with pytest.raises(OperatorRefused, match=texts.say("en", "errors.booking_not_found")):
        mark_paid(settings, "ABC234")
