"""The policy to start from, in the order in which a release is best looked at."""

from typing import Final

STARTING_POLICY: Final = """\
# A release policy of flipscope. Each [[check]] holds one figure against one limit:
#
#   flipscope gate BASELINE CANDIDATE --policy policy.toml
#
# Exit code 0: every check passes or warns. 1: a check fails, also where it cannot be told (no data, too few).
# The numbers below are a start, made for the sample data: put your own in, and delete what you do not need.
# Shares are written from 0 to 1, so 2 % is 0.02. Every key is told of in docs/gate.md.

# 1. What must never fail: the most asked utterances of each locale (or file = "must_pass.csv", beside this policy).
#    Needs frequency in the evaluation set.
[[check]]
name = "Most asked utterances"
metric = "must_pass"
top = 3

# 2. Negative flips: what worked before and does not now. Once by utterance, and once as often as users ask.
#    on = "upper": the upper end of the 95 % interval has to be within the limit, not only the figure itself.
[[check]]
name = "Negative flips"
metric = "nfr"
max = 0.05
on = "upper"

[[check]]
name = "Negative flips by traffic"
metric = "nfr"
weight = "frequency"
max = 0.05
on = "upper"
when_too_few = "warn"      # a few frequent utterances may weigh so much that they are too few to judge by

# 3. Is it better on the whole, and how much of what was right stayed right?
[[check]]
name = "Better on the whole"
metric = "accuracy_change"
min = 0.0
on = "lower"

[[check]]
name = "What was right stays right"
metric = "btc"
min = 0.9
on = "lower"

[[check]]
name = "New errors among the errors"
metric = "nfi"
max = 0.25
severity = "warn"

# 4. No locale may lose. q_max: a slice is held back only where its loss is hardly chance, adjusted for their number.
[[check]]
name = "No locale breaks more"
metric = "nfr"
by = ["locale"]
max = 0.05
q_max = 0.05

[[check]]
name = "No locale gets worse"
metric = "accuracy_change"
by = ["locale"]
min = 0.0
q_max = 0.05

[[check]]
name = "No domain gets worse"
metric = "accuracy_change"
by = ["domain"]            # two columns are crossed: ["locale", "domain"]
min = 0.0
q_max = 0.05
severity = "warn"

# 5. Slots and intents. SemER has an interval by resampling, 10,000 times.
[[check]]
name = "SemER does not rise"
metric = "semer_change"
max = 0.0
on = "upper"
bootstrap = true

[[check]]
name = "Intent error rate does not rise"
metric = "icer_candidate"
relative_max = 0.0         # as a share of the baseline's: 0.05 would allow for 5 % more errors

# 6. Does it answer as fast, and is it right as often as it is sure? Delete these where the runs have no latency_ms or
#    no confidence, for what is not there fails.
[[check]]
name = "Answers as fast"
metric = "latency_p95_ms"
relative_max = 0.1
severity = "warn"

[[check]]
name = "Slowest answers"
metric = "latency_p99_ms"
max = 200

[[check]]
name = "Right as often as it is sure"
metric = "ece_candidate"
unit = "intent"
max = 0.2
severity = "warn"

# 7. The data. Missing predictions, rows of no utterance, repeated rows and rejected rows are always checked, of both
#    runs, and none is allowed; name one to allow for some: missing_share, n_unknown, n_duplicates, n_rejected.
#    That the runs differ in nothing but the model is checked too.
[[check]]
name = "Missing predictions"
metric = "missing_share"
max = 0.001
"""
"""Runs on the sample data as it stands, and there says no: it is better on the whole, and worse in German."""
