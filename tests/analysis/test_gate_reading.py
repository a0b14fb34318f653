"""Policies read strictly: every wrong one is one line that says where and what is allowed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.gate.measures import GATE_METRICS
from analysis.gate.policy import Limit, with_data_checks
from analysis.gate.reading import KEYS, MAX_CHARACTERS, read_policy
from analysis.gate.starting_policy import STARTING_POLICY
from analysis.gate.values import PolicyError
from loaders.schema import UNITS

NFR = '[[check]]\nmetric = "nfr"\nmax = 0.01\n'


def refused(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        read_policy(text, "policy.toml")
    message = str(caught.value)
    assert message.startswith("policy.toml: ")
    assert len(message.splitlines()) == 1
    assert len(message) < 2_000
    return message.removeprefix("policy.toml: ")


def test_everything_that_a_check_can_say() -> None:
    text = """
    [[check]]
    name = "Ours"
    metric = "accuracy_change"
    unit = "intent"
    by = ["locale", "domain", "locale"]
    where = { device = ["watch", ""], has_slot = "time", floor = 3, new = true }
    min = -0.01
    min_n = 50
    when_too_few = "warn"
    severity = "warn"
    q_max = 0.1
    cluster = "text"
    """
    (check,) = read_policy(text).checks
    assert (check.name, check.metric.name, check.unit, check.by) == (
        *("Ours", "accuracy_change", "intent"),
        ("locale", "domain"),
    )
    assert check.where == (
        ("device", ("watch", None)),
        ("has_slot", ("time",)),
        ("floor", ("3",)),
        ("new", ("true",)),
    )
    assert check.limit == Limit("min", -0.01)
    assert (check.min_n, check.when_too_few, check.severity, check.q_max) == (50, "warn", "warn", 0.1)
    assert (check.cluster, check.bootstrap, check.on, check.weight) == ("text", True, "point", None)


def test_what_is_not_said_is_strict() -> None:
    (check,) = read_policy(NFR).checks
    assert (check.name, check.unit, check.severity, check.when_too_few, check.min_n) == (
        *("nfr of frame", "frame", "fail", "fail", 30),
    )
    assert read_policy('[[check]]\nmetric = "latency_p99_ms"\nmax = 9').checks[0].min_n == 100
    assert read_policy('[[check]]\nmetric = "semer_change"\nmax = 0').checks[0].unit == "slot"


def test_the_data_is_checked_although_the_policy_says_nothing_of_it() -> None:
    written = read_policy(f'{NFR}[[check]]\nmetric = "n_unknown"\nmax = 7\nseverity = "warn"')
    checks = with_data_checks(written).checks
    assert [(one.metric.name, one.limit.value, one.severity) for one in checks] == [
        ("nfr", 0.01, "fail"),
        ("n_unknown", 7.0, "warn"),
        ("missing_share", 0.0, "fail"),
        ("n_duplicates", 0.0, "fail"),
        ("n_rejected", 0.0, "fail"),
    ]


def test_the_starting_policy_is_one_and_asks_in_order() -> None:
    checks = read_policy(STARTING_POLICY).checks
    assert checks[0].metric.name == "must_pass"
    assert checks[-1].metric.source == "data"
    # Before anybody judged a flip, NFR after verdicts would only say again what NFR says.
    assert {one.metric.source for one in checks} == set(KEYS) - {"adjudicated"}


def test_every_metric_of_every_unit_can_be_checked() -> None:
    for metric in GATE_METRICS.values():
        limit = {"must_pass": "top = 3", "data": "max = 0"}.get(metric.source, "max = 0.5")
        for unit in metric.units or (None,):
            written = f'[[check]]\nmetric = "{metric.name}"\n{limit}\n' + (f'unit = "{unit}"' if unit else "")
            (check,) = read_policy(written).checks
            assert (check.metric, check.unit) == (metric, unit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no check, so nothing would be held back; write one under a line [[check]]"),
        ("check = []", "no check, so nothing would be held back"),
        ("# only a comment", "no check"),
        ('[check]\nmetric = "nfr"', "check: write each check under a line [[check]]"),
        ("check = [1]", "check: write each check under a line [[check]]"),
        ("check = 3", "check: write each check under a line [[check]]"),
        (f'title = "x"\n{NFR}', "title: no such key; the key is: check"),
        ("[[check]]\nmax = 1", "check[1].metric: missing; choose from must_pass, accuracy_baseline,"),
        (f'{NFR}[[check]]\nmetric = "nrf"\nmax = 0.1', "check[2].metric: 'nrf' is none of: must_pass,"),
        ("[[check]]\nmetric = 3\nmax = 0.1", "check[1].metric: 3 is none of: "),
        ('[[check]]\nmetric = ["nfr"]\nmax = 0.1', "check[1].metric: ['nfr'] is none of: "),
        (f'{NFR}unit = "frames"', "check[1].unit: 'frames' is none of: frame, intent, slots, slot"),
        ('[[check]]\nmetric = "semer_change"\nmax = 0\nunit = "frame"', "check[1].unit: 'frame' is none of: slot"),
        (f'{NFR}severity = "error"', "check[1].severity: 'error' is none of: fail, warn"),
        (f'{NFR}when_too_few = "pass"', "check[1].when_too_few: 'pass' is none of: fail, warn"),
        (f'{NFR}on = "middle"', "check[1].on: 'middle' is none of: point, lower, upper"),
        (f"{NFR}maximum = 3", "check[1].maximum: no such key; the keys of a check of nfr are: name, metric, severity"),
        (f"{NFR}top = 3", "check[1].top: no such key"),
        ('[[check]]\nmetric = "latency_p50_ms"\nmax = 9\nby = "locale"', "check[1].by: no such key"),
        ('[[check]]\nmetric = "n_unknown"\nmin = 9', "check[1].min: no such key"),
        ('[[check]]\nmetric = "nfr"', "check[1]: no limit; give one of max, min"),
        (f"{NFR}min = 0.1", "check[1]: two limits, max and min; give one of max, min"),
        ('[[check]]\nmetric = "nfr"\nrelative_max = 0.1', "check[1].relative_max: the baseline has no figure like nfr"),
        ('[[check]]\nmetric = "nfr"\nmax = 1.5', "check[1].max: 1.5 is out of range; nfr is a share from 0 to 1"),
        ('[[check]]\nmetric = "nfr"\nmax = 1', "check[1].max: 1 holds nothing back; nfr is a share"),
        ('[[check]]\nmetric = "nfr"\nmin = 0', "check[1].min: 0 holds nothing back"),
        ('[[check]]\nmetric = "nfr"\nmax = -0.1', "check[1].max: -0.1 is out of range"),
        ('[[check]]\nmetric = "nfr"\nmax = nan', "check[1].max: nan is no number that a figure could reach"),
        ('[[check]]\nmetric = "nfr"\nmax = inf', "check[1].max: inf is no number"),
        ('[[check]]\nmetric = "nfr"\nmax = -inf', "check[1].max: -inf is no number"),
        ('[[check]]\nmetric = "nfr"\nmax = true', "check[1].max: true is no number"),
        ('[[check]]\nmetric = "nfr"\nmax = "0.1"', "check[1].max: '0.1' is no number"),
        ('[[check]]\nmetric = "nfr"\nmax = 2026-11-28', "check[1].max: datetime.date(2026, 11, 28) is no number"),
        (f'[[check]]\nmetric = "nfr"\nmax = 1{"0" * 400}', "check[1].max: a number of many digits is no number"),
        (f'[[check]]\nmetric = "nfr"\nmax = 0x1{"0" * 9000}', "check[1].max: a number of many digits is no number"),
        ('[[check]]\nmetric = "accuracy_change"\nmin = -1', "check[1].min: -1 holds nothing back"),
        ('[[check]]\nmetric = "accuracy_change"\nmin = -2.5', "so 1.5 percentage points are 0.015"),
        (
            '[[check]]\nmetric = "n_unknown"\nmax = 0.5',
            "check[1].max: 0.5 is out of range; n_unknown is a whole number",
        ),
        ('[[check]]\nmetric = "latency_p50_ms"\nrelative_max = -1', "check[1].relative_max: -1 is nothing or less"),
        (f"{NFR}min_n = 0", "check[1].min_n: 0 is no whole number of 1 or more"),
        (f"{NFR}min_n = true", "check[1].min_n: true is no whole number"),
        (f"{NFR}min_n = 30.0", "check[1].min_n: 30.0 is no whole number"),
        (f"{NFR}bootstrap = 1", "check[1].bootstrap: 1 is neither true nor false"),
        (f"{NFR}by = [3]", "check[1].by: [3] names no columns"),
        (f"{NFR}by = []", "check[1].by: name 1 to 5 columns, or leave it out"),
        (f'{NFR}by = ["a", "b", "c", "d", "e", "f"]', "check[1].by: name 1 to 5 columns"),
        (f'{NFR}where = "locale=de"', "check[1].where: 'locale=de' is no condition; write it as in where = {"),
        (f"{NFR}where = {{}}", "check[1].where: {} is no condition"),
        (f"{NFR}where = {{ locale = [] }}", "check[1].where.locale: [] is neither a text or whole number"),
        (f"{NFR}where = {{ locale = 1.5 }}", "check[1].where.locale: 1.5 is neither"),
        (f"{NFR}where = {{ locale = {{ is = 1 }} }}", "check[1].where.locale: {'is': 1} is neither"),
        (f'{NFR}name = ""', "check[1].name: '' is no text"),
        (f'{NFR}name = "{"x" * 1001}"', "…"),
        (f"{NFR}{NFR}", "check[2].name: check[1] is named 'nfr of frame' too; give each check a name of its own"),
        ('[[check]]\nmetric = "must_pass"', "check[1]: give one of top and file"),
        ('[[check]]\nmetric = "must_pass"\ntop = 3\nfile = "x.csv"', "check[1]: give one of top and file"),
        ('[[check]]\nmetric = "must_pass"\ntop = 3\nmax = 2', "check[1].max: no such key"),
        ('[[check]]\nmetric = "must_pass"\ntop = 3\nunit = "slot"', "check[1].unit: 'slot' is none of: frame, intent"),
        (f"{NFR}q_max = 0.05", "check[1].q_max: is for slices; add by"),
        (f'{NFR}q_max = 0\nby = "locale"', "check[1].q_max: 0.0 does not lie between 0 and 1"),
        (f'{NFR}q_max = 0.1\nby = "locale"\non = "upper"', "check[1].q_max: holds back what could be chance"),
        (f'{NFR}q_max = 0.1\nby = "locale"\nweight = "frequency"', "check[1].q_max: weighted sums are not tested"),
        (f'{NFR}q_max = 0.1\nby = "locale"\ncluster = "text"', "check[1].q_max: nfr is not tested by clusters"),
        (
            '[[check]]\nmetric = "accuracy_change"\nmin = 0.01\nq_max = 0.1\nby = "locale"',
            "check[1].q_max: what is tested is nfr with a max, and accuracy_change with a min of 0 or less",
        ),
        ('[[check]]\nmetric = "nfi"\nmax = 0.1\nq_max = 0.1\nby = "locale"', "check[1].q_max: what is tested is nfr"),
        (f'{NFR}weight = "frequency"\nbootstrap = true', "check[1].weight: resamples count each utterance once"),
        (
            '[[check]]\nmetric = "icer_candidate"\nmax = 0.1\non = "upper"',
            "check[1].on: icer_candidate has no interval",
        ),
        (
            '[[check]]\nmetric = "semer_change"\nmax = 0.1\non = "upper"',
            "check[1].on: semer_change has an interval by res",
        ),
        (
            '[[check]]\nmetric = "accuracy_candidate"\nrelative_min = -0.1\non = "lower"',
            "check[1].on: a relative limit is for the point",
        ),
        ("[[check]\n", "not TOML: "),
        ('[[check]]\nmetric = "nfr"\nmetric = "nfi"\nmax = 0.1', "not TOML: "),
        (f'{NFR}name = "a\\u0000\\ud800"', "not TOML: "),
        ("x = " + "[" * 100_000, "not "),
        ("x = " + "{a = " * 50_000, "not "),
        (f"x = 1{'0' * 5000}", "not a policy: "),
        ("#" * (MAX_CHARACTERS + 1), "longer than 1,000,000 characters"),
        ('[[check]]\nmetric = "nfr"\nmax = 0.1\n' * 1_001, "check: 1,001 checks; 1,000 at most"),
    ],
)
def test_a_wrong_policy_is_one_clear_line(text: str, said: str) -> None:
    assert said in refused(text)


def test_a_long_key_or_value_is_cut() -> None:
    assert len(refused(f"{NFR}{'k' * 100_000} = 1")) < 400
    assert len(refused(f'{NFR}on = "{"v" * 100_000}"')) < 400
    assert len(refused(f"{NFR}where = {{ {'c' * 100_000} = [] }}")) < 400


def as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{as_toml(key)} = {as_toml(inner)}' for key, inner in value.items())}}}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.sampled_from(sorted(GATE_METRICS)),
    st.dictionaries(
        st.sampled_from(sorted({key for keys in KEYS.values() for key in keys} | {"name", "severity"})),
        VALUES | st.sampled_from((*UNITS, "fail", "warn", "upper", 0.5, 3, "locale")),
        max_size=6,
    ),
)
def test_no_value_of_any_kind_does_more_than_be_refused(metric: str, keys: dict[str, Any]) -> None:
    lines = [f"{key} = {as_toml(value)}" for key, value in keys.items()]
    try:
        (check,) = read_policy("\n".join(("[[check]]", f'metric = "{metric}"', *lines)), "policy").checks
    except PolicyError as error:
        said = str(error)
    else:
        assert check.metric.name == metric
        assert abs(check.limit.value) <= 1e12
        return
    assert said.startswith(("policy: check[1]", "policy: not "))
