"""The suspects of an evaluation set, ranked, with progress on the terminal."""

from analysis.annotation.audit import find_suspects
from analysis.annotation.ranking import Ranking, rank
from dashboard.commands.progress import shown_progress
from loaders.audit import Audit
from loaders.embeddings import open_model
from loaders.normalise import normalise


def rank_suspects(opened: Audit, semantic: str | None = None) -> Ranking:
    """Run all detectors; `semantic` names a language model to ask too."""
    with shown_progress("auditing") as report:
        embed = None
        if semantic is not None:
            embed = open_model(semantic, lambda n_texts: report("what is nearest in meaning", n_texts))
        found = find_suspects(
            opened.utterances(),
            normalise,
            opened.prefixes,
            progress=lambda step: report(step, 0),
            embed=embed,
        )
        return rank(found, opened.evalset.n_utterances)
