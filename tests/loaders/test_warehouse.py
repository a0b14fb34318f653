"""A warehouse: names, listings, and files in it that are none of ours."""

import shutil
from pathlib import Path

import duckdb
import pytest

from loaders.errors import InputError
from loaders.schema import STORAGE_VERSION
from loaders.warehouse import Warehouse
from tests.loaders.tiny import ANSWERS, Desk, refusal

BAD_NAMES = [
    "",
    " ",
    "it's",
    'a"b',
    "a;b",
    "a/b",
    "../x",
    "..",
    "a..b",
    ".",
    ".hidden",
    "-dash",
    "@at",
    "a" * 65,
    "a\nb",
    "é",
    "a b",
    "a\0",
]
GOOD_NAMES = ["v1", "V1.2-rc_3", "v1@fixed", "0", "a" * 64]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_bad_names_are_refused(desk_with_gold: Desk, name: str) -> None:
    message = refusal(lambda: desk_with_gold.add_run(name=name), desk_with_gold)
    assert (
        message == f"run name {name!r}: use letters, digits, '.', '_', '-' and '@' (up to 64, a letter or digit first)"
    )
    with pytest.raises(InputError, match="evalset name"):
        desk_with_gold.warehouse.evalset(name)


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_good_names_are_file_names(desk_with_gold: Desk, name: str) -> None:
    desk_with_gold.add_run(name=name)
    assert desk_with_gold.published() == {"evalsets/e.duckdb", f"runs/{name}.duckdb"}


def test_a_name_in_use_is_refused_with_the_way_out(desk_with_gold: Desk) -> None:
    path = desk_with_gold.warehouse.evalset_path("e")
    before = path.read_bytes()
    message = refusal(desk_with_gold.add_evalset, desk_with_gold)
    assert message == f"evalset 'e' exists already; choose another name, or delete {path} first"
    assert path.read_bytes() == before


def test_what_is_not_there_is_answered_with_what_is(desk_with_gold: Desk) -> None:
    warehouse = desk_with_gold.warehouse
    with pytest.raises(InputError, match=r"no run 'v1' in .*; there are: none yet"):
        warehouse.run("v1")
    desk_with_gold.add_run(name="v2")
    with pytest.raises(InputError, match=r"no run 'v1' in .*; there are: v2"):
        warehouse.run("v1")
    with pytest.raises(InputError, match=r"no evalset 'f' in .*; there are: e"):
        warehouse.evalset("f")


def test_a_warehouse_that_does_not_exist_is_empty_and_stays_so(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "nowhere")
    assert (warehouse.evalsets(), warehouse.runs()) == ((), ())
    assert not warehouse.path.exists()


def test_runs_are_listed_by_time_and_evalsets_by_name(desk_with_gold: Desk) -> None:
    for name in ("zz", "aa"):
        desk_with_gold.add_run(name=name)
    runs = desk_with_gold.warehouse.runs()
    assert {run.name for run in runs} == {"zz", "aa"}
    assert [run.created_at for run in runs] == sorted(run.created_at for run in runs)
    assert [evalset.name for evalset in desk_with_gold.warehouse.evalsets()] == ["e"]


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000])
def test_a_corrupt_file_is_named(desk_with_gold: Desk, content: bytes) -> None:
    path = desk_with_gold.warehouse.path / "evalsets" / "broken.duckdb"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"evalsets/broken\.duckdb: not a flipscope file \(.*\); move it out"):
        desk_with_gold.warehouse.evalsets()
    assert desk_with_gold.warehouse.evalset("e").name == "e"


def test_a_file_cut_short_is_named(desk_with_gold: Desk) -> None:
    path = desk_with_gold.warehouse.evalset_path("e")
    path.write_bytes(path.read_bytes()[:5000])
    message = refusal(desk_with_gold.add_run, desk_with_gold)
    assert "e.duckdb: not a flipscope file (" in message


def test_a_database_of_something_else_is_named(desk_with_gold: Desk) -> None:
    path = desk_with_gold.warehouse.path / "evalsets" / "other.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE cats (name VARCHAR)")
    with pytest.raises(InputError, match=r"other\.duckdb: not a flipscope file"):
        desk_with_gold.warehouse.evalsets()


def test_a_run_among_the_evalsets_is_named(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run()
    warehouse = desk_with_gold.warehouse
    shutil.copy(warehouse.run_path("r"), warehouse.evalset_path("r"))
    with pytest.raises(InputError, match=r"evalsets/r\.duckdb: holds no evalset; move it out of .*/evalsets"):
        warehouse.evalsets()


@pytest.mark.parametrize("manifest", ["", "[]", "{}", "null", f'{{"storage_version": {STORAGE_VERSION}}}'])
def test_a_damaged_manifest_is_named(desk_with_gold: Desk, manifest: str) -> None:
    path = desk_with_gold.warehouse.evalset_path("e")
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE manifest SET json = ?", [manifest])
    with pytest.raises(InputError, match=r"evalsets/e\.duckdb: holds no evalset"):
        desk_with_gold.warehouse.evalset("e")


@pytest.mark.parametrize(("version", "advice"), [(99, "update flipscope, or load it again"), (0, "load it again")])
def test_a_file_of_another_storage_version_is_refused(desk_with_gold: Desk, version: int, advice: str) -> None:
    path = desk_with_gold.warehouse.evalset_path("e")
    with duckdb.connect(str(path)) as con:
        con.execute(
            "UPDATE manifest SET json = replace(json, ?, ?)",
            [f'"storage_version": {STORAGE_VERSION}', f'"storage_version": {version}'],
        )
    said = f"written in storage version {version}, this flipscope reads {STORAGE_VERSION}; {advice}"
    with pytest.raises(InputError, match=said):
        desk_with_gold.warehouse.evalset("e")


def test_a_file_that_was_renamed_goes_by_its_new_name(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(ANSWERS)
    warehouse = desk_with_gold.warehouse
    warehouse.run_path("r").rename(warehouse.run_path("renamed"))
    assert [run.name for run in warehouse.runs()] == ["renamed"]
    assert warehouse.run("renamed").name == "renamed"


def test_a_run_without_its_evalset_is_still_listed(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run()
    desk_with_gold.warehouse.evalset_path("e").unlink()
    assert [run.evalset for run in desk_with_gold.warehouse.runs()] == ["e"]


def test_a_warehouse_that_is_a_file_is_refused(desk: Desk) -> None:
    desk.file("warehouse", b"")
    with pytest.raises(InputError, match=r"warehouse: could not be written \(.*\); choose another --warehouse"):
        desk.add_evalset()
