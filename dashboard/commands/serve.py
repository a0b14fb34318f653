"""`flipscope serve`: run the dashboard over a warehouse."""

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Final

import typer

from dashboard.commands.options import DEFAULT_WAREHOUSE, Host, Port, WarehouseDir
from loaders.errors import InputError

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501

_LAUNCH: Final = Path(__file__).resolve().parents[1] / "launch.py"
_SECONDS_TO_STOP: Final = 10
_STREAMLIT_OPTIONS: Final = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    # The welcome message looks up the machine's public address on the internet.
    "logger.hideWelcomeMessage": "true",
}


def serve(port: Port = DEFAULT_PORT, host: Host = DEFAULT_HOST, warehouse: WarehouseDir = DEFAULT_WAREHOUSE) -> None:
    """Serve the dashboard over a warehouse until Ctrl-C.

    Example: flipscope serve --port 8600 --warehouse /data/warehouse
    """
    check_port(host, port)
    run_dashboard(warehouse, host, port)


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


def run_dashboard(warehouse: Path, host: str, port: int) -> None:
    """Run Streamlit as a child process until it ends or this one is told to stop.

    Raises `InputError` where the dashboard ends by itself with an error.
    """
    shown_host = f"[{host}]" if ":" in host else host
    typer.echo(f"flipscope serves {warehouse.resolve()} on http://{shown_host}:{port} (Ctrl-C stops it)")
    sys.stdout.flush()
    environment = {**os.environ, "FLIPSCOPE_WAREHOUSE": str(warehouse.resolve())}
    signal.signal(signal.SIGTERM, _stop)
    child = subprocess.Popen(_streamlit_command(host, port), env=environment)
    try:
        code = child.wait()
    except KeyboardInterrupt:
        _end(child)
        return
    if code:
        raise InputError(f"the dashboard ended by itself with exit code {code}; its message stands above")


def _streamlit_command(host: str, port: int) -> list[str]:
    options = {**_STREAMLIT_OPTIONS, "server.address": host, "server.port": str(port)}
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    # -P: a folder of the user's that is named like one of our packages must not be imported in its place.
    return [sys.executable, "-P", str(_LAUNCH), *given]


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
