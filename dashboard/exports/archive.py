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
from loaders.warehouse import Warehouse

_FIXED: Final = (1980, 1, 1, 0, 0, 0)
_ENDINGS: Final = {"label-studio": "json", "argilla": "json", "doccano": "jsonl", "prodigy": "jsonl"}


def file_name(opened: Comparison, request: Request) -> str:
    """Return what the main file of an export is called, after its runs."""
    ending = request.format if request.format in TABLES else _ENDINGS[request.format]
    return f"flips-{opened.baseline.name}-{opened.candidate.name}.{ending}"


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
