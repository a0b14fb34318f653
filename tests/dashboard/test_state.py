"""A link carries the whole filter: written to query parameters and read back, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.state import SLICE_PARAMETERS, FlipFilter, View, read_filter, read_unit
from loaders.schema import OUTCOMES

_NAMES = st.sampled_from((*SLICE_PARAMETERS, "device", "annotator"))
_VALUES = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3, unique=True).map(tuple)


@given(
    st.lists(st.sampled_from(OUTCOMES), unique=True),
    st.dictionaries(_NAMES, _VALUES, max_size=4),
    st.text(max_size=12),
)
def test_a_filter_survives_its_link(outcomes: list[str], where: dict[str, tuple[str, ...]], search: str) -> None:
    chosen = tuple(outcome for outcome in OUTCOMES if outcome in outcomes)
    flips = FlipFilter(chosen, tuple(where.items()), search)
    parameters = {name: value if isinstance(value, list) else [value] for name, value in flips.parameters().items()}
    read = read_filter(parameters)
    assert (read.outcomes, dict(read.where), read.search) == (chosen, where, search)


def test_a_link_without_a_filter_lists_what_broke() -> None:
    assert read_filter({}) == FlipFilter(("negative_flip",))


def test_nonsense_in_a_link_is_left_out() -> None:
    read = read_filter({"outcome": ["no such"], "where": ["no equals sign"], "other": ["x"]})
    assert read == FlipFilter(("negative_flip",))


def test_defaults_of_a_view_stay_out_of_its_link() -> None:
    view = View("sample", "v1", "v2")
    assert view.parameters() == {"evalset": "sample", "baseline": "v1", "candidate": "v2"}
    weighted = View("sample", "v1", "v2", "intent", "frequency")
    assert weighted.parameters() == view.parameters() | {"unit": "intent", "count": "traffic"}


def test_a_unit_nobody_knows_is_the_frame() -> None:
    assert [read_unit(value) for value in ("slots", "slot", "x", None)] == ["slots", "frame", "frame", "frame"]
