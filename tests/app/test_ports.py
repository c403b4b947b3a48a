"""A port in use is said in one line, with what to do."""

import socket

import pytest

from app.settings import Settings
from app.up import CannotStart, check_ports


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port}.*APP_PORT={port + 1} make up"):
            check_ports(Settings(app_port=port))
