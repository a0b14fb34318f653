"""Audit samples in the notes: kept whole, grown, and told apart by set and seed."""

from dataclasses import replace
from pathlib import Path

import pytest

from loaders.audit_samples import Drawn, StoredSample, keep_sample, read_sample, read_seeds
from loaders.errors import InputError

SAMPLE = StoredSample(
    *("e", "e1", 7, ("v1", "v2"), (2, 3)), (Drawn(4, 1, "de-DE", "ü“\n"), Drawn(0, 0, "en-US", "1")), 0.25
)
LARGER = replace(SAMPLE, drawn=(*SAMPLE.drawn, Drawn(1, 1, "en-US", "2")))


def test_a_sample_is_read_as_it_was_kept(tmp_path: Path) -> None:
    assert read_sample(tmp_path, "e1") is None
    assert read_seeds(tmp_path, "e1") == ()
    kept = keep_sample(tmp_path, SAMPLE)
    assert kept.drawn_at
    assert replace(kept, drawn_at="") == SAMPLE
    assert read_sample(tmp_path, "e1") == read_sample(tmp_path, "e1", 7) == kept
    assert read_sample(tmp_path, "e2") is read_sample(tmp_path, "e1", 8) is None


def test_a_larger_sample_takes_the_place_of_a_smaller_one_and_never_the_other_way_round(tmp_path: Path) -> None:
    keep_sample(tmp_path, SAMPLE)
    larger = keep_sample(tmp_path, LARGER)
    assert len(larger.drawn) == 3
    assert keep_sample(tmp_path, SAMPLE) == keep_sample(tmp_path, LARGER) == read_sample(tmp_path, "e1") == larger
    assert read_seeds(tmp_path, "e1") == (7,)


@pytest.mark.parametrize(
    "other",
    [replace(LARGER, sizes=(1, 4)), replace(LARGER, drawn=LARGER.drawn[::-1])],
    ids=["other strata", "another order"],
)
def test_a_sample_does_not_grow_into_another(tmp_path: Path, other: StoredSample) -> None:
    keep_sample(tmp_path, SAMPLE)
    with pytest.raises(InputError, match="from another ranking, with the runs v1, v2; give the same"):
        keep_sample(tmp_path, other)
    assert len(keep_sample(tmp_path, replace(other, seed=8)).drawn) == 3
    assert read_seeds(tmp_path, "e1") == (8, 7)
    found = read_sample(tmp_path, "e1")
    assert found is not None
    assert found.seed == 8
