"""What a notebook gets from frames is what the command line prints of the same files, to the digit."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import analysis
import sample_data
from analysis import Compared, compare, list_flips, rates
from analysis.frames import as_lazy, collect_rows
from dashboard.cli import main
from loaders.schema import UTTERANCE_UNITS


def read(engine: str, file: Path) -> Any:
    if engine == "pandas":
        return pd.read_json(file, lines=True, dtype=False, precise_float=True)
    return pl.read_ndjson(file, infer_schema_length=None)


@pytest.fixture(scope="module", params=["pandas", "polars"])
def compared(request: pytest.FixtureRequest) -> Compared:
    files = (sample_data.EVALSET, sample_data.PREDICTIONS["v1"], sample_data.PREDICTIONS["v2"])
    gold, v1, v2 = (read(request.param, file) for file in files)
    return compare(gold, v1, v2)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("options", [(), ("--weight", "frequency")])
def test_rates_are_those_of_compare(
    compared: Compared, sample_warehouse: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    units = [part for unit in UTTERANCE_UNITS for part in ("--unit", unit)]
    by = ("--by", "locale", "--by", "domain")
    out = printed(
        capsys, "compare", "v1", "v2", *units, *by, *options, "--format", "json", "--warehouse", str(sample_warehouse)
    )
    wanted = json.loads(out)["rows"]
    found = collect_rows(as_lazy(rates(compared, ["locale", "domain"], weight=options[1] if options else None)))
    assert len(found) == len(wanted) > 3 * 80
    for ours, theirs in zip(found, wanted, strict=True):
        assert {name: value for name, value in ours.items() if name in theirs} == theirs


def test_flips_are_those_of_flips(
    compared: Compared, sample_warehouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = printed(
        capsys, "flips", "v1", "v2", "--outcome", "all", "--where", "locale=de-DE", "--limit", "0", "--format", "jsonl",
        "--warehouse", str(sample_warehouse),
    )  # fmt: skip
    wanted = [json.loads(line) for line in out.splitlines()]
    where = [("locale", ("de-DE",))]
    found = collect_rows(as_lazy(list_flips(compared, outcomes=(), where=where)))
    shared = set(found[0]) & set(wanted[0])
    assert {"utterance_id", "outcome", "change", "text", "baseline_intent"} <= shared
    assert [only(row, shared) for row in found] == [only(row, shared) for row in wanted]
    broke = collect_rows(as_lazy(list_flips(compared, "intent", where=where)))
    assert {row["outcome"] for row in broke} == {"negative_flip"}
    assert len(broke) == rates_of(compared, "intent", "de-DE")["n_negative_flips"]


def only(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return [(slot["name"], slot["value"]) for slot in value] if isinstance(value, list) else value

    return {name: plain(row[name]) for name in names}


def rates_of(compared: Compared, unit: str, locale: str) -> dict[str, Any]:
    rows = collect_rows(as_lazy(rates(compared, ["locale"])))
    (found,) = (row for row in rows if (row["unit"], row["locale"]) == (unit, locale))
    return found


def test_no_flip_is_a_frame_without_rows(compared: Compared) -> None:
    found = list_flips(compared, search="no utterance says this")
    assert len(found) == 0
    assert "change" in found.columns


def test_single_slots_are_not_listed_as_utterances(compared: Compared) -> None:
    with pytest.raises(ValueError, match="slot_pairs"):
        list_flips(compared, "slot")


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(callable(getattr(analysis, name)) for name in analysis.__all__)
    assert set(dir(analysis)) == set(analysis.__all__)
    assert analysis.__doc__ is not None
    assert all(f"`{name}" in analysis.__doc__ or name in ("Compared", "Selection") for name in analysis.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = analysis.nothing
