"""`flipscope serve`: run the dashboard over a warehouse."""

import errno
import os
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Annotated, Final, TypeAlias
from urllib.parse import urlsplit

import typer

from dashboard.commands.options import DEFAULT_WAREHOUSE, Host, Port, WarehouseDir
from dashboard.server.sign_in import SIGN_IN_VARIABLE, read_sign_in
from loaders.errors import InputError

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501

SIGN_IN_NEEDS: Final = ("authlib", "httpx2")
"""What the extra `signin` installs."""

_LAUNCH: Final = Path(__file__).resolve().parents[1] / "launch.py"
_SECONDS_TO_STOP: Final = 10
PublicUrl: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Address that people open, where a proxy or a name leads here."),
]


def serve(
    port: Port = DEFAULT_PORT,
    host: Host = DEFAULT_HOST,
    public_url: PublicUrl = None,
    sign_in: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML file of who may sign in, and where; docs/serving.md.")
    ] = None,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Serve the dashboard over a warehouse until Ctrl-C.

    Example: flipscope serve --port 8600 --warehouse /data/warehouse
    """
    check_port(host, port)
    _check_public_url(public_url)
    if sign_in is not None:
        _check_sign_in(sign_in, host, public_url)
    run_dashboard(warehouse, host, port, public_url, sign_in)


def check_port(host: str, port: int) -> None:
    """Raise `InputError` where nothing can be served on this address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(f"port {port} on {host} is taken; choose another with --port") from error
        raise InputError(f"cannot serve on {host}, port {port}: {error.strerror}") from error


def run_dashboard(
    warehouse: Path, host: str, port: int, public_url: str | None = None, sign_in: Path | None = None
) -> None:
    """Run the dashboard as a child process until it ends or this one is told to stop.

    Raises `InputError` where the dashboard ends by itself with an error.
    """
    address = public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    typer.echo(f"flipscope serves {warehouse.resolve()} on {address} (Ctrl-C stops it)")
    sys.stdout.flush()
    environment = {**os.environ, "FLIPSCOPE_WAREHOUSE": str(warehouse.resolve())}
    environment.pop(SIGN_IN_VARIABLE, None)
    if sign_in is not None:
        environment[SIGN_IN_VARIABLE] = str(sign_in.resolve())
    signal.signal(signal.SIGTERM, _stop)
    # -P: a folder of the user's that is named like one of our packages must not be imported in its place.
    child = subprocess.Popen([sys.executable, "-P", str(_LAUNCH), host, str(port), address], env=environment)
    try:
        code = child.wait()
    except KeyboardInterrupt:
        _end(child)
        return
    if code:
        raise InputError(f"the dashboard ended by itself with exit code {code}; its message stands above")


def _check_public_url(url: str | None) -> None:
    parts = urlsplit(url or "http://localhost")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise InputError(f"--public-url {url!r}: write the whole address, as in https://flips.example.org/team")


def _check_sign_in(path: Path, host: str, public_url: str | None) -> None:
    read_sign_in(path)
    if any(find_spec(package) is None for package in SIGN_IN_NEEDS):
        raise InputError("--sign-in needs two more packages; install them with: pip install 'flipscope[signin]'")
    if public_url is None and host != DEFAULT_HOST:
        raise InputError("--sign-in needs --public-url, the address to which the provider sends people back")


def _stop(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(child: "subprocess.Popen[bytes]") -> None:
    # Ctrl-C has reached the child as well, a signal to this process alone has not.
    child.terminate()
    try:
        child.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
