"""A dashboard served over a warehouse by a process of its own, and how much processor time that has taken."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import dashboard

_HOST: Final = "127.0.0.1"
_LAUNCH: Final = Path(dashboard.__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Served:
    """Where it answers, and its process."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """The address of its first page."""
        return f"http://{_HOST}:{self.port}"

    def cpu_s(self) -> float:
        """Return the processor seconds it has taken so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(warehouse: Path) -> Iterator[Served]:
    """Serve a warehouse for the length of a `with` block."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
    environment = {**os.environ, "FLIPSCOPE_WAREHOUSE": str(warehouse.resolve())}
    command = [sys.executable, "-P", str(_LAUNCH), _HOST, str(port), f"http://{_HOST}:{port}"]
    with subprocess.Popen(command, env=environment, stdout=sys.stderr) as process:
        try:
            _wait_until_up(f"http://{_HOST}:{port}/_stcore/health")
            yield Served(port, process.pid)
        finally:
            process.terminate()


def _wait_until_up(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {url}")
