"""The Versions page over a real tiny warehouse: its sentence, its list, its ways to the flips, and too few runs."""

from pathlib import Path

import pytest

from analysis.chain import Fate, count_patterns
from analysis.chain_counts import ChainCounts
from dashboard.components.chain_list import deciding_step, row_html
from dashboard.components.chain_words import lede_of, title_of
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.chain import chain
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import GOLD, build_warehouse
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of
from tests.dashboard.test_cli_chain import tracks
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, changed

RUNS = ("v2", "v1", "v3")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(build_warehouse(tmp_path_factory.mktemp("versions")))


@pytest.fixture(autouse=True)
def _over(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))


def counts_of(warehouse: Path, weight: str | None = None) -> ChainCounts:
    with chain(Warehouse(warehouse), RUNS) as opened:
        (whole,) = count_patterns(opened.utterances(), opened.correct("frame"), weight=weight)
    return whole.counts


def test_it_says_first_what_was_lost(warehouse: Path) -> None:
    app = open_page("versions", runs="v2,v1,v3")
    counts = counts_of(warehouse)
    assert app.title[0].value == f"{counts.n_lost} utterances that once worked are wrong in v3."
    said = text_of(html_of(app))
    assert "Step by step from v2 to v3 , " in said
    assert "v3 lacks 2 predictions (counted as wrong)." in said
    assert f"{counts.n_lost} of 7" in said
    assert f"{counts.n_flapping} of 7" in said


def test_all_runs_of_the_evalset_are_the_default_in_the_order_of_loading() -> None:
    assert open_page("versions").multiselect(key="chain_runs").value == ["v1", "v2", "v3", "v3-drop"]


def test_traffic_counts_requests(warehouse: Path) -> None:
    app = open_page("versions", runs="v2,v1,v3", count="traffic")
    assert app.title[0].value.startswith(f"{counts_of(warehouse, 'frequency').n_lost} requests that once worked")


@pytest.mark.parametrize("fate", ["lost", "flapping"])
def test_every_row_leads_to_its_flip(fate: Fate) -> None:
    links = links_of(open_page("versions", runs="v2,v1,v3", list=fate))
    every = dict(enumerate(tracks("frame", RUNS, list(range(len(GOLD))))))
    lost = [row for row, track in every.items() if any(track[:-1]) and not track[-1]]
    flapping = [row for row, track in every.items() if track in ((True, False, True), (False, True, False))]
    wanted = sorted({"lost": lost, "flapping": flapping}[fate], key=lambda row: -GOLD[row]["frequency"])
    assert [int(query["row"][0]) for _, query in links] == wanted
    for _, query in links:
        track = every[int(query["row"][0])]
        before, after = (track[RUNS.index(query[role][0])] for role in ("baseline", "candidate"))
        assert before != after
        assert query.get("outcome") == (["positive_flip"] if after else None)


def test_the_link_opens_the_utterance_itself() -> None:
    (_, query), *_ = links_of(open_page("versions", runs="v2,v1,v3"))
    app = open_page("flips", **{name: values[0] for name, values in query.items()})
    said = text_of(html_of(app))
    text = GOLD[int(query["row"][0])]["text"]
    assert text.split()[0] in said
    assert app.session_state["_view"].baseline == query["baseline"][0]
    assert app.session_state["_view"].candidate == query["candidate"][0]


def test_every_locale_has_a_panel_on_the_same_scales(warehouse: Path) -> None:
    app = open_page("versions", runs="v2,v1,v3")
    with chain(Warehouse(warehouse), RUNS) as opened:
        by_locale = count_patterns(opened.utterances(), opened.correct("frame"), ("locale",))
    assert len(by_locale) > 1
    assert len(app.main.get("plotly_chart")) == 2 + len(by_locale)
    said = text_of(html_of(app))
    for part in by_locale:
        lost = f"{part.counts.n_lost} lost" if part.counts.n_lost else "none lost"
        assert f"{part.values['locale']} {lost}" in said


def test_another_list_and_other_runs_are_written_to_the_link() -> None:
    app = open_page("versions", runs="v2,v1,v3")
    app.multiselect(key="chain_runs").set_value(["v1", "v2", "v3"]).run()
    assert app.query_params["runs"] == "v1,v2,v3"
    assert not app.exception


def test_fewer_than_three_chosen_runs_get_a_hint() -> None:
    app = open_page("versions", runs="v1,v2")
    assert app.title[0].value == "Choose 3 to 12 versions to follow them in order"
    assert [label for label, _ in links_of(app)] == ["Compare two versions on the Overview"]


def test_two_runs_in_all_ask_for_a_third(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))
    app = open_page("versions")
    assert app.title[0].value == "Three versions are needed here"
    assert "has 2 runs, v1 and v2" in app.main.markdown[0].value
    assert "add-run v3" in app.code[0].value


def test_an_empty_warehouse_gets_first_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    assert open_page("versions").title[0].value == "Nothing is loaded yet"


def test_one_run_gets_first_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    desk.add_evalset()
    desk.add_run()
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(desk.warehouse.path))
    assert open_page("versions").title[0].value == "A comparison needs two runs"


def test_a_run_of_another_content_is_said_and_can_be_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    desk.add_evalset()
    desk.add_run(name="stale")
    desk.warehouse.evalset_path("e").unlink()
    desk.add_evalset(changed(UTTERANCES, intent="alarm_stop"))
    for name in ("v1", "v2", "v3"):
        desk.add_run(ANSWERS, name)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(desk.warehouse.path))
    app = open_page("versions", baseline="v1", candidate="v2", runs="stale,v1,v2")
    assert "run 'stale' was loaded against another content" in app.error[0].value
    app = open_page("versions", baseline="v1", candidate="v2", runs="v1,v2,v3")
    assert not app.error
    assert app.title[0].value == "Nothing that once worked is wrong in v3."
    assert "No utterance is lost." in text_of(html_of(app))


def test_sentences_of_every_kind_of_chain() -> None:
    runs = ("v1", "v2", "v3")
    mended = ChainCounts(3, {0b101: 2, 0b111: 3})
    assert title_of(mended, "v3", "utterances") == "Nothing that once worked is wrong in v3."
    assert "2 broke</b> and 2 were fixed; whatever broke works again." in lede_of(mended, runs, "utterances")
    seen = ChainCounts(3, {0b001: 2})
    assert lede_of(seen, runs, "utterances").endswith("all that is lost worked in <bdi>v1</bdi> already.")
    hidden = ChainCounts(3, {0b001: 2, 0b010: 3})
    assert "seems to have broken 2; 3 more worked in a version between." in lede_of(hidden, runs, "utterances")
    nothing = ChainCounts(3, {})
    assert title_of(nothing, "v3", "requests") == "Nothing to compare."
    assert lede_of(nothing, runs, "requests") == "There are no requests to compare."


def test_the_deciding_step_is_a_flip() -> None:
    for pattern in range(1, 15):
        track = [bool(pattern >> run & 1) for run in range(4)]
        one, other = deciding_step(track)
        assert track[one] != track[other]
        assert other == 3 if not track[3] else (other == one + 1 and all(track[other:]))


def test_what_others_wrote_is_escaped() -> None:
    evil = "<img src=x onerror=alert(1)>"
    row = {"row": 1, "text": evil, "locale": evil, "domain": evil, "frequency": 3}
    shown = row_html(row, [True, False], [evil, "v2"])
    assert "<img" not in shown
    assert shown.count("&lt;img") == 6
