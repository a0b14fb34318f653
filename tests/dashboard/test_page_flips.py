"""The Flips page over a real tiny warehouse: the list, the filters in the link, pages, and one utterance in full."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.session import WAREHOUSE_VARIABLE
from tests.dashboard.flips_warehouse import EVIL, N_SONGS, write_warehouse
from tests.dashboard.opened_page import chosen_of, html_of, open_row, rows_of

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")
N_BROKEN = N_SONGS + 6

Opened = Callable[..., AppTest]


@pytest.fixture(scope="module")
def flips_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("flips"))


@pytest.fixture
def opened(flips_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(flips_warehouse))
    return open_flips


def open_flips(**link: Any) -> AppTest:
    """Open the page by a link; the sidebar's part of it is read when the app starts."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    app.session_state["flip_panel"] = True
    app.switch_page("pages/flips.py")
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def title_of(app: AppTest) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", html_of(app))
    return re.sub(r"<[^>]+>", "", str(found))


def listed(app: AppTest) -> list[str]:
    return list(rows_of(app, "flip_rows"))


def header_of(app: AppTest) -> str:
    (found,) = re.findall(r'<div class="detail-head">(.*?)</div>', html_of(app))
    return re.sub(r"<[^>]+>", "", str(found))


def test_what_broke_is_listed_by_traffic_and_the_first_is_shown(opened: Opened) -> None:
    app = opened()
    assert title_of(app) == f"{N_BROKEN} utterances broke"
    assert len(listed(app)) == 25
    assert listed(app)[0] == chosen_of(app, "flip_rows") == "0"
    assert "2.1 k" in html_of(app)
    assert "de-DE · datetime · #a" in header_of(app)
    assert f"1 of {N_BROKEN}" in header_of(app)


def test_a_link_sets_filters_and_widgets(opened: Opened) -> None:
    app = opened(outcome=["negative_flip", "positive_flip"], locale=["de-DE", "en-US"], where="device=car", q="ERSTE")
    assert title_of(app) == "1 utterance flipped in de-DE and en-US, device car, with “ERSTE” in the text"
    assert app.multiselect("flip_values_locale").value == ["de-DE", "en-US"]
    assert app.multiselect("flip_values_device").value == ["car"]
    assert app.text_input("flip_search").value == "ERSTE"
    assert app.button_group("flip_outcome").value == ["negative_flip", "positive_flip"]


def test_a_filter_that_is_chosen_goes_into_the_link(opened: Opened) -> None:
    app = opened(page="2", row="3")
    app.multiselect("flip_values_domain").set_value(["weather"]).run()
    assert app.query_params["domain"] in ("weather", ["weather"])
    assert "page" not in app.query_params
    assert "row" not in app.query_params
    assert title_of(app) == "3 utterances broke, domain weather"


def test_a_chip_takes_its_filter_away(opened: Opened) -> None:
    app = opened(domain="weather", q="今日")
    assert title_of(app) == "1 utterance broke, domain weather, with “今日” in the text"
    app.button("flip_chip_q").click().run()
    assert "q" not in app.query_params
    assert title_of(app) == "3 utterances broke, domain weather"


def test_the_last_page_holds_the_rest(opened: Opened) -> None:
    app = opened(page="3")
    assert len(listed(app)) == N_BROKEN - 50
    assert f"51–{N_BROKEN} of {N_BROKEN}" in html_of(app)
    assert "51 of" in header_of(app)


def test_the_steps_cross_the_border_of_a_page(opened: Opened) -> None:
    app = opened(page="2")
    app.button("flip_previous").click().run()
    assert "25 of" in header_of(app)
    assert "page" not in app.query_params
    app.button("flip_next").click().run()
    assert "26 of" in header_of(app)
    assert app.query_params["page"] in ("2", ["2"])


def test_a_row_that_is_chosen_is_shown_and_linked(opened: Opened) -> None:
    app = opened()
    open_row(app, "flip_rows", "3")
    assert chosen_of(app, "flip_rows") == "3"
    assert app.query_params["row"] in ("3", ["3"])
    assert "ar-SA · weather · #c" in header_of(app)


@pytest.mark.parametrize("sent", ["999", "-1", "x", ""])
def test_a_row_that_is_not_listed_opens_nothing(opened: Opened, sent: str) -> None:
    app = opened()
    open_row(app, "flip_rows", sent)
    assert not app.exception
    assert "row" not in app.query_params


def test_the_order_can_be_that_of_the_lost_confidence(opened: Opened) -> None:
    app = opened(sort="confidence_drop")
    assert listed(app)[0] == "9"
    app.selectbox("flip_sort").set_value("row").run()
    assert listed(app)[0] == "0"


def test_the_same_request_elsewhere_is_one_click_away(opened: Opened) -> None:
    app = opened(locale="de-DE")
    assert "what day is april first" in html_of(app)
    open_row(app, "flip_request_rows", "1")
    assert "en-US · datetime · #a" in header_of(app)
    assert "not on this page" in header_of(app)


def test_a_missing_prediction_is_said(opened: Opened) -> None:
    app = opened(row="6")
    assert "No prediction for this utterance" in html_of(app)
    assert "no prediction in the candidate" in html_of(app)


def test_the_unit_decides_what_broke(opened: Opened) -> None:
    assert title_of(opened(unit="intent")) == f"{N_SONGS + 2} utterances broke"


def test_hostile_text_stays_text(opened: Opened) -> None:
    app = opened(row="5", q=EVIL)
    assert "<img" not in html_of(app)
    assert "<script>" not in html_of(app)
    assert "&lt;img src=x onerror=alert(1)&gt; " in html_of(app)
    # The name of a button is a text, in which nothing needs to be escaped.
    assert EVIL[:30] in rows_of(app, "flip_rows")["5"]


def test_derived_columns_are_filters_with_their_chips(opened: Opened) -> None:
    app = opened(where=["has_slot=date", "frequency_band=tail", "length=11-20 characters"])
    assert app.button_group("flip_values_frequency_band").value == ["tail"]
    assert app.button_group("flip_values_length").value == ["11-20 characters"]
    assert app.multiselect("flip_values_has_slot").value == ["date"]
    labels = [button.label for button in app.button if str(button.key).startswith("flip_chip_")]
    assert labels[1:] == [r"with the slot date", r"frequency\: tail", r"length\: 11\-20 characters"]
    app.button("flip_chip_frequency_band").click().run()
    assert title_of(app) == "2 utterances broke, with the slot date, length 11-20 characters"


def test_values_come_with_how_many_flips_they_have(opened: Opened) -> None:
    options = opened().multiselect("flip_values_domain").options
    assert options[:2] == [f"music · {N_SONGS + 1}", "weather · 3"]


def test_an_expression_is_searched_for_and_named(opened: Opened) -> None:
    app = opened(q="/^play song [0-9]$/")
    assert title_of(app) == "10 utterances broke, the text matches /^play song [0-9]$/"


@pytest.mark.parametrize(
    ("bad", "said"), [("/(/", "is no regular expression"), ("/(a{0,99}){0,99}/", "could take very long")]
)
def test_a_bad_expression_is_one_message_and_can_be_mended(opened: Opened, bad: str, said: str) -> None:
    app = opened(q=bad)
    assert len(app.error) == 1
    assert said in app.error[0].value.replace("\\", "")
    assert app.text_input("flip_search").value == bad
    app.text_input("flip_search").set_value("/song 1$/").run()
    assert not app.error
    assert title_of(app) == "1 utterance broke, the text matches /song 1$/"


def test_the_most_surprising_come_first(opened: Opened) -> None:
    app = opened(sort="surprise")
    assert app.selectbox("flip_sort").value == "surprise"
    # Without a confidence nothing can be said of it, so it comes last.
    assert listed(opened(sort="surprise", page="3"))[-1] == "6"


def test_nothing_listed_says_which_filter_to_take_away(opened: Opened) -> None:
    app = opened(domain="weather", q="song")
    offered = {button.key: button.label for button in app.button if str(button.key).startswith("flip_without_")}
    assert offered == {
        "flip_without_domain": f"Without domain\\: weather: {N_SONGS} utterances",
        "flip_without_q": "Without text\\: song: 3 utterances",
    }
    app.button("flip_without_q").click().run()
    assert title_of(app) == "3 utterances broke, domain weather"
