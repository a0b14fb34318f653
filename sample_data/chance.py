"""Seeded chance: every draw names what it is for, so that one draw never shifts another."""

import hashlib
import random
from typing import Final

SEED: Final = 20260601


def generator(*purpose: str) -> random.Random:
    """A generator of its own for one purpose, the same on every machine."""
    return random.Random("/".join((str(SEED), *purpose)))


def fraction(*purpose: str) -> float:
    """A number in [0, 1) that depends on the purpose alone."""
    digest = hashlib.sha256("/".join((str(SEED), *purpose)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
