"""A file that is damaged inside is named, for DuckDB does not say which of the attached ones it was."""

import shutil
from pathlib import Path

import duckdb
import pytest

from loaders.chain import chain
from loaders.comparison import comparison
from loaders.damage import explain_damage
from loaders.errors import InputError
from loaders.warehouse import Warehouse


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-300_000:-200_000] = bytes(100_000)
    path.write_bytes(content)


@pytest.fixture
def warehouse(sample_warehouse: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(sample_warehouse, tmp_path / "warehouse"))


@pytest.mark.parametrize("name", ["evalsets/sample.duckdb", "runs/v1.duckdb", "runs/v2.duckdb"])
def test_the_damaged_file_is_named_whoever_reads_it(warehouse: Warehouse, name: str) -> None:
    damage(warehouse.path / name)
    said = rf"{name}: is damaged inside \(Corrupt database file.*\); delete it and load it again"
    with pytest.raises(InputError, match=said), comparison(warehouse, "v1", "v2") as opened:
        opened.pairs().fetchall()
    with pytest.raises(InputError, match=said), chain(warehouse, ["v1", "v2"]) as links:
        links.utterances().fetchall()


def test_files_that_say_the_same_at_that_place_are_all_named(warehouse: Warehouse) -> None:
    shutil.copy(warehouse.run_path("v2"), warehouse.run_path("copy"))
    damage(warehouse.run_path("v2"))
    damage(warehouse.run_path("copy"))
    said = r"copy\.duckdb or .*v2\.duckdb: is damaged"
    with pytest.raises(InputError, match=said), comparison(warehouse, "v1", "v2") as opened:
        opened.pairs().fetchall()


def test_another_error_stays_what_it_is(warehouse: Warehouse) -> None:
    with pytest.raises(duckdb.CatalogException), comparison(warehouse, "v1", "v2") as opened:
        opened.con.table("nosuch")
    assert explain_damage(duckdb.IOException("stored checksum 5 in block at location 999999999999"), warehouse) is None
