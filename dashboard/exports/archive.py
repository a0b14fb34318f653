"""An export as one file to download: a zip of its files and the manifest, equal bytes for equal exports."""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from dashboard.exports.build import export
from dashboard.exports.content import beside
from dashboard.exports.manifest import ENDING
from dashboard.exports.request import TABLES, Request
from loaders.comparison import Comparison
from loaders.judgement import pair_of
from loaders.warehouse import Warehouse

_FIXED: Final = (1980, 1, 1, 0, 0, 0)
_ENDINGS: Final = {"label-studio": "json", "argilla": "json", "doccano": "jsonl", "prodigy": "jsonl"}


def file_name(opened: Comparison, request: Request) -> str:
    """Return what the main file of an export is called, after its runs, or after its set where the gold is judged."""
    ending = request.format if request.format in TABLES else _ENDINGS[request.format]
    pair = pair_of(opened)
    of = f"gold-{pair.evalset}" if pair.is_gold else f"flips-{pair.baseline}-{pair.candidate}"
    return f"{of}.{ending}"


def export_archive(warehouse: Warehouse, opened: Comparison, request: Request) -> bytes:
    """Make an export and return it as a zip. Raises `InputError` as `export` does."""
    name = file_name(opened, request)
    content = BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = export(warehouse, opened.cursor(), request, Path(folder) / name, force=False)
        for one in (*(file["name"] for file in manifest["files"]), beside(name, ENDING)):
            member = zipfile.ZipInfo(one, _FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED
            with (Path(folder) / one).open("rb") as source, archive.open(member, "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
    return content.getvalue()
