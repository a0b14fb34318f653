"""Exported tables in the real LibreOffice: no cell of theirs is a formula, however the file is cut into cells."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.cli import main
from tests.dashboard.exports_warehouse import ATTACKS, write_exports

_OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    _OFFICE is None, reason="LibreOffice is not installed (apt install libreoffice-calc-nogui)"
)

_FORMULA = re.compile('table:formula="([^"]*)"')
# Separator, quotation mark, UTF-8, from the first line; then what a person may click: numbers and dates are looked for.
_COMMA, _SEMICOLON, _TAB, _ALL = (f"CSV:{one},34,76,1,,0,false,true" for one in ("44", "59", "9", "44/59/9"))


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    warehouse = str(write_exports(folder))
    for name in ("out.csv", "out.tsv", "out.xlsx"):
        export = ["export", "v1", "v2", "-o", str(folder / name), "--warehouse", warehouse, "--prefill", "candidate"]
        assert main([*export, "--force"]) == 0
    flips = ["flips", "v1", "v2", "-o", str(folder / "flips.csv"), "--limit", "0", "--warehouse", warehouse]
    assert main(flips) == 0
    return folder


def opened(profile: Path, path: Path, how: str | None) -> str:
    """Open a file, cut as `how` says, and return it as LibreOffice's own flat XML."""
    into = profile / f"{path.name}-{(how or 'xlsx').replace('/', '-')}"
    call = [_OFFICE or "", f"-env:UserInstallation={(profile / 'profile').as_uri()}", "--headless", "--norestore"]
    filtered = [f"--infilter={how}"] if how else []
    convert = ["--convert-to", "fods", "--outdir", str(into), str(path)]
    subprocess.run([*call, *filtered, *convert], check=True, capture_output=True, timeout=120)
    return (into / path.with_suffix(".fods").name).read_text(encoding="utf-8")


def test_what_is_not_guarded_is_a_formula_here(profile: Path, tmp_path: Path) -> None:
    """Otherwise the tests below could not fail."""
    path = tmp_path / "bare.csv"
    path.write_text('a,"b;=2+2;c"\n=1+1,x\n', encoding="utf-8")
    assert _FORMULA.findall(opened(profile, path, _COMMA)) == ["of:=1+1"]
    assert "of:=2+2" in _FORMULA.findall(opened(profile, path, _SEMICOLON))


@pytest.mark.parametrize("how", [_COMMA, _SEMICOLON, _TAB, _ALL])
@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "flips.csv"])
def test_no_cell_of_a_text_table_is_a_formula(exports: Path, profile: Path, name: str, how: str) -> None:
    found = opened(profile, exports / name, how)
    assert _FORMULA.findall(found) == []
    assert "A" * 300 in found


def test_no_cell_of_a_workbook_is_a_formula_and_its_texts_are_as_they_were(exports: Path, profile: Path) -> None:
    found = opened(profile, exports / "out.xlsx", None)
    assert _FORMULA.findall(found) == []
    for text in (attack for attack in ATTACKS if attack.isascii() and attack.isprintable()):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&apos;")
        assert f"<text:p>{escaped}</text:p>" in found.replace("<text:s/>", " ")
