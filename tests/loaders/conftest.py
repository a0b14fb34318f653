"""A desk to load files at."""

from pathlib import Path

import pytest

from tests.loaders.tiny import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty warehouse."""
    return Desk(tmp_path)


@pytest.fixture
def desk_with_gold(desk: Desk) -> Desk:
    """A warehouse that holds the three utterances as evaluation set `e`."""
    desk.add_evalset()
    return desk
