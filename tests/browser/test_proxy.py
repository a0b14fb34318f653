"""The proxies of docs/serving.md as they stand there, but for ports and certificates: pages, clicks and a reload."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import CHROMIUM, free_port, served
from tests.browser.steps import open_page, title

DOCS = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
HOST = "flips.example.org"


def example(language: str, replaced: dict[str, str]) -> str:
    """Return the example in a language, with parts of it replaced, each of which must be there."""
    found = re.search(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    assert found is not None
    text = found[1]
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    return text


def nginx(folder: Path, port: int, server: str) -> list[str]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}"]
    subprocess.run(["openssl", *new, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    ours = {"/etc/ssl/flips.pem": str(certificate), "/etc/ssl/flips.key": str(key), "127.0.0.1:8501": server}
    site = example("nginx", ours | {"listen 443 ssl": f"listen 127.0.0.1:{port} ssl"})
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    rest = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds) + " access_log off;"
    config = folder / "nginx.conf"
    config.write_text(f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}} http {{ {rest}\n{site} }}")
    return ["nginx", "-c", str(config), "-e", f"{folder}/log"]


def caddy(folder: Path, port: int, server: str) -> list[str]:
    site = example("caddyfile", {HOST: f"{HOST}:{port}", "127.0.0.1:8501": server})
    rest = "{\n admin off\n local_certs\n skip_install_trust\n auto_https disable_redirects\n}\n"
    config = folder / "Caddyfile"
    config.write_text(rest + site)
    return ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"]


def wait_until_listening(port: int) -> None:
    for _ in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    raise RuntimeError("the proxy did not answer within half a minute")


@contextmanager
def proxied(command: Callable[[Path, int, str], list[str]], warehouse: Path, folder: Path) -> Iterator[str]:
    """Serve a warehouse behind a proxy; give the address that people open."""
    port = free_port()
    public = f"https://{HOST}:{port}/team"
    with served(warehouse, "--public-url", public, base="/team") as server:
        environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        proxy = subprocess.Popen(command(folder, port, server.removeprefix("http://")), env=environment)
        try:
            wait_until_listening(port)
            yield public
        finally:
            proxy.terminate()
            proxy.wait(20)


@pytest.mark.parametrize("command", [nginx, caddy])
def test_the_dashboard_works_behind_the_proxy_of_the_docs(
    command: Callable[[Path, int, str], list[str]], browser: Browser, sample_warehouse: Path, tmp_path: Path
) -> None:
    if shutil.which(command.__name__) is None:
        pytest.skip(f"no {command.__name__} found; install it (Debian: apt-get install {command.__name__})")
    rules = ["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    with proxied(command, sample_warehouse, tmp_path) as address:
        own = browser.browser_type.launch(executable_path=CHROMIUM, args=rules)
        page = own.new_page(ignore_https_errors=True)
        page.goto(address)
        expect(page.locator("h1")).to_contain_text("Better on average")
        open_page(page, f"{address}/flips?locale=de-DE")
        assert title(page) == "49 utterances broke in de-DE"
        page.keyboard.press("j")
        page.wait_for_url(re.compile("row="))
        assert page.evaluate("isSecureContext")
        own.close()
