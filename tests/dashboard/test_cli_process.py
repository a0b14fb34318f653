"""What can only be seen of a process of its own: imports, pipes, signals, the port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import dashboard
from tests.dashboard.cli_data import build_warehouse

ROOT = Path(dashboard.__file__).resolve().parent.parent
FLIPSCOPE = [sys.executable, "-m", "dashboard.cli"]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("process"))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def test_compare_imports_nothing_heavy(warehouse: str, tmp_path: Path) -> None:
    code = (
        "import sys; from dashboard.cli import main; "
        f"code = main(['compare', 'v1', 'v2', '--by', 'locale', '--format', 'json', '--warehouse', {warehouse!r}]); "
        "print({'streamlit', 'pandas', 'plotly', 'sklearn'} & set(sys.modules), code, file=sys.stderr)"
    )
    done = run([sys.executable, "-c", code], tmp_path)
    assert done.stderr == "set() 0\n"
    assert '"rows"' in done.stdout


def test_a_mistake_is_exit_code_2_and_one_line(warehouse: str, tmp_path: Path) -> None:
    done = run([*FLIPSCOPE, "compare", "v1", "v2", "--by", "bogus", "--warehouse", warehouse], tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_the_version_is_printed(tmp_path: Path) -> None:
    done = run([*FLIPSCOPE, "--version"], tmp_path)
    assert (done.returncode, done.stdout.split()[0], len(done.stdout.split())) == (0, "flipscope", 2)


def test_a_shell_is_told_how_to_complete(tmp_path: Path) -> None:
    asked = {**environment(), "_FLIPSCOPE_COMPLETE": "complete_bash", "COMP_WORDS": "flipscope comp", "COMP_CWORD": "1"}
    done = subprocess.run(FLIPSCOPE, cwd=tmp_path, env=asked, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["compare"]


def test_a_reader_that_leaves_is_no_error(warehouse: str, tmp_path: Path) -> None:
    flips = [*FLIPSCOPE, "flips", "v1", "v2", "--format", "csv", "--warehouse", warehouse]
    process = subprocess.Popen(
        flips, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait() == 0


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("serve", "demo"):
            done = run([*FLIPSCOPE, command, "--port", str(port)], tmp_path)
            assert done.returncode == 2
            assert done.stderr == f"flipscope: port {port} on 127.0.0.1 is taken; choose another with --port\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_the_dashboard_is_served_until_it_is_stopped(warehouse: str, tmp_path: Path, wanted: signal.Signals) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = [*FLIPSCOPE, "serve", "--port", str(port), "--warehouse", warehouse]
    process = subprocess.Popen(serve, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        process.send_signal(wanted)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
