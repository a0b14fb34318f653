"""What `flipscope compare` is asked to count."""

from dataclasses import dataclass

from analysis.selection import Selection
from dashboard.commands.options import Where
from loaders.schema import Unit


@dataclass(frozen=True)
class Asked:
    """What is to be counted: which units, per value of which columns, of which utterances, by which weight."""

    units: tuple[Unit, ...]
    by: tuple[str, ...] = ()
    where: Where | None = None
    weight: str | None = None

    def selection(self, unit: Unit = "frame") -> Selection:
        """Return the `--where` conditions as a selection."""
        return Selection(unit, where=tuple((self.where or {}).items()))
