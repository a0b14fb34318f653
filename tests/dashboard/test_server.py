"""What the web server answers, to whom, and with which headers; asked over the wire."""

import asyncio
import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from dashboard.components.navigation import PAGES
from dashboard.server.headers import content_security_policy, inline_script_hashes, streamlit_page
from dashboard.server.unknown_page import page_names
from tests.dashboard.flips_warehouse import write_warehouse
from tests.served import served

STREAM = "/_stcore/stream"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(write_warehouse(tmp_path_factory.mktemp("server"))) as found:
        yield found


def ask(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def open_stream(address: str, origin: str, name: str = "127.0.0.1") -> int:
    """Open the websocket as a page of `origin` would, which calls this machine `name`; return the HTTP status."""
    port = urlsplit(address).port

    async def opened() -> int:
        place: dict[str, Any] = {"host": "127.0.0.1", "port": port, "origin": origin}
        try:
            async with connect(f"ws://{name}:{port}{STREAM}", subprotocols=[Subprotocol("streamlit")], **place):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    # In a thread of its own: where a browser test ran before, a loop runs in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(opened())).result()


@pytest.mark.parametrize("path", ["/", "/flips?locale=de-DE", "/nope", "/_stcore/health", "/static/js/none.js"])
def test_every_answer_has_the_headers(address: str, path: str) -> None:
    headers = ask(address, path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert policy["connect-src"] == f"'self' ws://{urlsplit(address).netloc} wss://{urlsplit(address).netloc}"


def test_no_source_outside_is_allowed() -> None:
    hashes = inline_script_hashes(streamlit_page())
    assert len(hashes) == 1
    policy = content_security_policy(hashes, "flips.example.org:8443")
    outside = [word for word in policy.split() if "//" in word or "*" in word]
    assert outside == ["ws://flips.example.org:8443", "wss://flips.example.org:8443;"]


@pytest.mark.parametrize("host", ["evil.org; script-src *", "a b", "", "x\ny", "[::1"])
def test_a_host_cannot_write_into_the_policy(host: str) -> None:
    assert "connect-src 'self';" in content_security_policy((), host)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "x@127.0.0.1", ""]
)
def test_another_name_for_this_machine_is_refused(address: str, host: str) -> None:
    answer = ask(address, "/", Host=host)
    assert answer.status in (400, 421)
    assert b"flip<span>" not in answer.read()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8501"])
def test_own_names_are_answered(address: str, host: str) -> None:
    assert ask(address, "/", Host=host).status == 200


def test_the_own_page_opens_a_stream(address: str) -> None:
    assert open_stream(address, address) == 101


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "http://127.0.0.1:1", "null"])
def test_a_page_of_another_site_opens_no_stream(address: str, origin: str) -> None:
    assert open_stream(address, origin) == 403


def test_a_rebound_name_opens_no_stream(address: str) -> None:
    assert open_stream(address, f"http://evil.example:{urlsplit(address).port}", "evil.example") == 403


def test_programs_find_no_second_door(address: str) -> None:
    request = urllib.request.Request(f"{address}/_stcore/agent/interact", data=b"{}", method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code in (403, 404, 405)


def test_an_unknown_page_says_so_and_leads_to_all_others(address: str) -> None:
    for path in ("/flip", "/flips/extra", "/%3Cscript%3Ealert(1)%3C/script%3E"):
        answer = ask(address, path)
        page = answer.read().decode()
        assert answer.status == 404
        assert "There is no such page" in page
        assert "<script" not in page
        assert [name for name in page_names() if f'href="/{name}"' not in page] == ["overview"]
        assert 'href="/"' in page


def test_the_overview_is_found_under_its_name_too(address: str) -> None:
    answer = ask(address, "/overview?baseline=v1")
    assert (answer.status, answer.headers["Location"]) == (307, "/?baseline=v1")


def test_every_page_in_the_folder_is_one_of_the_app() -> None:
    assert {f"pages/{name}.py" for name in page_names()} == {page.path for page in PAGES}


def test_a_public_url_gives_name_and_base_path(tmp_path: Path) -> None:
    path = write_warehouse(tmp_path)
    with served(path, "--public-url", "https://flips.example.org/team", base="/team") as found:
        assert ask(found, "/team/flips", Host="flips.example.org").status == 200
        assert ask(found, "/flips", Host="flips.example.org").status == 404
        assert b'href="/team/data"' in ask(found, "/team/nope", Host="flips.example.org").read()
        cookies = ask(found, "/team/_stcore/health", Host="flips.example.org").headers.get_all("Set-Cookie") or []
        assert cookies
        assert all(cookie.endswith("; Secure") for cookie in cookies)
