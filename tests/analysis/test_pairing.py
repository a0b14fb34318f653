import pytest

from analysis.breakdown import break_down_by
from analysis.counts import FlipCounts
from analysis.frames import Row, UnknownColumn, as_lazy, collect_rows
from analysis.pairing import drop_missing, pair, unnest_slots
from loaders.schema import Role
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import pair_row, random_rows, slot_rows

ROWS = random_rows(120)


def split(rows: list[Row]) -> list[list[Row]]:
    """The utterances, the baseline run and the candidate run of a pair frame."""
    runs = ("baseline_", "candidate_")
    utterances = [{key: row[key] for key in row if not key.startswith(runs)} for row in rows]
    scored = [
        [{"row": row["row"]} | {key.removeprefix(run): row[key] for key in row if key.startswith(run)} for row in rows]
        for run in runs
    ]
    return [utterances, *scored]


def test_runs_stand_beside_their_utterances(frame_on: FrameOn) -> None:
    utterances, baseline, candidate = split(ROWS)
    pairs = pair(frame_on(utterances), frame_on(baseline[::-1]), frame_on(candidate))
    assert sorted(collect_rows(pairs), key=lambda row: int(row["row"])) == ROWS


def test_pairing_needs_row_numbers(frame_on: FrameOn) -> None:
    utterances, baseline, candidate = split(ROWS[:2])
    with pytest.raises(UnknownColumn, match="'row'"):
        pair(frame_on(utterances), frame_on([{"intent": "play"}]), frame_on(candidate))
    assert as_lazy(frame_on(baseline)).collect_schema().names()[0] == "row"


def test_unnested_slots_equal_a_plain_loop(frame_on: FrameOn) -> None:
    found = collect_rows(unnest_slots(frame_on(ROWS)))
    assert sorted(found, key=lambda row: (row["row"], row["slot_index"])) == slot_rows(ROWS)


def test_utterances_without_slots_have_no_slot_rows(frame_on: FrameOn) -> None:
    bare = pair_row(0, ("play", []), ("play", []), ("play", [("song", "creep")]))
    assert collect_rows(unnest_slots(frame_on([bare]))) == []
    assert collect_rows(unnest_slots(frame_on([], like=[bare]))) == []


@pytest.mark.parametrize("roles", [("baseline",), ("candidate",), ("baseline", "candidate"), ()])
def test_missing_predictions_leave_the_pair_out(frame_on: FrameOn, roles: tuple[Role, ...]) -> None:
    kept = [row for row in ROWS if not any(row[f"{role}_missing"] for role in roles)]
    assert collect_rows(drop_missing(frame_on(ROWS), roles)) == kept
    slots_kept = [row for row in slot_rows(ROWS) if not any(row[f"{role}_missing"] for role in roles)]
    assert collect_rows(drop_missing(frame_on(slot_rows(ROWS)), roles)) == slot_rows(kept) == slots_kept


def test_vector_v3_global_and_local_flips(frame_on: FrameOn) -> None:
    play = ("PlayMusic", [("Artist", "radiohead"), ("Song", "creep")])
    alarm = ("SetAlarm", [("Time", "seven am")])
    rows = [
        pair_row(0, play, play, ("PlayMusic", [("Artist", "radiohead")])),
        pair_row(1, alarm, ("SetAlarm", [("Time", "seven")]), alarm),
    ]
    frames, intents = break_down_by(frame_on(rows), ("frame", "intent"))
    assert frames.counts == FlipCounts(2, 0, 1, 1, 0, 0)
    (slots,) = break_down_by(unnest_slots(frame_on(rows)), "slot")
    local = intents.counts + slots.counts
    assert local == FlipCounts(5, 3, 1, 1, 0, 0)
    by_name = break_down_by(unnest_slots(frame_on(rows)), "slot", ["slot_name"])
    broke = {part.values["slot_name"] for part in by_name if part.counts.n_negative_flips}
    assert broke == {"Song"}
