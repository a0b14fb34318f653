"""The Sankey and the matrix show the counts they are given, and their points know their cell."""

from itertools import pairwise

import pytest

from analysis.intent_moves import Intents, Move, Moves, Place
from analysis.move_grid import MoveGrid, group_moves
from dashboard.components.transition_figures import scale_of
from dashboard.components.transition_results import SHOWN, Shown
from dashboard.figures.contrast import colour_at, contrast, ink_on
from dashboard.figures.move_matrix import draw_move_matrix
from dashboard.figures.move_words import describe_moves
from dashboard.figures.palette import DARK, LIGHT, Palette
from dashboard.figures.sankey import draw_sankey

PLACES: dict[Intents, Place] = {("play", "stop"): Place("de-DE", 5, 6, 0.01)}


def moves(**counted: int) -> Moves:
    found = [(tuple(None if part == "none" else part for part in key.split("_")), n) for key, n in counted.items()]
    return Moves(tuple(Move((pair[0], pair[1]), n, n, {"de-DE": n}) for pair, n in found), {}, 0)


ALL = moves(play_stop=6, ask_stop=3, play_ask=2, ask_none=1)
GRID = group_moves(ALL, 5)
MANY = Moves(tuple(Move((f"a{i}", f"b{i}"), 70 - i, 70 - i, {"de-DE": 70 - i}) for i in range(70)), {}, 0)


def widths(grid: MoveGrid, colours: Palette) -> list[float]:
    bands = [trace for trace in draw_sankey(grid, colours.broke_area, colours, grid.cells, {}).data if trace.fill]
    return [max(band.y[25:]) - max(band.y[:25]) for band in bands]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_band_is_as_wide_as_it_is_many(colours: Palette) -> None:
    shares = [cell.n / GRID.n for cell in GRID.cells.values()]
    whole = sum(widths(GRID, colours))
    assert [width / whole for width in widths(GRID, colours)] == pytest.approx(shares)


def test_every_band_has_points_along_it_that_know_their_cell() -> None:
    figure = draw_sankey(GRID, LIGHT.broke_area, LIGHT, GRID.cells, PLACES)
    (points,) = [trace for trace in figure.data if trace.name == "bands"]
    of_cell = {at: [i for i, place in enumerate(points.customdata) if tuple(place) == at] for at in GRID.cells}
    assert {at: len(found) for at, found in of_cell.items()} == dict.fromkeys(GRID.cells, 25)
    said = points.hovertext[of_cell[0, 0][0]]
    assert "<b>play → stop</b><br>6 of 12 that moved (50.0 %)" in said
    assert "6 of 8 from there (75.0 %), of 9 to there (66.7 %)" in said
    assert "mostly in de-DE: 5 of 6" in said
    (none,) = [at for at, cell in GRID.cells.items() if cell.candidate_intents == (None,)]
    assert "(no prediction)" in points.hovertext[of_cell[none][0]]


def test_the_bands_of_an_intent_stand_side_by_side_without_overlap() -> None:
    bands = [trace for trace in draw_sankey(GRID, LIGHT.broke_area, LIGHT, GRID.cells, {}).data if trace.fill]
    for x in (0, 24):
        spans = sorted((band.y[x], band.y[49 - x]) for band in bands)
        assert all(one[1] <= other[0] + 1e-9 for one, other in pairwise(spans))


def test_a_cell_has_its_count_and_what_did_not_move_is_blank() -> None:
    heat, points = draw_move_matrix(GRID, LIGHT.heat, LIGHT, GRID.cells, PLACES).data
    shown = {tuple(place): text for place, text in zip(points.customdata, points.text, strict=True)}
    assert shown == {at: str(cell.n) for at, cell in GRID.cells.items()}
    row = [group.intents for group in GRID.rows].index(("ask",))
    column = [group.intents for group in GRID.columns].index(("ask",))
    assert heat.z[row][column] is None


def test_many_intents_are_cut_and_said_to_be() -> None:
    grid = group_moves(MANY, 15)
    heat = draw_move_matrix(grid, LIGHT.heat, LIGHT, grid.cells, {}).data[0]
    assert (len(heat.z), len(heat.z[0])) == (16, 16)
    assert list(draw_move_matrix(grid, LIGHT.heat, LIGHT, {}, {}).layout.yaxis.ticktext)[-1] == "<i>55 others</i>"
    assert draw_sankey(grid, LIGHT.broke_area, LIGHT, grid.cells, {}).layout.height < 800


def test_what_has_no_list_opens_none_and_says_so() -> None:
    grid = group_moves(MANY, 15)
    opens = [at for at in grid.cells if at != (15, 15)]
    for figure in (
        draw_sankey(grid, LIGHT.broke_area, LIGHT, opens, {}),
        draw_move_matrix(grid, LIGHT.heat, LIGHT, opens, {}),
    ):
        (points,) = [trace for trace in figure.data if trace.customdata is not None]
        closed = {said for at, said in zip(points.customdata, points.hovertext, strict=True) if at is None}
        assert len(closed) == 1
        assert "see the transitions below" in closed.pop()


def test_weighted_counts_say_how_many_utterances() -> None:
    weighted = Moves((Move(("a", "b"), 900, 2, {"de-DE": 2}),), {}, 0)
    grid = group_moves(weighted, 3)
    (text,) = draw_move_matrix(grid, LIGHT.heat, LIGHT, grid.cells, {}, weighted=True).data[1].hovertext
    assert "900 of 900 that moved" in text
    assert "2 utterances" in text


def test_the_figures_in_words_name_the_most_frequent() -> None:
    said = describe_moves(GRID)
    assert said.startswith("From baseline intent to candidate intent, 12 in all. Most: play to stop 6; ask to stop 3")
    assert "others" not in describe_moves(group_moves(MANY, 3))
    assert describe_moves(group_moves(Moves((), {}, 0), 3)) == "No intent moved."


def test_nothing_draws_nothing() -> None:
    empty = group_moves(Moves((), {}, 0), 3)
    assert not draw_sankey(empty, LIGHT.broke_area, LIGHT, (), {}).data
    assert not draw_move_matrix(empty, LIGHT.heat, LIGHT, (), {}).data[1].text


def test_an_intent_is_no_markup() -> None:
    evil: Intents = ("<b>play</b>", '<a href="x">')
    grid = group_moves(Moves((Move(evil, 30, 30, {"<u>": 30}),), {}, 0), 3)
    places = {evil: Place("<u>", 30, 30, 0.0)}
    sankey = draw_sankey(grid, LIGHT.broke_area, LIGHT, grid.cells, places)
    matrix = draw_move_matrix(grid, LIGHT.heat, LIGHT, grid.cells, places)
    shown = [note.text for note in sankey.layout.annotations]
    shown += [sankey.data[1].hovertext[0], matrix.data[1].hovertext[0]]
    shown += [*matrix.layout.yaxis.ticktext, *matrix.layout.xaxis.ticktext]
    assert len(shown) == 6
    for text in shown:
        assert "<a" not in text
        assert "<b>play" not in text
        assert "<u>" not in text


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shown", SHOWN)
def test_numbers_can_be_read_on_every_colour_of_the_matrix(shown: Shown, colours: Palette) -> None:
    scale = scale_of(shown, colours)
    for step in range(21):
        ground = colour_at(scale, step / 20)
        assert contrast(ink_on(ground), ground) >= 4.5
