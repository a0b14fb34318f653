"""Opens an evaluation set for people who judge its gold alone: a comparison whose two runs answered nothing.

So its items are chosen, folded, exported and found again by what does so for flips. The runs have no name and no
fingerprint, as in a judgement of the gold (`loaders.judgement.gold_of`).
"""

from typing import Final

from loaders.comparison import Comparison, create_views, open_comparison
from loaders.connection import open_in_memory
from loaders.manifest import Alignment, EvalsetManifest, RunManifest, flipscope_version
from loaders.schema import ROLES
from loaders.warehouse import Warehouse


def open_exported(warehouse: Warehouse, evalset: str, baseline: str, candidate: str) -> Comparison:
    """Open what an export is of: two runs, or the gold of a set where it names none; the caller closes `con`."""
    return open_comparison(warehouse, baseline, candidate) if baseline else open_gold(warehouse, evalset)


def open_gold(warehouse: Warehouse, evalset: str) -> Comparison:
    """Attach an evaluation set, read-only, beside runs that answered nothing; the caller closes `con`.

    Raises `InputError` for an unknown name.
    """
    con = open_in_memory()
    try:
        manifest = warehouse.attach_evalset(con, evalset, "evalset")
        for role in ROLES:
            con.execute(f"ATTACH ':memory:' AS {role}")
            for table, columns in _NOTHING.items():
                con.execute(f"CREATE TABLE {role}.{table} AS SELECT {columns} FROM evalset.utterances")
        create_views(con, manifest, "true")
    except BaseException:
        con.close()
        raise
    return Comparison(con, manifest, _no_run(manifest), _no_run(manifest))


_NOTHING: Final = {
    "answers": "NULL::VARCHAR AS intent",
    "scores": "true AS missing, false AS intent_correct, false AS slots_correct, false AS frame_correct, "
    "0::UBIGINT AS slots_key, 0::UBIGINT AS frame_key",
}
"""Tables of a run without an answer; what they lack is null to whoever reads them."""


def _no_run(evalset: EvalsetManifest) -> RunManifest:
    return RunManifest(
        *("", "", evalset.name, evalset.fingerprint),
        missing_policy="error",
        alignment=Alignment(0, 0, 0, 0, 0, 0),
        model_version=None,
        parameters={},
        quantisation=None,
        training_data=None,
        has_confidence=False,
        has_nbest=False,
        sources=(),
        options={},
        created_at="",
        flipscope_version=flipscope_version(),
    )
