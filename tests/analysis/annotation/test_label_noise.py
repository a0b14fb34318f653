"""Label noise is spoken of only where suspect golds are more frequent among what broke than is usual."""

import polars as pl
import pytest
from scipy import stats

from analysis.annotation.clean_gold import CleanSlice, count_clean_gold
from analysis.annotation.clean_gold_words import tell_losses, tell_noise
from analysis.annotation.label_noise import FlipsByGold, adjusted, flips_by_gold, partly_noise
from analysis.counts import FlipCounts
from tests.analysis.scored import random_rows

ROWS = random_rows(400)


def noisy(name: str, n_suspect_broke: int, n_broke: int, n_suspect_stayed: int) -> CleanSlice:
    whole = FlipCounts(400 + n_broke, 300, n_broke, 40, 60, 0)
    suspect = FlipCounts(n_suspect_broke + n_suspect_stayed, n_suspect_stayed, n_suspect_broke, 0, 0, 0)
    return CleanSlice("frame", {"locale": name}, whole, suspect)


def test_only_what_is_frequent_among_the_broken_is_called_noise() -> None:
    half = noisy("half", 14, 27, 6)
    as_usual = noisy("as usual", 2, 27, 22)
    sure_but_small = noisy("small", 9, 100, 2)
    too_few = noisy("few", 1, 1, 60)
    nothing_broke = noisy("nothing", 0, 0, 6)
    most = noisy("most", 9, 10, 6)
    given_ = [half, as_usual, sure_but_small, too_few, nothing_broke, most]
    assert partly_noise(given_) == (most, half)
    found = dict(zip((part.values["locale"] for part in given_), adjusted(given_), strict=True))
    # What could find nothing is no test, so it costs the others nothing.
    assert found["few"] is found["nothing"] is None
    of_four = stats.false_discovery_control([given_[i].p_value or 1 for i in (0, 1, 2, 5)])
    assert [found[name] for name in ("half", "as usual", "small", "most")] == pytest.approx(of_four.tolist())
    assert found["small"] is not None
    assert found["small"] < 0.05


def test_everything_is_the_sum_of_its_locales() -> None:
    suspects = list(range(0, 400, 9))
    found = flips_by_gold(pl.DataFrame(ROWS), suspects, "intent")
    (whole,) = count_clean_gold(pl.DataFrame(ROWS), suspects, "intent")
    assert found.whole == whole
    assert [row.get("locale") for row in found.rows()] == [None, "de-DE", "en-US", "fr-FR"]
    assert found.rows()[0]["q_value"] is None
    nothing = flips_by_gold(pl.DataFrame(ROWS).head(0), suspects)
    assert nothing.whole.whole.n == 0
    assert nothing.noise() == ()
    assert tell_noise(nothing) == ()


def test_one_locale_is_not_told_twice() -> None:
    half = noisy("de-DE", 14, 27, 6)
    whole = CleanSlice("frame", {}, half.whole, half.suspect)
    assert FlipsByGold(whole, (half,)).noise() == (half,)
    other = noisy("en-US", 0, 3, 20)
    both = CleanSlice("frame", {}, half.whole + other.whole, half.suspect + other.suspect)
    assert FlipsByGold(both, (half, other)).noise() == (both, half)
    (of_all, of_locale) = tell_noise(FlipsByGold(both, (half, other)))
    assert of_all.startswith("Half of the regression may be label noise: 14 of 30 broken utterances have")
    assert of_locale.startswith("Half of the regression in de-DE may be label noise: 14 of 27 broken")


def changed(name: str, n_broke: int, n_fixed: int, n_suspect_broke: int = 0) -> CleanSlice:
    whole = FlipCounts(400, 300 - n_broke, n_broke, n_fixed, 100 - n_fixed, 0)
    suspect = FlipCounts(n_suspect_broke + 6, 6, n_suspect_broke, 0, 0, 0)
    return CleanSlice("frame", {"locale": name}, whole, suspect)


def of_locales(*locales: CleanSlice) -> FlipsByGold:
    return FlipsByGold(CleanSlice("frame", {}, locales[0].whole, locales[0].suspect), locales)


def test_what_got_worse_is_told_though_no_noise_is_claimed_of_it() -> None:
    lost, lost_more = changed("de-DE", 49, 20, 1), changed("fr-FR", 60, 12)
    noise, unsure, gained = changed("it-IT", 40, 12, 20), changed("ja-JP", 9, 8), changed("ar-SA", 5, 30)
    told = of_locales(lost, lost_more, noise, unsure, gained)
    assert told.noise() == (noise,)
    assert told.losses() == (lost_more, lost)
    assert of_locales(unsure, gained).losses() == (unsure,)
    assert of_locales(gained).losses() == ()
    first, second = tell_losses(told)
    assert first.startswith("The loss in fr-FR: 0 of 60 broken utterances have a gold that looks wrong, too few to")
    assert "accuracy −7.25 → −7.12 pp" in second  # (20 - 49) / 400 and (20 - 48) / 393


def test_a_share_that_may_explain_a_loss_is_not_called_too_few() -> None:
    (said,) = tell_losses(of_locales(changed("de-DE", 4, 2, 1)))
    assert said.startswith("The loss in de-DE: 1 of 4 broken utterances have a gold that looks wrong; over clean gold")
