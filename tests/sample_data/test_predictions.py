"""The published runs: shape, size, and the story that they tell."""

import gzip
import json
from functools import cache
from typing import Any

import pytest

from sample_data import EVALSET, HERE, MANIFESTS, PREDICTIONS, VERSIONS
from sample_data.material import catalogue
from sample_data.rows import read_json_lines
from sample_data.scoring import accuracy_by_locale

Records = list[dict[str, Any]]
COLUMNS = {"utterance_id", "locale", "intent", "slots", "confidence", "nbest", "latency_ms"}


@cache
def _predictions(version: str) -> Records:
    return [json.loads(line) for line in gzip.decompress(PREDICTIONS[version].read_bytes()).splitlines()]


@cache
def _accuracy(version: str) -> dict[str, float]:
    return accuracy_by_locale(read_json_lines(EVALSET), _predictions(version))


@pytest.mark.parametrize("version", VERSIONS)
def test_one_prediction_for_each_utterance(version: str, evalset: Records) -> None:
    predicted = [(record["locale"], record["utterance_id"]) for record in _predictions(version)]
    assert sorted(predicted) == sorted((row["locale"], row["utterance_id"]) for row in evalset)


@pytest.mark.parametrize("version", VERSIONS)
def test_records(version: str, evalset: Records) -> None:
    texts = {(row["locale"], row["utterance_id"]): row["text"] for row in evalset}
    intents = {intent.name for intent in catalogue().intents}
    for record in _predictions(version):
        assert set(record) == COLUMNS
        text = texts[record["locale"], record["utterance_id"]]
        assert all(text[slot["start"] : slot["end"]] == slot["value"] for slot in record["slots"])
        scores = [candidate["score"] for candidate in record["nbest"]]
        assert len(scores) == 5
        assert scores == sorted(scores, reverse=True)
        assert 0 <= scores[-1] <= scores[0] <= 1
        assert (record["intent"], record["confidence"]) == (record["nbest"][0]["intent"], scores[0])
        assert {candidate["intent"] for candidate in record["nbest"]} <= intents
        assert record["latency_ms"] > 0


@pytest.mark.parametrize("version", VERSIONS)
def test_manifest(version: str) -> None:
    manifest = json.loads(MANIFESTS[version].read_text(encoding="utf-8"))
    assert set(manifest) == {"model_version", "parameters", "quantisation", "training_data"}
    assert manifest["model_version"] == version
    assert isinstance(manifest["parameters"], dict)


@pytest.mark.parametrize("version", VERSIONS)
def test_archive_carries_no_time_of_day(version: str) -> None:
    assert PREDICTIONS[version].read_bytes()[4:8] == bytes(4)


def test_the_second_version_is_better_everywhere_but_in_german() -> None:
    first, second = _accuracy("v1"), _accuracy("v2")
    assert 0.70 <= first["all"] <= 0.85
    assert 0.02 <= second["all"] - first["all"] <= 0.045
    assert second["de-DE"] - first["de-DE"] < -0.02


def test_the_third_version_repairs_german_and_breaks_one_domain(evalset: Records) -> None:
    assert _accuracy("v3")["de-DE"] - _accuracy("v2")["de-DE"] > 0.02
    trips = [row for row in evalset if row["domain"] == "trips"]
    second, third = (accuracy_by_locale(trips, _predictions(version))["all"] for version in ("v2", "v3"))
    assert third < second - 0.1


def test_the_fourth_version_is_the_best() -> None:
    assert max(VERSIONS, key=lambda version: _accuracy(version)["all"]) == "v4"


def test_the_folder_is_small() -> None:
    files = [path for path in HERE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 4_500_000
