import pytest

from analysis.frames import Row, UnknownColumn
from analysis.parallel import (
    AlignmentCounts,
    Answered,
    Request,
    align_requests,
    broken_anywhere,
    broken_everywhere,
    broken_in,
    count_alignment,
    count_requests,
    page_requests,
    run_once,
)
from loaders.schema import UTTERANCE_UNITS, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import Answer, outcome_of, pair_row, random_rows

ROWS = random_rows(300)
LOCALES = ("de-DE", "en-US", "fr-FR")
GOLD = ("play", [("song", "creep")])


def align(rows: list[Row], unit: Unit, locales: tuple[str, ...]) -> list[Request]:
    """Requests by a plain loop: most traffic first, then by their first row."""
    chosen = [row for row in rows if row["locale"] in locales and row["parallel_id"] is not None]
    requests: dict[str, list[Row]] = {}
    for row in chosen:
        requests.setdefault(row["parallel_id"], []).append(row)
    ordered = sorted(requests.items(), key=lambda entry: (-sum(r["frequency"] for r in entry[1]), entry[1][0]["row"]))
    return [
        Request(
            key,
            sum(row["frequency"] for row in members),
            {locale: answered([row for row in members if row["locale"] == locale], unit) for locale in locales},
        )
        for key, members in ordered
    ]


def answered(rows: list[Row], unit: Unit) -> Answered | None:
    return Answered(rows[0]["row"], outcome_of(rows[0], unit)) if rows else None


def broke(request: Request, locale: str) -> bool:
    answer = request.answers[locale]
    return answer is not None and answer.outcome == "negative_flip"


@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
@pytest.mark.parametrize("locales", [LOCALES, ("fr-FR", "de-DE")])
def test_requests_equal_a_plain_loop(frame_on: FrameOn, unit: Unit, locales: tuple[str, ...]) -> None:
    expected = align(ROWS, unit, locales)
    requests = align_requests(frame_on(ROWS), locales, unit)
    assert count_requests(requests) == len(expected)
    assert list(page_requests(requests, 0, 1000)) == expected
    assert list(page_requests(requests, 4, 3)) == expected[4:7]


def test_filters_equal_a_plain_loop(frame_on: FrameOn) -> None:
    every = align(ROWS, "frame", LOCALES)
    requests = align_requests(frame_on(ROWS), LOCALES)
    only_german = [r for r in every if broke(r, "de-DE") and r.answers["en-US"] and not broke(r, "en-US")]
    somewhere = [r for r in every if any(broke(r, locale) for locale in LOCALES)]
    assert only_german
    assert list(page_requests(broken_in(requests, "de-DE", "en-US"), limit=1000)) == only_german
    assert list(page_requests(broken_anywhere(requests), limit=1000)) == somewhere


def test_what_broke_somewhere_is_filtered_further_as_all_requests_are(frame_on: FrameOn) -> None:
    requests = align_requests(frame_on(ROWS), LOCALES)
    broke = run_once(broken_anywhere(requests))
    assert count_requests(broke) > 7
    for again, whole in (
        (broke, broken_anywhere(requests)),
        (broken_in(broke, "de-DE", "en-US"), broken_in(requests, "de-DE", "en-US")),
        (broken_everywhere(broke), broken_everywhere(requests)),
    ):
        assert count_requests(again) == count_requests(whole)
        assert page_requests(again, 1, 7) == page_requests(whole, 1, 7)


def test_broken_everywhere_means_present_and_broken_in_each(frame_on: FrameOn) -> None:
    def told(row: int, locale: str, request: str, candidate: Answer) -> Row:
        return pair_row(row, GOLD, GOLD, candidate, locale=locale, parallel_id=request)

    rows = [
        told(0, "de-DE", "both", None),
        told(1, "en-US", "both", None),
        told(2, "de-DE", "alone", None),
        told(3, "de-DE", "one", None),
        told(4, "en-US", "one", GOLD),
    ]
    requests = align_requests(frame_on(rows), ["de-DE", "en-US"])
    (found,) = page_requests(broken_everywhere(requests))
    assert found.parallel_id == "both"
    assert [r.parallel_id for r in page_requests(broken_in(requests, "de-DE", "en-US"))] == ["one"]
    (alone,) = (r for r in page_requests(requests) if r.parallel_id == "alone")
    assert alone.answers == {"de-DE": Answered(2, "negative_flip"), "en-US": None}


def test_utterances_left_out_are_counted(frame_on: FrameOn) -> None:
    chosen = [row for row in ROWS if row["locale"] in LOCALES[:2]]
    keyed = [(row["parallel_id"], row["locale"]) for row in chosen if row["parallel_id"] is not None]
    expected = AlignmentCounts(
        n_requests=len({key for key, _ in keyed}),
        n_unaligned=len(chosen) - len(keyed),
        n_repeated=len(keyed) - len(set(keyed)),
    )
    assert min(vars(expected).values()) > 0
    assert count_alignment(frame_on(ROWS), LOCALES[:2]) == expected


def test_no_rows_give_no_requests(frame_on: FrameOn) -> None:
    requests = align_requests(frame_on([], like=ROWS), LOCALES)
    assert (count_requests(requests), page_requests(requests)) == (0, ())
    assert count_alignment(frame_on([], like=ROWS), LOCALES) == AlignmentCounts(0, 0, 0)


def test_a_wrong_call_is_refused(frame_on: FrameOn) -> None:
    frame = frame_on(ROWS)
    with pytest.raises(ValueError, match="'xx' was not aligned; aligned are: de-DE, en-US, fr-FR"):
        broken_in(align_requests(frame, LOCALES), "xx", "de-DE")
    with pytest.raises(ValueError, match="one utterance a locale"):
        align_requests(frame, LOCALES, "slot")
    with pytest.raises(ValueError, match="choose 2 to 6"):
        align_requests(frame, ["de-DE"])
    with pytest.raises(ValueError, match="must not be negative"):
        page_requests(align_requests(frame, LOCALES), offset=-1)
    with pytest.raises(UnknownColumn, match="'parallel_id'"):
        count_alignment(frame_on([{"locale": "de-DE"}]), LOCALES)
