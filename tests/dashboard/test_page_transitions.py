"""The Transitions page: its sentence, its choices, its ways to the flips, and what it says where nothing moved."""

from pathlib import Path

import pytest

from analysis.flips import count_rows
from analysis.intent_moves import Moves, Place, moves_of
from analysis.selection import Selection
from analysis.transitions import count_transitions
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.components.transition_list import row_html
from dashboard.components.transition_results import OUTCOMES_OF, Shown
from dashboard.components.transition_words import title_of
from dashboard.state import read_filter
from loaders.comparison import comparison
from loaders.schema import Unit
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import write_warehouse
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of
from tests.dashboard.test_figures_moves import moves

NOTHING = Moves((), {}, 0)


@pytest.fixture(autouse=True)
def _over(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))


def moves_in(warehouse: Path, unit: Unit, shown: Shown, locale: str | None = None, weight: str | None = None) -> Moves:
    where = () if locale is None else (("locale", (locale,)),)
    selection = Selection("intent" if shown == "changed" else unit, OUTCOMES_OF[shown], where)
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        return moves_of(count_transitions(opened.pairs(), selection, ("locale",), weight=weight))


def test_it_says_first_where_most_went(sample_warehouse: Path) -> None:
    app = open_page("transitions")
    found = moves_in(sample_warehouse, "frame", "broke")
    before, after = found.moves[0].intents
    assert app.title[0].value.replace("\\", "") == (
        f"What broke went most often from {before} to {after}, mostly in it-IT."
    )
    said = text_of(html_of(app))
    assert f"{found.n} of 3,112 utterances got another intent from v2 than from v1 and broke" in said
    assert f"{found.n_kept} more broke with the same intent" in said
    assert len(app.main.get("plotly_chart")) == 2


def test_fixed_in_one_locale_by_traffic_is_another_view(sample_warehouse: Path) -> None:
    app = open_page("transitions", show="fixed", locale="de-DE", count="traffic", unit="intent")
    found = moves_in(sample_warehouse, "intent", "fixed", "de-DE", "frequency")
    assert app.title[0].value.startswith("What was fixed in de\\-DE went most often from ")
    assert f"{found.n:,} of " in text_of(html_of(app))
    assert "requests got another intent" in text_of(html_of(app))


def test_what_is_chosen_is_in_the_link() -> None:
    app = open_page("transitions")
    app.segmented_control(key="choice-show").set_value("changed").run()
    app.selectbox(key="choice-locale").set_value("fr-FR").run()
    assert not app.exception
    assert (app.query_params["show"], app.query_params["locale"]) == ("changed", "fr-FR")
    assert app.title[0].value.startswith("What changed in fr\\-FR went")


def test_every_listed_transition_leads_to_its_utterances(sample_warehouse: Path) -> None:
    links = links_of(open_page("transitions", show="changed"))
    found = moves_in(sample_warehouse, "frame", "changed")
    assert len(links) == 12
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        for (label, query), move in zip(links, found.moves, strict=False):
            assert label.replace("\\", "") == " → ".join(str(intent) for intent in move.intents)
            assert count_rows(opened.pairs(), read_filter(query).selection("intent")) == move.n_units
            assert query["unit"] == ["intent"]


def test_nothing_moved_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path, same=True)))
    app = open_page("transitions", show="changed")
    assert app.title[0].value == "No intent changed."
    assert not app.main.get("plotly_chart")


def test_an_empty_warehouse_gets_first_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    assert open_page("transitions").title[0].value == "Nothing is loaded yet"


def test_hostile_intents_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path)))
    app = open_page("transitions")
    assert "<script>" not in html_of(app)
    labels = [label for label, _ in links_of(app)]
    assert "\\<i\\>\\_query → \\<script\\>" in labels
    assert "play → (no prediction)" in labels


def test_titles_of_every_kind() -> None:
    assert title_of(NOTHING, "broke", None, {}) == "Nothing broke."
    assert title_of(NOTHING, "fixed", "de", {}) == "Nothing was fixed in de."
    assert title_of(Moves((), {"a": 3}, 3), "broke", None, {}) == "What broke kept its intent."
    (first,) = moves(play_stop=6).moves
    kept = Moves((first,), {"a": 24}, 24)
    said = "80 % of what broke in de kept its intent; the rest went most often from play to stop."
    assert title_of(kept, "broke", "de", {}) == said
    evil = title_of(moves(play_none=2), "broke", None, {("play", None): Place("[x](y)", 2, 2, 0.0)})
    assert evil.replace("\\", "") == "What broke went most often from play to (no prediction), mostly in [x](y)."
    assert "\\[x\\]" in evil


def test_a_row_has_count_share_and_place() -> None:
    (first, *_) = moves(play_stop=6).moves
    said = text_of(row_html(first, 6, 12, Place("<de>", 5, 6, 0.0)))
    assert said == "6 50.0 % mostly in &lt;de&gt;: 5 of 6"
