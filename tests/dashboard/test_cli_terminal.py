"""What a person at a terminal sees, through a pseudo-terminal."""

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dashboard
from tests.dashboard.cli_data import GOLD, build_warehouse, write_jsonl

ROOT = Path(dashboard.__file__).resolve().parent.parent
FLIPSCOPE = [sys.executable, "-m", "dashboard.cli"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("terminal"))


def at_terminal(*args: str, stream: str) -> str:
    """Run a command with stdout or stderr on a pseudo-terminal and return what that shows."""
    screen, end = pty.openpty()
    out, err = (end if name == stream else subprocess.DEVNULL for name in ("stdout", "stderr"))
    with subprocess.Popen([*FLIPSCOPE, *args], env=ENVIRONMENT, cwd=ROOT, stdout=out, stderr=err) as process:
        os.close(end)
        seen = b""
        while True:
            try:
                part = os.read(screen, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
        assert process.wait() == 0
    os.close(screen)
    return seen.decode("utf-8")


@pytest.mark.parametrize("output_format", ["csv", "jsonl", "table"])
def test_data_cannot_colour_the_terminal(warehouse: str, output_format: str) -> None:
    call = ("flips", "v1", "v2", "--where", "utterance_id=u4", "--format", output_format, "--warehouse", warehouse)
    seen = at_terminal(*call, stream="stdout")
    assert "\x1b[31m" not in seen
    assert "lauter" in seen


def test_a_load_shows_its_progress(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "gold.jsonl", GOLD)
    seen = at_terminal("add-evalset", "tiny", file, "--warehouse", str(tmp_path / "w"), stream="stderr")
    assert "evalset tiny" in seen


def test_an_interrupt_is_exit_code_130_and_one_line(warehouse: str, tmp_path: Path) -> None:
    waited_for = tmp_path / "never.json"
    os.mkfifo(waited_for)
    call = ["add-run", "new", "run.jsonl", "--evalset", "tiny", "--manifest", str(waited_for), "--warehouse", warehouse]
    process = subprocess.Popen([*FLIPSCOPE, *call], env=ENVIRONMENT, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    writer = open_when_read(waited_for)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    os.close(writer)
    assert (process.returncode, said) == (130, "flipscope: interrupted\n")


def open_when_read(fifo: Path) -> int:
    """Open a named pipe as soon as the command reads from it, which then waits for us."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
