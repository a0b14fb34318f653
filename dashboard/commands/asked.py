"""What `flipscope compare` is asked to count."""

from dataclasses import dataclass, replace

from analysis.bands import BandLimits
from analysis.certainty import TOLERATED_NFR
from analysis.frames import Frame
from analysis.selection import Selection, with_band_limits
from analysis.slot_metrics import Policy
from dashboard.commands.options import Where
from loaders.schema import Unit


@dataclass(frozen=True)
class Resampling:
    """How intervals come by resampling: from which seed, and of all utterances that share a value of `cluster`."""

    seed: int
    cluster: str | None = None


@dataclass(frozen=True)
class Asked:
    """What is to be counted: which units, per value of which columns, of which utterances, by which weight.

    `tolerated` is the NFR that is tested against. `resampling` is None where intervals come from counts.
    `policy` says how a renamed slot counts. `band_limits` are those of `Selection`.
    """

    units: tuple[Unit, ...]
    by: tuple[str, ...] = ()
    where: Where | None = None
    weight: str | None = None
    tolerated: float = TOLERATED_NFR
    resampling: Resampling | None = None
    policy: Policy = "A"
    band_limits: BandLimits | None = None

    def selection(self, unit: Unit = "frame") -> Selection:
        """Return the `--where` conditions as a selection."""
        return Selection(unit, where=tuple((self.where or {}).items()), band_limits=self.band_limits)

    def with_band_limits(self, pairs: Frame) -> "Asked":
        """Return the same with the limits of the frequency bands, where a condition asks for those."""
        return replace(self, band_limits=with_band_limits(self.selection(), pairs).band_limits)
