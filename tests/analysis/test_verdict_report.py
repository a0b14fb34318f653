"""What annotators said, against plain loops over visible rows, on every engine."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.agreement import measure_agreement
from analysis.frames import Row
from analysis.standing import STANDINGS, Opinion, standing_of
from analysis.verdict_report import (
    AnnotatorCounts,
    JudgedUtterance,
    Key,
    Said,
    disagree_about,
    find_judged,
    report_verdicts,
)
from loaders.schema import VERDICTS, Unit, Verdict
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import random_rows

SLOT = ("time", "five am", 11, 18)
OTHER = ("date", "today", None, None)


def said(
    identity: str, annotator: str, verdict: Verdict | None, folded_into: str | None = None, intent: str | None = None
) -> Said:
    return Said(("de-DE", identity), annotator, Opinion(verdict, intent), folded_into)


def utterances(**broke: bool) -> dict[Key, JudgedUtterance]:
    """Utterances named a, b, ... in rows 0, 1, ... with the traffic 1, 10, 100, ..."""
    return {("de-DE", name): JudgedUtterance(row, 10**row, flag) for row, (name, flag) in enumerate(broke.items())}


def test_nothing_was_said() -> None:
    report = report_verdicts([], {}, 7, "frame")
    assert (report.n_flips, report.n_judged, report.n_elsewhere, report.n_judgements) == (7, 0, 0, 0)
    assert report.standings == dict.fromkeys(STANDINGS, 0)
    assert (report.annotators, report.queue, report.agreement) == ((), (), measure_agreement({}))


def test_flips_are_counted_by_what_most_say() -> None:
    opinions = [
        said("a", "Ann", "candidate_wrong"), said("a", "Bo", "candidate_wrong"), said("a", "Cy", "unclear"),
        said("b", "Ann", "gold_wrong"), said("b", "Bo", "unclear"),
        said("c", "Ann", "gold_wrong"),
        said("d", "Bo", None, intent="stop"),
        said("gone", "Bo", "unclear"),
    ]  # fmt: skip
    report = report_verdicts(opinions, utterances(a=True, b=True, c=False, d=True), 9, "frame")
    assert (report.n_flips, report.n_judged, report.n_elsewhere) == (9, 2, 1)
    assert {name: n for name, n in report.standings.items() if n} == {"confirmed": 1, "disagreed": 1}
    assert report.annotators == (
        AnnotatorCounts("Ann", 3, {"candidate_wrong": 1, "gold_wrong": 2}),
        AnnotatorCounts("Bo", 3, {"candidate_wrong": 1, "unclear": 1, None: 1}),
        AnnotatorCounts("Cy", 1, {"unclear": 1}),
    )
    assert (report.agreement.n, report.agreement.n_equal) == (2, 0)
    assert [(one.key[1], one.n_traffic, one.about) for one in report.queue] == [
        ("b", 10, "verdict"),
        ("a", 1, "verdict"),
    ]
    assert [one.annotator for one in report.queue[1].said] == ["Ann", "Bo", "Cy"]


def test_an_item_counts_once_and_its_utterances_each() -> None:
    """b and c ask what a asks: its verdicts are theirs; Cy saw c itself."""
    both: list[Said] = [said("a", "Ann", "gold_wrong"), said("a", "Bo", "unclear")]
    folded = [said(name, one.annotator, one.opinion.verdict, "a") for name in "bc" for one in both]
    known = utterances(a=True, b=True, c=True)
    report = report_verdicts([*both, *folded], known, 3, "frame")
    assert (report.n_judged, report.n_judgements, report.agreement.n) == (3, 2, 1)
    assert [(one.key[1], one.n_traffic) for one in report.queue] == [("a", 111)]
    report = report_verdicts([*both, *folded, said("c", "Cy", "gold_wrong")], known, 3, "frame")
    assert (report.n_judged, report.n_judgements, report.agreement.n) == (3, 3, 2)
    assert [(one.key[1], one.n_traffic) for one in report.queue] == [("c", 100), ("a", 11)]


@pytest.mark.parametrize(
    ("opinions", "about"),
    [
        ([], None),
        ([Opinion("gold_wrong")], None),
        ([Opinion("gold_wrong"), Opinion("gold_wrong")], None),
        ([Opinion("gold_wrong"), Opinion(None, "stop")], None),
        ([Opinion("gold_wrong", "stop"), Opinion("unclear", "stop")], "verdict"),
        ([Opinion("gold_wrong", "stop"), Opinion("gold_wrong", "pause")], "correction"),
        ([Opinion("gold_wrong", None, (SLOT, OTHER)), Opinion("gold_wrong", None, (OTHER, SLOT))], None),
        ([Opinion("gold_wrong", None, (SLOT,)), Opinion("gold_wrong", None, ())], "correction"),
        ([Opinion(None, "stop"), Opinion(None, "pause")], "correction"),
    ],
)
def test_what_is_disagreed_on(opinions: list[Opinion], about: str | None) -> None:
    assert disagree_about(opinions) == about


_GIVEN = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["Ann", "Bo", "Cy"])),
    st.tuples(st.sampled_from([*VERDICTS, None]), st.sampled_from(["stop", "pause", None])),
    max_size=12,
)


@given(_GIVEN, st.lists(st.booleans(), min_size=4, max_size=4))
def test_the_counts_are_those_of_plain_loops(
    given_verdicts: dict[tuple[str, str], tuple[Verdict | None, str | None]], broke: list[bool]
) -> None:
    known = utterances(**dict(zip("abcd", broke, strict=True)))
    opinions = [said(*key, verdict, intent=intent) for key, (verdict, intent) in given_verdicts.items()]
    report = report_verdicts(opinions, known, 4, "frame")

    expected: Counter[str] = Counter()
    n_elsewhere, queue = 0, []
    for row, name in enumerate("abcd"):
        here = [given_verdicts[name, who] for who in ("Ann", "Bo", "Cy") if (name, who) in given_verdicts]
        standing = standing_of(verdict for verdict, _ in here)
        if standing and broke[row]:
            expected[standing] += 1
        n_elsewhere += standing is not None and not broke[row]
        verdicts = {verdict for verdict, _ in here} - {None}
        intents = {intent for _, intent in here} - {None}
        if len(verdicts) > 1 or len(intents) > 1:
            queue.append((name, 10**row))
    assert {name: n for name, n in report.standings.items() if n} == dict(expected)
    assert sum(report.standings.values()) == report.n_judged
    assert report.n_elsewhere == n_elsewhere
    assert [(one.key[1], one.n_traffic) for one in report.queue] == queue[::-1]
    assert report.n_judgements == len(given_verdicts)
    for one in report.annotators:
        assert one.n == sum(one.verdicts.values()) == sum(who == one.annotator for _, who in given_verdicts)


ROWS = random_rows(200)


@pytest.mark.parametrize("unit", ["frame", "intent", "slots"])
def test_judged_utterances_are_found_on_every_engine(frame_on: FrameOn, unit: Unit) -> None:
    keys = [(row["locale"], row["utterance_id"]) for row in ROWS[::7]] + [
        ("xx", "none"),
        ("xx", ROWS[0]["utterance_id"]),
    ]
    opinions = [Said(key, "Ann", Opinion("unclear")) for key in keys]
    found = find_judged(frame_on(ROWS), opinions, unit)

    def expected(row: Row) -> JudgedUtterance:
        broke = row[f"baseline_{unit}_correct"] and not row[f"candidate_{unit}_correct"]
        return JudgedUtterance(row["row"], 1 if row["frequency"] is None else row["frequency"], broke)

    assert found == {(row["locale"], row["utterance_id"]): expected(row) for row in ROWS[::7]}
    assert find_judged(frame_on(ROWS), [], unit) == {}


@settings(max_examples=20)
@given(st.sampled_from(list(product(VERDICTS, repeat=3))))
def test_three_annotators_agree_or_are_in_the_queue(verdicts: tuple[Verdict, ...]) -> None:
    opinions = [said("a", who, verdict) for who, verdict in zip(("Ann", "Bo", "Cy"), verdicts, strict=True)]
    report = report_verdicts(opinions, utterances(a=True), 1, "frame")
    assert (report.agreement.n_equal == 1) == (not report.queue) == (len(set(verdicts)) == 1)
