"""A real dashboard: `flipscope serve` as a process of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_SERVE = "import sys; from dashboard.cli import main; sys.exit(main(sys.argv[1:]))"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(
    warehouse: Path, *options: str, base: str = "", environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve a warehouse, from a folder that is not the repository; give the address of the server itself."""
    port = free_port()
    inherited = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])} | dict(environment or {})
    command = [sys.executable, "-c", _SERVE, "serve", "--port", str(port), "--warehouse", str(warehouse), *options]
    server = subprocess.Popen(command, cwd=warehouse.parent, env=inherited, stdout=subprocess.PIPE, text=True)
    try:
        wait_until_up(f"http://127.0.0.1:{port}{base}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def wait_until_up(url: str, server: subprocess.Popen[str]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"the dashboard ended with {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the dashboard did not answer within a minute")
