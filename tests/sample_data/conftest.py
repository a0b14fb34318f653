from typing import Any

import pytest

from sample_data import EVALSET, PLANTED_ERRORS
from sample_data.rows import read_json_lines

Records = list[dict[str, Any]]


@pytest.fixture(scope="session")
def evalset() -> Records:
    return read_json_lines(EVALSET)


@pytest.fixture(scope="session")
def answer_key() -> Records:
    return read_json_lines(PLANTED_ERRORS)


@pytest.fixture(scope="session")
def planted_keys(answer_key: Records) -> set[tuple[str, str]]:
    return {(entry["locale"], entry["utterance_id"]) for entry in answer_key}
