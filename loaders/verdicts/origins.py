"""The exports that answers come back to: which runs they were of, and what annotators were shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.exchange import Blind
from loaders.exports import read_export
from loaders.gold import open_exported
from loaders.judgement import JudgedPair, pair_of
from loaders.schema import ROLES
from loaders.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Origin:
    """An export whose data are in the warehouse as they were; `prefill` is whose answer was filled in ahead."""

    export_id: str
    opened: Comparison
    pair: JudgedPair
    unit: str
    blind: Blind
    blind_key: str
    prefill: str | None


def open_origin(warehouse: Warehouse, export_id: str) -> Origin:
    """Open the runs of an export, or its gold; the caller closes `opened.con`.

    Raises `InputError` where the warehouse has no such export, or holds other runs under its names by now: what was
    judged is not what they say.
    """
    export = read_export(warehouse.path, export_id)
    manifest = export.manifest
    opened = open_exported(warehouse, *(str(manifest[role]["name"]) for role in ("evalset", *ROLES)))
    try:
        _check_fingerprints(opened, manifest)
    except BaseException:
        opened.con.close()
        raise
    request = manifest["request"]
    return Origin(
        *(export_id, opened, pair_of(opened)),
        unit=request["unit"],
        blind=request["blind"],
        blind_key=export.blind_key or "",
        prefill=request["prefill"],
    )


def _check_fingerprints(opened: Comparison, manifest: Mapping[str, Any]) -> None:
    for role, one in (("evalset", opened.evalset), ("baseline", opened.baseline), ("candidate", opened.candidate)):
        exported = manifest[role]["fingerprint"]
        if one.fingerprint != exported:
            raise InputError(
                f"{role} '{one.name}' has another content since the export ({exported}, now {one.fingerprint}); "
                "export again, or import into the warehouse it was made with"
            )
