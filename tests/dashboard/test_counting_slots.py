"""Single slots counted by stored numbers must be those counted one by one."""

from pathlib import Path

import pytest

from analysis.breakdown import break_down_by
from analysis.parts import Parts
from analysis.slot_errors import count_slot_errors
from dashboard.commands.asked import Asked
from dashboard.commands.counting_errors import count_errors
from dashboard.commands.counting_slots import count_slots
from loaders.comparison import comparison
from loaders.warehouse import Warehouse


@pytest.mark.parametrize("runs", [("v1", "v2"), ("v2", "v1")])
@pytest.mark.parametrize("by", [(), ("locale",), ("locale", "intent")])
@pytest.mark.parametrize("weight", [None, "frequency"])
def test_numbers_say_what_the_slots_one_by_one_say(
    sample_warehouse: Path, runs: tuple[str, str], by: tuple[str, ...], weight: str | None
) -> None:
    with comparison(Warehouse(sample_warehouse), *runs) as opened:
        asked = Asked(("slot",), by, {}, weight, 0.01, None, "A")
        found = count_slots(Parts((opened.pairs(),)), Parts((opened.slot_pairs(),)), asked)
        assert found == break_down_by(opened.slot_pairs(), "slot", by, weight)


def test_errors_of_everything_are_the_sum_of_the_slices(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        asked = Asked(("slot",), ("locale", "domain"), {}, None, 0.01, None, "A")
        whole, parts = count_errors(opened, asked)
        (expected,) = count_slot_errors(opened.pairs(), Parts(opened.spurious_pairs_in_parts()))
        assert whole == expected
        assert sum(part.n_new_insertions or 0 for part in parts) == expected.n_new_insertions
