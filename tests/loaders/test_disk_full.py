"""A full disk is one clear line, and nothing is left behind."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loaders.tiny import UTTERANCES, Desk, Record, jsonl, refusal

MANY: list[Record] = [{**UTTERANCES[0], "utterance_id": str(n), "note": os.urandom(99).hex()} for n in range(20_000)]
LIMITED = """
import sys
from pathlib import Path
from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.warehouse import Warehouse
try:
    add_evalset(Warehouse(Path(sys.argv[1])), "e", [sys.argv[2]], EvalsetOptions(), lambda what, n: None)
except InputError as error:
    print(error)
"""


@pytest.mark.parametrize("limit_bytes", [4096, 100_000, 1_000_000])
def test_a_file_that_may_not_grow(desk: Desk, limit_bytes: int) -> None:
    file = desk.file("many.jsonl", jsonl(MANY))
    load = subprocess.run(
        [sys.executable, "-c", LIMITED, str(desk.warehouse.path), file],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert load.stdout.startswith(f"{desk.warehouse.path}: could not be written (")
    assert load.stdout.count("\n") == 1
    assert "free some space or choose another --warehouse" in load.stdout
    assert (desk.published(), desk.leftovers()) == (set(), [])


@pytest.fixture(params=["64k", "1m", "3m"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full(small_disk: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.warehouse.path.symlink_to(small_disk)
    message = refusal(lambda: desk.add_evalset(MANY), desk)
    assert message.startswith(f"{desk.warehouse.path}: could not be written (")
