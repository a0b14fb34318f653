"""Says that weighing by traffic changes nothing, where the evaluation set does not know it."""

import typer

from analysis.frequencies import FREQUENCY, has_traffic
from loaders.comparison import Comparison


def note_equal_weights(opened: Comparison, weight: str | None) -> None:
    """Say on stderr that every utterance weighs 1; nothing where it is not so, or another column is the weight."""
    if weight == FREQUENCY and not has_traffic(opened.utterances()):
        typer.echo(
            f"flipscope: evalset '{opened.evalset.name}' does not say how often each utterance is asked, so --weight "
            f"{FREQUENCY} counts each once",
            err=True,
        )
