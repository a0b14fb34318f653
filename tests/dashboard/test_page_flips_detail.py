"""One utterance in full on the Flips page: why, how many more, what is like it, what speaks against its gold."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.session import WAREHOUSE_VARIABLE
from tests.dashboard.flips_warehouse import N_SONGS, write_warehouse
from tests.dashboard.opened_page import chosen_of, html_of, open_page, open_row, rows_of, text_of


@pytest.fixture(scope="module")
def detail_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("detail"))


@pytest.fixture(autouse=True)
def _served(detail_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(detail_warehouse))


def keys_of(app: AppTest, start: str) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith(start)]


def title_of(app: AppTest) -> str:
    return text_of(html_of(app).split("</h1>")[0])


def row_of(app: AppTest) -> str:
    return "".join(app.query_params["row"])


def test_a_cause_is_told_in_words_and_its_lone_case_as_well() -> None:
    said = text_of(html_of(open_page("flips", row="0")))
    assert "value boundary moved ( date lost “ erste ”)" in said
    assert "no other in de-DE" in said


def test_how_many_more_broke_so_leads_to_them() -> None:
    app = open_page("flips", row="15")
    (more,) = keys_of(app, "flip_more_")
    label = app.button(more).label
    assert label.startswith(f"{N_SONGS - 1} more in en")
    app.button(more).click().run()
    assert not app.exception
    assert title_of(app).startswith(f"{N_SONGS} utterances broke: intent changed in en-US")
    assert row_of(app) == "15"


def test_a_slot_that_none_other_lost_has_no_link() -> None:
    app = open_page("flips", row="2")
    assert "slot missing ( date : आज → – ) · no other in hi-IN" in text_of(html_of(app))
    assert keys_of(app, "flip_more_") == []


def test_similar_utterances_stand_with_their_outcomes_and_open() -> None:
    app = open_page("flips", row="15")
    said = text_of(html_of(app))
    assert "Similar in words" in said
    similar = list(rows_of(app, "flip_similar_rows"))
    assert len(similar) == 5
    open_row(app, "flip_similar_rows", similar[0])
    assert row_of(app) == similar[0]
    assert not app.exception


def test_all_of_the_intent_are_counted_by_outcome_and_listed() -> None:
    app = open_page("flips", row="15")
    assert len(rows_of(app, "flip_intent_rows")) == 3
    label = app.button("flip_intent_all").label
    assert label == f"All {N_SONGS + 3}: {N_SONGS + 1} broke · 1 fixed · 1 both wrong, another answer"
    app.button("flip_intent_all").click().run()
    assert title_of(app).startswith(f"{N_SONGS + 3} utterances")


def test_the_most_asked_of_the_intent_are_not_those_shown_as_similar() -> None:
    app = open_page("flips", row="15")
    similar, of_intent = rows_of(app, "flip_similar_rows"), rows_of(app, "flip_intent_rows")
    assert similar
    assert of_intent
    assert similar.keys().isdisjoint(of_intent)


def test_a_missing_prediction_has_its_cause_and_no_suspicion() -> None:
    said = text_of(html_of(open_page("flips", row="6")))
    assert "no answer" in said
    assert "Is the gold right?" not in said


def test_what_is_right_in_both_has_no_why() -> None:
    said = text_of(html_of(open_page("flips", row="1", outcome="all")))
    assert "Why" not in said
    assert "that of the gold" in said


def test_a_fix_tells_the_error_that_is_gone() -> None:
    said = text_of(html_of(open_page("flips", row="7", outcome="all")))
    assert "Why (the baseline's error, which is gone)" in said
    assert "intent changed ( play → stop )" in said


def test_the_chosen_row_is_marked() -> None:
    assert chosen_of(open_page("flips", row="3"), "flip_rows") == "3"


def test_the_arrows_step_as_the_letters_do() -> None:
    app = open_page("flips")
    app.button("flip_down").click().run()
    second = row_of(app)
    app.button("flip_up").click().run()
    app.button("flip_next").click().run()
    assert row_of(app) == second
