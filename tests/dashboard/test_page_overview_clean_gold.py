"""The Overview says how much of what broke may be label noise: only where it is so, and once it is known."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cli import main
from tests.dashboard.audited_sample import broken_of, wait_for_audit, without_audit
from tests.dashboard.flips_warehouse import write_warehouse
from tests.dashboard.opened_page import links_of, open_page

VIEW = {"baseline": "v1", "candidate": "v2"}


def claims(app: AppTest) -> list[str]:
    return [str(one.value).replace("\\", "") for one in app.markdown if "label noise" in str(one.value)]


def figures(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.caption if "Over clean gold" in str(one.value)]


def listed(app: AppTest) -> dict[str, dict[str, list[str]]]:
    """Links to flips with suspect gold, by their locale, "" for all."""
    links = [link for _, link in links_of(app) if link.get("where") == ["gold=suspect"]]
    return {link.get("locale", [""])[0]: link for link in links}


def test_each_claim_has_its_numbers_and_leads_to_its_flips(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_audit(sample_warehouse, monkeypatch)
    app = open_page("overview", **VIEW)
    broken = broken_of(sample_warehouse)
    said = claims(app)
    assert [one.split("**")[1] for one in said] == [
        "60 % of the regression in it-IT may be label noise",
        "56 % of the regression in fr-FR may be label noise",
    ]
    for locale, told in zip(("it-IT", "fr-FR"), said, strict=True):
        there = [row["suspect"] for row in broken if row["locale"] == locale]
        assert f"{sum(there)} of {len(there)} broken utterances have a gold that looks wrong" in told
        assert listed(app)[locale]["candidate"] == ["v2"]
    suspect = sum(row["suspect"] for row in broken)
    (whole,) = figures(app)
    assert f"{suspect} of {len(broken)} broken" in whole
    assert f"List the {suspect}" in [label for label, _ in links_of(app)]
    assert set(listed(app)) == {"it-IT", "fr-FR", ""}
    # The locale of the headline has an answer too.
    (loss,) = [str(one.value).replace("\\", "") for one in app.caption if "The loss" in str(one.value)]
    there = [row["suspect"] for row in broken if row["locale"] == "de-DE"]
    assert loss.startswith(f"The loss in de-DE: {sum(there)} of {len(there)} broken utterances")


def test_the_figures_are_those_of_the_command_line(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wait_for_audit(sample_warehouse, monkeypatch)
    asked = ["audit", "sample", "--run", "v1", "--run", "v2", "--limit", "1", "--format", "json"]
    assert main([*asked, "--warehouse", str(sample_warehouse)]) == 0
    whole = json.loads(capsys.readouterr().out)["meta"]["flips"][0]
    (said,) = figures(open_page("overview", **VIEW))
    assert f"NFR {100 * whole['nfr']:.2f} % → {100 * whole['nfr_clean']:.2f} %" in said
    assert f"CI {100 * whole['nfr_clean_low']:.2f} to {100 * whole['nfr_clean_high']:.2f} %" in said
    assert f"n {whole['n'] - whole['n_suspect']:,})" in said


def test_nothing_is_claimed_before_it_is_known(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_audit(sample_warehouse, monkeypatch)
    app = open_page("overview", **VIEW)
    assert claims(app) == figures(app) == []
    assert listed(app) == {}
    assert app.title[0].value == "Better on average, worse in de-DE."


def test_nothing_is_claimed_where_suspects_are_no_more_than_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = write_warehouse(tmp_path)
    wait_for_audit(warehouse, monkeypatch)
    assert claims(open_page("overview", **VIEW)) == []


def test_it_is_said_that_no_gold_looks_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = [
        {"utterance_id": str(i), "locale": "en-US", "domain": "d", "intent": intent, "text": text}
        for i, (intent, text) in enumerate([("on", "lights please"), ("off", "kill the music"), ("on", "radio")])
    ]
    found = {"v1": gold, "v2": [row | {"intent": "other"} for row in gold]}
    for name, rows in {"gold": gold, **found}.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    warehouse = tmp_path / "warehouse"
    asked = ["--warehouse", str(warehouse)]
    assert main(["add-evalset", "clean", str(tmp_path / "gold.jsonl"), *asked]) == 0
    for name in found:
        assert main(["add-run", name, str(tmp_path / f"{name}.jsonl"), "--evalset", "clean", *asked]) == 0
    wait_for_audit(warehouse, monkeypatch)
    app = open_page("overview", **VIEW)
    assert claims(app) == figures(app) == []
    assert [one for one in app.caption if str(one.value).startswith("No gold looks wrong by the labels alone")]
