"""A warehouse file by file: one that cannot be read is said, and hides no other."""

import subprocess
import sys
from pathlib import Path

import pytest

from loaders.stored import read_stored
from loaders.warehouse import Warehouse
from tests.loaders.tiny import Desk

NOBODY = 65534


def test_no_folder_is_an_empty_warehouse(tmp_path: Path) -> None:
    stored = read_stored(Warehouse(tmp_path / "nowhere"))
    assert (stored.evalsets, stored.runs, stored.problems) == ((), (), ())


def test_one_bad_file_hides_no_other(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(name="good")
    folder = desk_with_gold.warehouse.path / "runs"
    (folder / "torn.duckdb").write_bytes(b"torn")
    (folder / "odd name.duckdb").write_bytes(b"")
    stored = read_stored(desk_with_gold.warehouse)
    assert [run.name for run in stored.runs] == ["good"]
    assert [evalset.name for evalset in stored.evalsets] == ["e"]
    assert ["run name 'odd name'" in stored.problems[0], "torn.duckdb: not a" in stored.problems[1]] == [True, True]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_cut_short_anywhere_is_named_before_a_query_meets_the_gap(desk_with_gold: Desk, share: float) -> None:
    desk_with_gold.add_run(name="good")
    desk_with_gold.add_run(name="cut")
    path = desk_with_gold.warehouse.run_path("cut")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    stored = read_stored(desk_with_gold.warehouse)
    assert [run.name for run in stored.runs] == ["good"]
    assert len(stored.problems) == 1
    assert "cut.duckdb" in stored.problems[0]


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "warehouse").write_bytes(b"")
    stored = read_stored(Warehouse(tmp_path / "warehouse"))
    assert stored.problems == (f"{tmp_path}/warehouse: is no warehouse folder; choose another --warehouse",)


def test_what_may_not_be_read_is_said(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(name="secret")
    desk_with_gold.add_run(name="open")
    warehouse = desk_with_gold.warehouse
    warehouse.run_path("secret").chmod(0)
    (warehouse.path / "evalsets").chmod(0)
    try:
        said = listed_without_rights(warehouse.path)
    finally:
        (warehouse.path / "evalsets").chmod(0o755)
    assert said == [
        "open",
        f"{warehouse.path}/evalsets: cannot be read (Permission denied); "
        "allow the user who runs flipscope to read it, or choose another --warehouse",
        f"{warehouse.path}/runs/secret.duckdb: cannot be read (Permission denied); "
        "allow the user who runs flipscope to read it",
    ]


def listed_without_rights(path: Path) -> list[str]:
    """Read a warehouse as somebody whom the rights of files stop; everything is imported before root is let go."""
    code = (
        "import os, sys\nfrom pathlib import Path\nimport duckdb\nduckdb.connect().execute('SELECT 1')\n"
        "from loaders.stored import read_stored\nfrom loaders.warehouse import Warehouse\n"
        f"path = Path({str(path)!r})\nif os.geteuid() == 0:\n"
        f"    [folder.chmod(0o755) for folder in list(path.parents)[:-2]]\n    os.setuid({NOBODY})\n"
        "found = read_stored(Warehouse(path))\n"
        "print(*[run.name for run in found.runs], *found.problems, sep='\\n')"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
