"""The page Annotation: suspects with what speaks against them, filtered by the link, and what it says without any."""

from pathlib import Path

import pytest

from dashboard.components.gold_audit import flips_by_gold, known_audit
from loaders.warehouse import Warehouse
from tests.dashboard.opened_page import chosen_of, html_of, links_of, open_page, open_row, rows_of, text_of
from tests.dashboard.opened_suspects import ENGLISH, FRENCH, compared, labels_of, open_suspects, over
from tests.dashboard.suspects_warehouse import WRONG_INTENT, write_suspects


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_suspects(tmp_path_factory.mktemp("labels"))


@pytest.fixture
def labels(written: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    return over(written, monkeypatch)


def test_the_title_answers_in_numbers_and_the_list_has_as_many(labels: Warehouse) -> None:
    app = open_suspects()
    told = text_of(html_of(app))
    assert "Is it the model, or the label? 2 golds in 27 look wrong" in told
    assert "2 (7.4 % of 27 golds) are more likely wrong than right; at least one detector flags 3" in told
    assert set(labels_of(app)) == {ENGLISH, FRENCH}
    told = text_of(html_of(open_suspects(show="flagged")))
    assert "Is it the model, or the label? 3 golds in 27 are flagged" in told
    assert "A suspect is a gold to look at, never one to correct by itself." in told
    assert "Models that were trained on the same wrong labels agree with them" in told
    assert "What this set does not say" not in told


def test_a_suspect_has_its_reasons_twins_other_locales_and_answers_beside_it(labels: Warehouse) -> None:
    told = text_of(html_of(open_suspects(locale="en-US", show="flagged")))
    assert "Gold · stop" in told
    assert "Same text The same text has another gold in en-US : play , song" in told
    assert "Other locales The same request is play in 3 of 3 other locales; this gold says stop ." in told
    # The twin, with who labelled it and when; the same request in German.
    assert "a03 · 2026-03-01" in told
    assert "The same request in other locales" in told
    assert "play de-DE thing 1" in told
    assert "Baseline v1" in told
    assert "Candidate v2 ✕" in told


def test_another_row_opens_and_the_keys_go_on_from_it(labels: Warehouse) -> None:
    app = open_suspects(show="flagged")
    first, second, _ = rows_of(app, "suspect_rows")
    assert chosen_of(app, "suspect_rows") == first
    app = open_row(app, "suspect_rows", second)
    assert app.query_params["row"] == second
    assert "2 of 3" in text_of(html_of(app))
    app.button(key="suspect_previous").click().run()
    assert app.query_params["row"] == first


@pytest.mark.parametrize(
    ("link", "listed"),
    [
        ({}, 3),
        ({"show": "all"}, 25),
        ({"locale": "fr-FR"}, 1),
        ({"locale": "fr-FR", "domain": "music"}, 1),
        ({"intent": "stop"}, 2),
        ({"pair": "stop -> play"}, 1),
        ({"pair": ["stop -> play", "no slot -> slot song"]}, 2),
        ({"annotator": "a02"}, 1),
        ({"detector": "models_agree"}, 2),
        ({"since": "2026-03-02", "until": "2026-03-05"}, 2),
        ({"guideline_version": "2"}, 1),
        ({"flips": "broke"}, 1),
        ({"q": "fr-fr"}, 1),
        ({"q": "/thing [12]$/"}, 2),
    ],
)
def test_the_link_filters(labels: Warehouse, link: dict[str, str | list[str]], listed: int) -> None:
    app = open_suspects(**({"show": "flagged"} | link))
    assert len(labels_of(app)) == listed
    assert not app.warning


def test_a_filter_is_taken_away_by_its_chip(labels: Warehouse) -> None:
    app = open_suspects(locale="fr-FR", detector="parallel_requests", show="flagged")
    assert app.button(key="suspect_chip_detector").label == "flagged by\\: Other locales"
    app.button(key="suspect_chip_locale").click().run()
    assert "locale" not in app.query_params
    assert app.query_params["detector"] == "parallel_requests"
    assert len(labels_of(app)) == 2


def test_a_label_pair_filters_and_says_where_it_is(labels: Warehouse) -> None:
    app = open_suspects(show="flagged")
    assert rows_of(app, "suspect_pair_rows") == {
        "no slot -> slot song": "no slot -> slot song: 1",
        "play -> pause": "play -> pause: 1",
        "stop -> play": "stop -> play: 1",
    }
    app = open_row(app, "suspect_pair_rows", "stop -> play")
    assert app.query_params["pair"] == "stop -> play"
    assert labels_of(app) == [ENGLISH]
    # The pairs stay, for another click; the filter is a chip.
    assert len(rows_of(app, "suspect_pair_rows")) == 3
    assert app.button(key="suspect_chip_pair").label == "label\\: stop → play"


def test_the_map_has_the_share_of_each_domain_and_locale(labels: Warehouse) -> None:
    app = open_suspects(show="flagged")
    chart, over_time = app.get("plotly_chart")
    hovers = " ".join(chart.proto.spec.split("hovertext")[1:])
    assert "1 of 3 golds" in hovers
    assert "click to list its suspects" in hovers
    assert "all annotators" in over_time.proto.spec


def test_what_a_link_cannot_mean_is_said(labels: Warehouse) -> None:
    app = open_suspects(locale="xx", detector="nobody", row="99", q="/(/", sort="score")
    said = " ".join(one.value for one in app.warning)
    for expected in ("regular expression", "locale “xx”", "detector “nobody”", "utterance “99”", "“sort”"):
        assert expected in said.replace("\\", "")


def test_filters_that_leave_nothing_say_which_to_take_away(labels: Warehouse) -> None:
    app = open_suspects(locale="de-DE", intent="stop", show="flagged")
    assert "No suspect matches locale: de-DE and intent: stop ." in text_of(html_of(app))
    app.button(key="suspect_without_locale").click().run()
    assert len(labels_of(app)) == 2
    app = open_suspects(locale="de-DE", intent="stop", show="flagged")
    app.button(key="suspect_clear").click().run()
    assert len(labels_of(app)) == 3


def test_nothing_suspect_is_good_news_and_no_proof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over(write_suspects(tmp_path, clean=True), monkeypatch)
    told = text_of(html_of(open_suspects()))
    assert "No golds in 27 look wrong" in told
    assert "Nothing looks wrong. No gold of this set is more likely wrong than right. That is no proof" in told


def test_a_set_without_annotators_and_parallel_requests_has_suspects_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over(write_suspects(tmp_path, signed=False), monkeypatch)
    app = open_suspects(show="flagged")
    assert ENGLISH in labels_of(app)
    told = text_of(html_of(app))
    assert "The same request in other locales" not in told
    assert "With annotator , who labelled what, there would be suspects by annotator" in told
    assert "With parallel_id , which requests are the same, there would be each suspect beside" in told


def test_the_overview_leads_to_as_many_as_it_does_not_count_as_clean(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = over(sample_warehouse, monkeypatch)
    app = open_suspects(show="alone", flips="broke")
    comparison = compared(warehouse)
    audit = known_audit(comparison)
    assert audit is not None
    suspect = flips_by_gold(comparison, audit, "frame").whole.suspect.n_negative_flips
    assert len(labels_of(app)) == suspect > 10
    (link,) = [link for label, link in links_of(open_page("overview")) if label == "Why they look wrong"]
    assert (link["show"], link["flips"]) == (["alone"], ["broke"])


def test_a_gold_that_a_run_leaves_out_is_a_suspect_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over(write_suspects(tmp_path, unanswered=WRONG_INTENT), monkeypatch)
    app = open_suspects(show="flagged", locale="en-US")
    assert labels_of(app) == [ENGLISH]
    told = text_of(html_of(app))
    assert "Gold · stop" in told
    assert "A run has no prediction for it and leaves such pairs out of the comparison." in told


def test_a_click_in_the_figure_over_time_filters_by_annotator_and_days(labels: Warehouse) -> None:
    app = open_suspects(show="flagged", annotator="a01")
    assert "Suspects, % of the golds, by annotator and week" in text_of(html_of(app))
    (choice,) = [one for one in app.selectbox if one.key and one.key.startswith("choice_in_suspect_time")]
    # What the figure itself filters by does not change it: it has everyone.
    named = next(
        option for option in choice.options if option.startswith("\u2068a03\u2069 in the week of 2 March 2026")
    )
    assert named == (
        "\u2068a03\u2069 in the week of 2 March 2026, 2 of 8 golds suspect, 25.0 % (95 %: 7.1 to 59.1), hatched: fewer "
        "than 30, so the share is rough"
    )
    app = choice.set_value(named).run()
    assert (app.query_params["annotator"], app.query_params["since"]) == ("a03", "2026-03-02")
    assert app.query_params["until"] == "2026-03-08"


def test_a_set_without_days_has_no_figure_over_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over(write_suspects(tmp_path, signed=False), monkeypatch)
    told = text_of(html_of(open_suspects(show="all")))
    assert "Which label for which" in told
    assert "by annotator and" not in told
