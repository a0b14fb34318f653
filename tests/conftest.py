"""What tests of several packages share: the sample data in a warehouse, loaded once a session."""

from pathlib import Path

import pytest

import sample_data
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the sample data's evaluation set `sample` and its runs `v1` and `v2`; read only, please."""
    path = tmp_path_factory.mktemp("sample") / "warehouse"
    warehouse = Warehouse(path)
    add_evalset(warehouse, "sample", [str(sample_data.EVALSET)], EvalsetOptions(), lambda _step, _n: None)
    for name in ("v1", "v2"):
        files = [str(sample_data.PREDICTIONS[name])]
        add_run(warehouse, name, files, "sample", RunOptions(), lambda _step, _n: None)
    return path
