"""Links to the Flips page: read, checked, written; and the sentences made of them."""

from dataclasses import replace

import pytest

from dashboard.components.flip_address import Address, Known, note_unread, read_address
from dashboard.components.flip_filters import without
from dashboard.components.flip_words import chips, plain_label, share, title
from dashboard.state import FlipFilter

KNOWN = Known(
    values={"locale": frozenset({"de-DE", "fr-FR"}), "domain": frozenset({"music"}), "intent": frozenset({"play"})},
    usable=lambda column, _: "" if column == "device" else "there is no such column",
    n_utterances=100,
    has_confidence=True,
    has_traffic=True,
)


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"outcome": ["all"]},
        {"outcome": ["negative_flip", "positive_flip"], "locale": ["de-DE", "fr-FR"], "q": ["wann?"]},
        {"where": ["device=car", "device="], "sort": ["confidence_drop"], "page": ["3"], "row": ["99"]},
    ],
)
def test_a_link_survives_being_read_and_written(link: dict[str, list[str]]) -> None:
    address = read_address(link, KNOWN)
    assert address.notes == ()
    written = {name: [value] if isinstance(value, str) else value for name, value in address.parameters().items()}
    assert written == link


def test_what_a_link_cannot_mean_is_noted() -> None:
    address = read_address({"locale": ["xx"], "where": ["nope=1"], "row": ["100"]}, KNOWN)
    assert address.flips.where == (("locale", ("xx",)),)
    assert address.row is None
    assert len(address.notes) == 3
    assert address.notes[0] == "The link asks for locale “xx”, which is not in this set."


def test_parameters_that_mean_nothing_are_named_and_the_others_are_not() -> None:
    assert note_unread(["evalset", "unit", "count", "where", "row"], []) == ""
    assert "“foo” and “bar”, which mean nothing here." in note_unread(["foo", "bar"], ["annotator"])


@pytest.mark.parametrize("page", ["0", "-1", "1.5", "٣", "9" * 30, "x"])
def test_a_page_that_is_no_number_is_the_first(page: str) -> None:
    assert read_address({"page": [page]}, KNOWN).page == 1


def test_an_order_by_a_confidence_that_is_missing_is_the_usual_one() -> None:
    known = Known(KNOWN.values, KNOWN.usable, 100, has_confidence=False, has_traffic=True)
    address = read_address({"sort": ["confidence_drop"]}, known)
    assert address.sort == "frequency"
    assert address.notes


def test_an_order_by_traffic_that_the_set_does_not_know_is_said_to_be_that_of_the_set() -> None:
    known = replace(KNOWN, has_traffic=False)
    (note,) = read_address({"sort": ["frequency"]}, known).notes
    assert "does not say how often an utterance is asked" in note
    assert read_address({"sort": ["row"]}, known).notes == read_address({}, known).notes == ()


def test_endless_links_are_cut() -> None:
    where = [f"device={i}" for i in range(10_000)]
    address = read_address({"q": ["x" * 10_000], "where": where, "locale": ["y"] * 10_000}, KNOWN)
    assert len(address.flips.search) == 200
    assert len(dict(address.flips.where)["device"]) == 200


def test_a_filter_starts_the_list_anew() -> None:
    address = Address(page=4, row=7).with_values("locale", ["de-DE"])
    assert (address.page, address.row) == (1, None)
    assert address.with_values("locale", []).flips == FlipFilter()


def test_each_filter_can_be_taken_away() -> None:
    address = read_address({"locale": ["de-DE"], "where": ["device=car"], "q": ["x"]}, KNOWN)
    for parameter in chips(address.flips):
        address = without(address, parameter)
    assert address.flips == FlipFilter(outcomes=())


@pytest.mark.parametrize(
    ("n", "flips", "said"),
    [
        (248, FlipFilter(where=(("locale", ("de-DE",)),)), '248 utterances broke in <bdi dir="auto">de-DE</bdi>'),
        (1, FlipFilter(("positive_flip",)), "1 utterance was fixed"),
        (0, FlipFilter(), "No utterance broke"),
        (0, FlipFilter(search="/x$/"), 'No utterance that broke matches <bdi dir="auto">/x$/</bdi>'),
        (0, FlipFilter((), search="/x$/"), 'No utterance matches <bdi dir="auto">/x$/</bdi>'),
        (5, FlipFilter(()), "5 utterances"),
        (5, FlipFilter(("both_correct", "negative_flip")), "5 utterances (both right or broke)"),
        (2, FlipFilter(search="<b>"), '2 utterances broke, with “<bdi dir="auto">&lt;b&gt;</bdi>” in the text'),
    ],
)
def test_the_title_says_what_is_listed(n: int, flips: FlipFilter, said: str) -> None:
    assert title(n, flips) == said


def test_a_long_filter_is_short_on_its_chip() -> None:
    assert len(chips(FlipFilter(search="x" * 200))["q"]) < 60
    assert chips(FlipFilter((), (("device", ("",)),))) == {"device": "device: (empty)"}


def test_the_share_has_its_number() -> None:
    assert share(248, 2974, ("v1", "<v2>"), "frame").startswith("8.3 % of 2,974 utterances · ")
    assert "&lt;v2&gt;" in share(0, 0, ("v1", "<v2>"), "frame")


def test_labels_are_shown_letter_by_letter() -> None:
    assert plain_label("a  [b](c)\n:red[x]") == r"a \[b\]\(c\) \:red\[x\]"
