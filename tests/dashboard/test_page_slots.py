"""The Slots page: its sentence, its table, the values of one slot, and what it says where there are no slots."""

import re
from pathlib import Path

import pytest

from analysis.breakdown import break_down_by
from analysis.slot_errors import SlotErrors, SlotSlice, count_errors_of_slots, count_slot_errors
from analysis.slot_metrics import n_slot_errors, semer
from analysis.slot_report import SlotReport, report_slots
from analysis.value_changes import count_value_changes
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.components.slot_table import table_html
from dashboard.components.slot_words import chance_of, title_of
from loaders.comparison import comparison
from loaders.schema import RENAMED
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import write_warehouse
from tests.dashboard.locales_warehouse import write_locales
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of
from tests.dashboard.test_figures_slot_bars import row

ISOLATES = dict.fromkeys(map(ord, "\u2068\u2069"))


@pytest.fixture(autouse=True)
def _over(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))


def report(warehouse: Path, weight: str | None = None) -> SlotReport:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        (whole,) = count_slot_errors(opened.pairs(), opened.con.table("spurious_pairs"), weight=weight)
        by_name = count_errors_of_slots(opened.slot_pairs(), opened.con.table("spurious_pairs"), weight=weight)
        return report_slots(break_down_by(opened.slot_pairs(), "slot", ["slot_name"], weight), by_name, whole)


def test_sentence_and_tiles_come_from_the_numbers(sample_warehouse: Path) -> None:
    app = open_page("slots")
    assert app.title[0].value.replace("\\", "") == (
        "Slots are better on average, worse for day in hi-IN and task in de-DE."
    )
    found, said = report(sample_warehouse), text_of(html_of(app))
    n = sum(one.slice.counts.n for one in found.rows)
    broke = sum(one.slice.counts.n_negative_flips for one in found.rows)
    assert f"Of {n:,} gold slots, {broke} broke" in said
    before, after = (100 * (semer(errors) or 0) for errors in (found.whole.baseline, found.whole.candidate))
    assert f"{before:.1f} → {after:.1f} %" in said
    assert f"Newly invented {found.whole.n_new_insertions} " in said
    assert len(app.main.get("plotly_chart")) == 2


def test_the_table_has_every_name_with_its_numbers(sample_warehouse: Path) -> None:
    found = report(sample_warehouse)
    rows = table_rows("Every slot name")
    assert len(rows) == len(found.rows)
    for shown, name in zip(rows, found.rows, strict=True):
        cells = [text_of(cell) for cell in shown.split("</th>", 1)[1].split("</td>")][:-1]
        counts, errors = name.slice.counts, name.errors.candidate
        assert text_of(shown.split("</th>")[0]) == name.name
        assert cells[0] == f"{counts.n:,}"
        assert cells[3] == f"{100 * counts.n_negative_flips / counts.n:.1f}"
        assert sum(int(cell) for cell in cells[8:12]) == n_slot_errors(errors)
        assert int(cells[15]) == name.errors.n_new_insertions


def table_rows(label: str, **choices: str) -> list[str]:
    """Return the rows of one table of the page as HTML, without their first tag."""
    (table,) = re.findall(rf'aria-label="{label}".*?</table>', html_of(open_page("slots", **choices)), re.DOTALL)
    return re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table)


def test_all_slots_of_each_locale_stand_in_a_table_of_their_own(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        rows = opened.slot_pairs().select("locale, baseline_slot_correct, candidate_slot_correct").fetchall()
    shown = table_rows("All slots by locale")
    assert len(shown) == len({at for at, _, _ in rows})
    for one in shown:
        at, query = text_of(one.split("</th>")[0]), one.split('href="flips?')[1].split('"')[0]
        pairs = [(before, after) for locale, before, after in rows if locale == at]
        cells = [text_of(cell) for cell in one.split("</th>", 1)[1].split("</td>")][:-1]
        before, after = (100 * sum(side) / len(pairs) for side in zip(*pairs, strict=True))
        assert cells[:3] == [f"{len(pairs):,}", f"{before:.1f}", f"{after:.1f}"]
        assert cells[3].lstrip("+") == f"{after - before:.2f} pp".replace("-", "−")
        assert cells[6:] == [str(pairs.count((True, False))), str(pairs.count((False, True)))]
        assert query.endswith(f"unit=slots&amp;locale={at}")


def test_by_traffic_a_locale_has_neither_interval_nor_test() -> None:
    for one in table_rows("All slots by locale", count="traffic"):
        assert [text_of(cell) for cell in one.split("</th>", 1)[1].split("</td>")][4:6] == ["", "–"]


def test_what_lost_most_says_whether_it_could_be_chance(sample_warehouse: Path) -> None:
    first = report(sample_warehouse).rows[0]
    assert first.certainty.q_value is not None
    assert first.certainty.q_value > 0.05
    said = text_of(html_of(open_page("slots")))
    assert f"which could be chance (adjusted p = {first.certainty.q_value:.3f})" in said
    assert "which is hardly chance (adjusted p &lt; 0.001)" in chance_of(row("time", 100, 30, 1, 0.0001))
    assert chance_of(row("time", 9, 1, 0)) == ", too few to say more"
    assert chance_of(row("time", 9, 1, 0, weight="frequency")) == ""


def test_traffic_has_no_intervals_and_no_tests(sample_warehouse: Path) -> None:
    app = open_page("slots", count="traffic")
    first = report(sample_warehouse, "frequency").rows[0]
    said = text_of(html_of(app))
    assert "gold slots, by traffic" in said
    assert f"{first.name} lost most" in said
    assert "to " not in re.findall(r"<b class=\"broke\">[^<]*</b></td><td>(.*?)</td>", html_of(app))[0]


def test_a_slot_s_values_lead_to_utterances_that_show_them(sample_warehouse: Path) -> None:
    everything, *changes = links_of(open_page("slots", slot="day"))
    assert everything[1]["where"] == ["has_slot=day"]
    assert everything[1]["unit"] == ["slots"]
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        found = count_value_changes(opened.slot_pairs(), "day")
    assert len(found) == len(changes) == 4
    for change, (label, query) in zip(found, changes, strict=True):
        gold, _, after = label.translate(ISOLATES).replace("\\", "").partition(" → ")
        assert (gold, after) == (change.gold_value, change.candidate_value or "–")
        assert query["row"] == [str(change.row)]


def test_a_value_under_another_name_says_which(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        renamed = opened.slot_pairs().filter(f"candidate_slot_state = '{RENAMED}' AND baseline_slot_correct")
        row, slot, value = renamed.select("row, slot_name, gold_value").fetchall()[0]
        ((given,),) = opened.pairs().filter(f"row = {row}").select("candidate_slots").fetchall()
    other = next(one["name"] for one in given if one["value"] == value)
    assert f"under another name: {other} 1" in text_of(html_of(open_page("slots", slot=slot)))


def test_another_slot_is_in_the_link() -> None:
    app = open_page("slots")
    app.selectbox(key="choice-slot").set_value("time").run()
    assert not app.exception
    assert app.query_params["slot"] == "time"


def test_without_slots_it_says_where_they_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_locales(tmp_path)))
    app = open_page("slots")
    assert app.title[0].value == "No utterance has a slot to look at."
    assert "`annotated_text`" in app.main.markdown[0].value


def test_a_run_against_itself_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path, same=True)))
    app = open_page("slots")
    assert app.title[0].value == "No slot changed its outcome."
    assert "None of them broke." in text_of(html_of(app))


def test_an_empty_warehouse_gets_first_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    assert open_page("slots").title[0].value == "Nothing is loaded yet"


def test_hostile_names_and_values_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path)))
    app = open_page("slots", slot="<b>")
    assert "<bdi><b></bdi>" not in html_of(app)
    assert "<bdi>&lt;b&gt;</bdi>" in html_of(app)
    assert links_of(app)[0][0] == "List what broke where gold has \\<b\\>"


def test_titles_of_every_kind() -> None:
    nothing = SlotSlice({}, SlotErrors(), SlotErrors(), 0)

    def title(*rows: tuple[str, int, int, float | None], weight: str | None = None, at: tuple[str, ...] = ()) -> str:
        found = tuple(row(name, 100, broke, fixed, q, weight) for name, broke, fixed, q in rows)
        return (
            title_of(SlotReport(found, nothing), [("time", "fr")], at) if at else title_of(SlotReport(found, nothing))
        )

    assert title(("time", 20, 2, 0.01), ("date", 0, 30, 0.01)) == "Slots are better on average, time got worse."
    assert title(("time", 3, 2, 0.9)) == "Slots are worse on average, and no name got worse beyond chance."
    assert title(("time", 3, 2, None), weight="frequency") == "Slots are worse on average, time lost most."
    assert title(("time", 2, 2, None)) == "Slots are even on average, and no name lost more than it gained."
    better, worse = ("date", 0, 30, 0.01), ("time", 20, 2, 0.01)
    assert title(better, at=("de",)) == "Slots are better on average, worse in de."
    assert title(worse, better, at=("de", "fr")) == "Slots are better on average, worse in de and fr; time got worse."
    assert title(("time", 9, 2, 0.4), at=("de",)) == "Slots are worse on average, most surely in de."
    assert title() == "No utterance has a slot to look at."


def test_a_p_is_marked_where_it_says_something() -> None:
    whole = SlotSlice({}, SlotErrors(), SlotErrors(), 0)
    rows = (row("a", 100, 30, 1, 0.0001), row("b", 100, 1, 30, 0.03), row("c", 100, 3, 5, 0.6), row("d", 9, 1, 1))
    shown = text_of(table_html(SlotReport(rows, whole)))
    assert "&lt; 0.001 ▼" in shown
    assert "0.030 ▲" in shown
    assert "0.600" in shown
