"""What an audit of the gold says of the flips, as the report tells it: how much of what broke may be label noise."""

from analysis.annotation.clean_gold_words import CAUTION, say_clean, tell_losses, tell_noise
from analysis.annotation.label_noise import FlipsByGold
from dashboard.commands.audit_output import FLIP_HEADINGS, flip_cells
from dashboard.report.document import Section, Table


def gold_section(flips: FlipsByGold) -> Section | None:
    """Return the section; None where nothing broke or no gold looks wrong."""
    if not flips.whole.whole.n_negative_flips or not flips.whole.suspect.n:
        return None
    said = tuple(line for line in (*tell_noise(flips), say_clean(flips.whole), *tell_losses(flips), CAUTION) if line)
    rows = tuple(flip_cells(row) for row in flips.rows())
    table = Table("Flips over all and over clean gold", ("locale", *FLIP_HEADINGS), rows, FLIP_HEADINGS)
    return Section("labels", "Is it the model, or the label?", said, tables=(table,))
