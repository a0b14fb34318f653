"""Commands that may sort or group more than memory holds."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from loaders import sql
from loaders.comparison import Comparison

_MEMORY_LIMIT: Final = "1500MB"


@contextmanager
def spilling(opened: Comparison) -> Iterator[None]:
    """Let a comparison write to disk what memory does not hold; nothing of it is left behind."""
    with tempfile.TemporaryDirectory() as folder:
        opened.con.execute(f"SET memory_limit = '{_MEMORY_LIMIT}'")
        opened.con.execute(f"SET temp_directory = {sql.literal(folder)}")
        yield
