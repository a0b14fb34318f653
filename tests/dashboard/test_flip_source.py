"""Lists read from the flip index, and from what the evaluation set finds beside it, are those of the whole pairs."""

from collections.abc import Iterator

import pytest

from analysis.derived import GOLD, VERDICT
from analysis.flips import count_rows, page_rows
from analysis.frames import as_lazy
from analysis.selection import Condition, Selection, with_band_limits, with_standings, with_suspects
from dashboard.cache import key_of
from dashboard.flip_source import count_matches, source_of
from loaders.comparison import Comparison, comparison
from loaders.schema import Outcome
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import write_warehouse

CONDITIONS: list[tuple[Condition, ...]] = [
    (),
    (("has_slot", ("date",)),),
    (("has_slot", ("",)), ("locale", ("en-US",))),
    (("length", ("up to 10 characters", "11-20 characters")),),
    (("device", ("phone",)), ("candidate_intent", ("play", "general_quirky"))),
    (("frequency_band", ("head",)), ("utterance_id", ("a", "s1", "s2"))),
    (("swing", ("unknown",)), ("has_slot", ("date",))),
    ((VERDICT, ("",)), ("domain", ("music",))),
    ((GOLD, ("suspect",)), ("has_slot", ("date",))),
]
OUTCOMES_ASKED: list[tuple[Outcome, ...]] = [
    (),
    ("negative_flip",),
    ("positive_flip", "both_wrong_same"),
    ("both_correct",),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Comparison]:
    with comparison(Warehouse(write_warehouse(tmp_path_factory.mktemp("source"))), "v1", "v2") as found:
        yield found


@pytest.mark.parametrize("search", ["", "play", "/[0-3]$/"])
@pytest.mark.parametrize("where", CONDITIONS)
def test_a_list_is_that_of_the_whole_pairs(opened: Comparison, where: tuple[Condition, ...], search: str) -> None:
    key = (*key_of(opened), "of this test alone")
    for outcomes in OUTCOMES_ASKED:
        asked = Selection("frame", outcomes, where, search)
        asked = with_suspects(with_standings(with_band_limits(asked, opened.pairs()), {}), range(0, 60, 2))
        expected = page_rows(opened.pairs(), asked, "frequency", True, 0, 100)
        source = source_of(opened, key, asked, "frequency")
        assert page_rows(*source, "frequency", True, 0, 100) == expected
        assert count_rows(*source) == len(expected)
        if not outcomes:
            assert count_matches(opened, asked) in (None, len(expected))


def test_what_the_evaluation_set_knows_is_not_asked_of_all_files(opened: Comparison) -> None:
    for where in CONDITIONS[1:4]:
        asked = Selection("frame", ("negative_flip",), where)
        frame, left = source_of(opened, (*key_of(opened), "of this test alone"), asked)
        assert "text" not in as_lazy(frame).collect_schema().names()
        assert {column for column, _ in left.where} <= {"locale"}
