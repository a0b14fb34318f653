"""What the page Annotation reads of its link: any address survives the way through it, and nothing is trusted."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.suspect_list import SHOWN, SuspectFilter
from dashboard.components.suspect_address import COLUMNS, OWN_PARAMETERS, SuspectAddress, read_suspect_address
from dashboard.components.suspect_words import chips_of
from tests.analysis.annotation.ranked import Ranked, Told

ROWS = [
    {
        "row": row,
        "locale": ("de-DE", "en-US")[row % 2],
        "domain": "music",
        "intent": ("play", "stop")[row % 2],
        "annotator": ("a1", None)[row % 2],
        "guideline_version": "2",
        "annotated_at": "2026-03-01",
    }
    for row in range(4)
]
TOLD = {"near_duplicates": {0: Told(0.9, True, "stop"), 1: Told(0.9, True, "play")}, "same_text": {}}
TABLE = Ranked(ROWS, TOLD).table(pa.Table.from_pylist(ROWS))


_values = {
    "locale": ["de-DE", "en-US"],
    "domain": ["music"],
    "intent": ["play", "stop"],
    "annotator": ["a1", ""],
    "guideline_version": ["2"],
}
_where = st.fixed_dictionaries(
    {},
    optional={name: st.lists(st.sampled_from(of), min_size=1, unique=True).map(tuple) for name, of in _values.items()},
).map(lambda found: tuple((name, found[name]) for name in COLUMNS if name in found))
_days = st.sampled_from(["", "2026-03-01", "2026-12-31"])
_addresses = st.builds(
    SuspectAddress,
    asked=st.builds(
        SuspectFilter,
        where=_where,
        pairs=st.lists(st.sampled_from(["own -> stop", "own -> play"]), unique=True).map(tuple),
        detectors=st.sampled_from([(), ("near_duplicates",), ("near_duplicates", "same_text")]),
        since=_days,
        until=_days,
        shown=st.sampled_from(SHOWN),
    ),
    only_broke=st.booleans(),
    search=st.sampled_from(["", "wake", "/^a/"]),
    page=st.integers(1, 9),
    row=st.none() | st.integers(0, 3),
)


@given(_addresses)
def test_an_address_survives_the_way_through_the_link(address: SuspectAddress) -> None:
    link = {name: [value] if isinstance(value, str) else value for name, value in address.parameters().items()}
    assert read_suspect_address(link, TABLE) == address
    assert set(link) <= set(OWN_PARAMETERS)


@given(_addresses)
def test_every_filter_is_a_chip_that_takes_it_away(address: SuspectAddress) -> None:
    for parameter in chips_of(address):
        assert parameter not in chips_of(address.without(parameter))
        assert len(chips_of(address.without(parameter))) == len(chips_of(address)) - 1
    assert chips_of(address.cleared()) == {}
    assert address.cleared().asked.shown == address.asked.shown


@given(st.dictionaries(st.sampled_from(OWN_PARAMETERS), st.lists(st.text(max_size=12), max_size=3)))
def test_nothing_in_a_link_breaks_the_page(link: dict[str, list[str]]) -> None:
    address = read_suspect_address(link, TABLE)
    assert address.page >= 1
    assert address.row is None or address.row < len(ROWS)
    assert all(isinstance(note, str) for note in address.notes)
    chips_of(address)


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ({"locale": ["xx"]}, "The link asks for locale “xx”, which is not in this list."),
        (
            {"pair": ["a -> b", "c -> d"]},
            "The link asks for label pair “a -> b” and “c -> d”, which are not in this list.",
        ),
        ({"detector": ["nobody"]}, "The link asks for detector “nobody”, which is not in this list."),
        ({"row": ["4"]}, "The link asks for utterance “4”, which is not in this set."),
        ({"row": ["-1"]}, "The link asks for utterance “-1”, which is not in this set."),
    ],
)
def test_what_is_not_there_is_said(link: dict[str, list[str]], note: str) -> None:
    assert read_suspect_address(link, TABLE).notes == (note,)


def test_a_value_that_nothing_has_stays_in_the_filter() -> None:
    assert read_suspect_address({"locale": ["xx"]}, TABLE).asked.where == (("locale", ("xx",)),)
