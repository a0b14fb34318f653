"""What differs between the two runs of a comparison besides the model, from their manifests and their intents."""

from analysis.comparability import Difference, RunFacts, Said, find_differences
from analysis.intent_coverage import cover_intents
from analysis.parts import Parts
from dashboard import wording
from loaders.comparison import Comparison
from loaders.manifest import RunManifest
from loaders.schema import Unit

_MOST_NAMES = 5


def describe_comparability(opened: Comparison, unit: Unit = "frame") -> list[Difference]:
    """Return the differences, the gravest first; empty where the model alone is another.

    `unit` (frame, intent or slots) judges the flips of old and new classes. Runs on different evaluation sets do not
    come so far: a comparison of them cannot be opened.
    """
    return find_differences(
        facts_of(opened.baseline),
        facts_of(opened.candidate),
        cover_intents(Parts(opened.pairs_in_parts()), unit, opened.intents()),
    )


def facts_of(run: RunManifest) -> RunFacts:
    """Return what the analysis needs to know of a run."""
    return RunFacts(
        run.name, run.evalset_fingerprint, run.normaliser_version, run.missing_policy, run.alignment.n_missing
    )


def difference_line(difference: Difference, baseline: str, candidate: str) -> str:
    """Return a difference in one line; the runs go by these names.

    >>> difference_line(Difference("warn", "missing predictions", 0, 12, "They count as wrong."), "v1", "v2")
    'warn: missing predictions: v1 0, v2 12. They count as wrong.'
    """
    ours, theirs = said_of(difference.baseline), said_of(difference.candidate)
    return f"{difference.severity}: {difference.what}: {baseline} {ours}, {candidate} {theirs}. {difference.why}"


def said_of(said: Said) -> str:
    """Write what a run has of something; of many names the first few, and how many there are.

    >>> said_of(("play", "stop")), said_of(()), said_of(1200), said_of("drop")
    ('2 (play and stop)', 'none', '1,200', 'drop')
    """
    if isinstance(said, tuple):
        return f"{wording.count(len(said))} ({wording.listed(list(said), _MOST_NAMES)})" if said else "none"
    return wording.count(said) if isinstance(said, int) else said
