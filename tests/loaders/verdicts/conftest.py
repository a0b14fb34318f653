"""A warehouse with exports."""

import shutil
from pathlib import Path

import pytest

from tests.loaders.tiny import Desk
from tests.loaders.verdicts.returned import Returned, make_returned


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with two runs and one export of them, `x1`; made once, for copies."""
    made = make_returned(Desk(tmp_path_factory.mktemp("made")))
    made.export()
    return made.warehouse


@pytest.fixture
def returned(desk: Desk, made: Path) -> Returned:
    """A warehouse with two runs and one export of them, `x1`."""
    shutil.copytree(made, desk.warehouse.path)
    return Returned(desk)
