"""What a load says when it is done: counts, fingerprint, what met its utterance and what did not."""

from collections.abc import Iterator, Sequence
from typing import Final

from loaders.errors import Rejection
from loaders.formats.lines import shown
from loaders.manifest import EvalsetManifest, RunManifest

REJECTIONS_SHOWN: Final = 10


def describe_evalset(manifest: EvalsetManifest, rejections: Sequence[Rejection]) -> Iterator[str]:
    """Yield the lines about a new evaluation set."""
    yield f"evalset {manifest.name} loaded, fingerprint {manifest.fingerprint}"
    yield (
        f"  {manifest.n_utterances:,} utterances with {manifest.n_slots:,} slots: {manifest.n_locales:,} locales, "
        f"{manifest.n_domains:,} domains, {manifest.n_intents:,} intents"
    )
    if manifest.extra_columns:
        yield f"  further columns: {', '.join(map(shown, manifest.extra_columns))}"
    yield from describe_rejections(manifest.n_rejected, rejections)


def describe_run(manifest: RunManifest, rejections: Sequence[Rejection]) -> Iterator[str]:
    """Yield the lines about a new run: its alignment with the evaluation set, with examples."""
    found = manifest.alignment
    fate = "counted as wrong" if manifest.missing_policy == "error" else "left out of every comparison"
    yield f"run {manifest.name} loaded on evalset {manifest.evalset}, fingerprint {manifest.fingerprint}"
    yield f"  predictions {found.n_rows:,}"
    yield f"  matched     {found.n_matched:,}"
    yield _alignment_line("missing", found.n_missing, fate, found.missing_examples)
    yield _alignment_line("unknown", found.n_unknown, "not in the evalset, ignored", found.unknown_examples)
    counted = f"the {found.duplicate_counted} of each counted"
    yield _alignment_line("duplicates", found.n_duplicates, counted, found.duplicate_examples)
    yield from describe_rejections(found.n_rejected, rejections)


def _alignment_line(what: str, n: int, fate: str, examples: Sequence[str]) -> str:
    if n == 0:
        return f"  {what:<11} 0"
    more = ", ..." if n > len(examples) else ""
    return f"  {what:<11} {n:,} ({fate}): {', '.join(map(shown, examples))}{more}"


def describe_rejections(n_rejected: int, rejections: Sequence[Rejection]) -> Iterator[str]:
    """Yield how many rows were rejected, and the first of them by file, line, column and reason."""
    yield f"  rejected    {n_rejected:,}"
    in_order = sorted(rejections, key=lambda rejection: (rejection.file, rejection.line))
    for rejection in in_order[:REJECTIONS_SHOWN]:
        yield f"    {shown(str(rejection))}"
    if n_rejected > REJECTIONS_SHOWN:
        yield f"    ... and {n_rejected - REJECTIONS_SHOWN:,} more"
