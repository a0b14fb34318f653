import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from loaders.errors import InputError
from loaders.exports import begin_export, finish_export, read_export
from loaders.notes import FILE_NAME


def test_an_export_made_again_keeps_its_key_and_its_time(tmp_path: Path) -> None:
    key = begin_export(tmp_path, "x1", {"a": 1}, shuffled=True)
    assert key is not None
    assert len(bytes.fromhex(key)) == 32
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as notes, notes:
        notes.execute("UPDATE export SET made_at = '2026-01-01T00:00:00+00:00'")
    assert begin_export(tmp_path, "x1", {"a": 2}, shuffled=True) == key
    finish_export(tmp_path, "x1", {"a": "é 🎵"})
    found = read_export(tmp_path, "x1")
    assert (found.id, found.manifest, found.blind_key) == ("x1", {"a": "é 🎵"}, key)
    assert found.made_at == "2026-01-01T00:00:00+00:00"


def test_keys_are_for_shuffled_answers_alone_and_none_is_like_another(tmp_path: Path) -> None:
    assert begin_export(tmp_path, "x0", {}, shuffled=False) is None
    keys = [begin_export(tmp_path, f"x{i}", {}, shuffled=True) for i in range(1, 5)]
    assert len(set(keys)) == 4


def test_who_makes_one_export_at_a_time_with_others_gets_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: begin_export(tmp_path, "x1", {}, shuffled=True), range(16)))
    assert len(set(keys)) == 1


def test_an_export_of_another_warehouse_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no export 'x1' was made with this warehouse"):
        read_export(tmp_path, "x1")
    begin_export(tmp_path, "x2", {}, shuffled=False)
    with pytest.raises(InputError, match="no export 'x1'"):
        read_export(tmp_path, "x1")
