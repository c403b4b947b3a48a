"""Files are fetched from the provider's own addresses only, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from channels.downloads import FOREIGN, GONE, Downloads, Place
from conversations.ports import MediaDelayed, MediaRefused
from tests.serving import serving


@dataclass
class Server:
    """Somebody's web server, and who came with which password."""

    app: FastAPI = field(default_factory=FastAPI)
    address: str = ""
    visits: list[tuple[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        @self.app.get("/{path:path}")
        async def answer(path: str, request: Request) -> Response:
            self.visits.append((path, request.headers.get("authorization")))
            if path.startswith("to/"):
                return RedirectResponse(request.url.query, status_code=307)
            if path.startswith("status/"):
                return Response(status_code=int(path.rpartition("/")[2]), headers={"Retry-After": "9"})
            if path == "files/half":
                return StreamingResponse(iter([b"half"]), headers={"Content-Length": "100"})
            return Response(b"content of " + path.encode())


@pytest.fixture
async def provider() -> AsyncIterator[Server]:
    server = Server()
    async with serving(server.app) as address:
        server.address = f"http://{address}"
        yield server


@pytest.fixture
async def stranger() -> AsyncIterator[Server]:
    server = Server()
    async with serving(server.app) as address:
        server.address = f"http://{address}"
        yield server


@pytest.fixture
async def downloads(provider: Server) -> AsyncIterator[Downloads]:
    found = Downloads(
        [f"{provider.address}/files/", f"{provider.address}/status/"],
        private=[f"{provider.address}/to/"],
        credentials=("me", "secret"),
        timeout=5,
    )
    yield found
    await found.aclose()


async def get(downloads: Downloads, address: str) -> bytes:
    async with downloads.fetch(address) as chunks:
        return b"".join([chunk async for chunk in chunks])


async def test_a_redirect_is_followed_and_the_password_stays_behind(
    downloads: Downloads, provider: Server
) -> None:
    assert await get(downloads, f"{provider.address}/to/x?/files/photo") == b"content of files/photo"
    (first, password), (second, none) = provider.visits
    assert (first, second, none) == ("to/x", "files/photo", None)
    assert password is not None


async def test_a_foreign_address_is_never_asked(downloads: Downloads, stranger: Server) -> None:
    with pytest.raises(MediaRefused) as refusal:
        await get(downloads, f"{stranger.address}/files/photo")
    assert refusal.value.reason == FOREIGN
    assert stranger.visits == []


async def test_nor_after_a_redirect(downloads: Downloads, provider: Server, stranger: Server) -> None:
    with pytest.raises(MediaRefused) as refusal:
        await get(downloads, f"{provider.address}/to/x?{stranger.address}/files/photo")
    assert refusal.value.reason == FOREIGN
    assert stranger.visits == []


async def test_redirects_in_a_circle_end(downloads: Downloads, provider: Server) -> None:
    with pytest.raises(MediaRefused):
        await get(downloads, f"{provider.address}/to/x?{provider.address}/to/x")
    assert len(provider.visits) == 4


async def test_what_is_gone_is_refused_and_what_fails_is_tried_again(
    downloads: Downloads, provider: Server
) -> None:
    with pytest.raises(MediaRefused) as refusal:
        await get(downloads, f"{provider.address}/status/404")
    assert refusal.value.reason == GONE
    for status in (401, 429, 503):
        with pytest.raises(MediaDelayed) as delay:
            await get(downloads, f"{provider.address}/status/{status}")
        assert (str(delay.value), delay.value.after) == (f"http_{status}", 9)


async def test_a_connection_that_ends_half_way_is_tried_again(downloads: Downloads, provider: Server) -> None:
    with pytest.raises(MediaDelayed):
        await get(downloads, f"{provider.address}/files/half")


async def test_nobody_there_is_tried_again() -> None:
    downloads = Downloads(["http://127.0.0.1:9/"], timeout=1)
    with pytest.raises(MediaDelayed):
        await get(downloads, "http://127.0.0.1:9/files")
    await downloads.aclose()


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("https://mms.cdn.example/a", True),
        ("https://a.b.cdn.example:443/", True),
        ("https://MMS.CDN.EXAMPLE/a", True),
        ("http://mms.cdn.example/a", False),
        ("https://mms.cdn.example:8443/a", False),
        ("https://cdn.example/a", False),
        ("https://evilcdn.example/a", False),
        ("https://mms.cdn.example.evil.example/a", False),
        ("https://mms.cdn.example@evil.example/a", False),
        ("https://me:pw@mms.cdn.example/a", False),
        ("https://127.0.0.1/a", False),
        ("https://[::1]/a", False),
        ("file:///etc/passwd", False),
        ("gopher://mms.cdn.example/a", False),
    ],
)
def test_which_addresses_are_a_providers_own(address: str, held: bool) -> None:
    assert Place("https://*.cdn.example/").holds(httpx.URL(address)) is held


@pytest.mark.parametrize(
    "address",
    [
        "https://api.example/other/a",
        "https://api.example/files/../other/a",
        "https://api.example/files/%2e%2e/other/a",
        "https://api.example/files%2f..%2fother",
    ],
)
def test_a_place_does_not_reach_beyond_its_folder(address: str) -> None:
    assert not Place("https://api.example/files/").holds(httpx.URL(address))


@pytest.mark.parametrize("address", ["", "nonsense", "http://[", "https://\x00", "//host/a", "photo"])
async def test_what_is_no_address_is_refused(downloads: Downloads, address: str) -> None:
    with pytest.raises(MediaRefused):
        await get(downloads, address)
