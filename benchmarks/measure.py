"""Runs a command in a process of its own; tells wall time, processor time and peak memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    wall_s: float
    cpu_s: float
    peak_mb: float

    def __add__(self, other: "Cost") -> "Cost":
        """One after the other: times add up, the peak is the higher one."""
        return Cost(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, max(self.peak_mb, other.peak_mb))


NOTHING = Cost(0.0, 0.0, 0.0)


def measure(arguments: Sequence[str]) -> Cost:
    """Run `python ARGUMENTS...` to its end; raises `CalledProcessError` where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(arguments))
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
