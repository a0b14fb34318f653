"""`flipscope demo`: the sample data in a warehouse, and the dashboard over it."""

import hashlib
from pathlib import Path
from typing import Annotated, Final

import typer

import sample_data
from dashboard.commands.model_card import read_model_card
from dashboard.commands.options import DEFAULT_WAREHOUSE, Host, Port, WarehouseDir
from dashboard.commands.progress import shown_progress
from dashboard.commands.serve import DEFAULT_HOST, DEFAULT_PORT, check_port, run_dashboard
from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse

EVALSET: Final = "sample"


def demo(
    port: Port = DEFAULT_PORT,
    host: Host = DEFAULT_HOST,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the dashboard after loading.")] = True,
    warehouse: WarehouseDir = DEFAULT_WAREHOUSE,
) -> None:
    """Load the sample data (once) and serve the dashboard over it.

    Example: flipscope demo --port 8600
    """
    if serve:
        check_port(host, port)
    loaded = load_sample_data(Warehouse(warehouse))
    typer.echo(f"sample data: {', '.join(loaded)} loaded" if loaded else "sample data: there already")
    if serve:
        run_dashboard(warehouse, host, port)


def load_sample_data(warehouse: Warehouse) -> list[str]:
    """Load what is not there yet of the sample's evalset and runs; return the names of what was loaded.

    Raises `InputError` where the warehouse has something else under one of the names.
    """
    loaded = []
    with shown_progress("sample data") as progress:
        if not _is_there(warehouse, EVALSET, warehouse.evalset_path(EVALSET), sample_data.EVALSET):
            add_evalset(warehouse, EVALSET, [str(sample_data.EVALSET)], EvalsetOptions(), progress)
            loaded.append(EVALSET)
        for name, predictions in sample_data.PREDICTIONS.items():
            if not _is_there(warehouse, name, warehouse.run_path(name), predictions):
                options = RunOptions(model=read_model_card(sample_data.MANIFESTS[name], None))
                add_run(warehouse, name, [str(predictions)], EVALSET, options, progress)
                loaded.append(name)
    return loaded


def _is_there(warehouse: Warehouse, name: str, stored: Path, source: Path) -> bool:
    if not stored.exists():
        return False
    manifest = warehouse.evalset(name) if name == EVALSET else warehouse.run(name)
    if [entry["sha256"] for entry in manifest.sources] != [hashlib.sha256(source.read_bytes()).hexdigest()]:
        raise InputError(f"{stored} is not of this version's sample data; delete it or choose another --warehouse")
    return True
