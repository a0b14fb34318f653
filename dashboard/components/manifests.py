"""One manifest in readable form, as HTML; all that a file or a user said is escaped."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboard import wording
from dashboard.components.manifest_tables import Manifest, loaded_at
from loaders.manifest import EvalsetManifest, RunManifest


def manifest_html(manifest: Manifest) -> str:
    """Return what a file says of itself: facts, then what it was loaded from."""
    facts = _evalset_facts(manifest) if isinstance(manifest, EvalsetManifest) else _run_facts(manifest)
    return (
        f'<div class="manifest tabular"><div>{_definitions([*facts, *_loading_facts(manifest)])}</div>'
        f"<div><h3>Loaded from</h3>{sources_table(manifest.sources)}</div></div>"
    )


def _evalset_facts(evalset: EvalsetManifest) -> list[tuple[str, str]]:
    extra = ", ".join(evalset.extra_columns)
    return [
        ("Utterances", wording.count(evalset.n_utterances)),
        ("Gold slots", wording.count(evalset.n_slots)),
        ("Locales", wording.count(evalset.n_locales)),
        ("Domains", wording.count(evalset.n_domains)),
        ("Intents", wording.count(evalset.n_intents)),
        ("Further columns", _said(extra or None)),
        ("Same request across locales", "yes, by parallel_id" if evalset.has_parallel else "no parallel_id"),
    ]


def _run_facts(run: RunManifest) -> list[tuple[str, str]]:
    given = [name for name, there in (("confidence", run.has_confidence), ("n-best list", run.has_nbest)) if there]
    return [
        ("Evaluation set", f"{_said(run.evalset)} {_code(run.evalset_fingerprint)}"),
        ("Model version", _said(run.model_version)),
        ("Quantisation", _said(run.quantisation)),
        ("Training data", _said(run.training_data)),
        ("Parameters", _mapping(run.parameters)),
        ("Besides the frame", _said(" and ".join(given) or None)),
    ]


def _loading_facts(manifest: Manifest) -> list[tuple[str, str]]:
    when = loaded_at(manifest)
    loaded = _said(manifest.created_at) if when is None else f"{when.day} {when:%B %Y, %H:%M} UTC"
    made_from = manifest.parent
    revised = [] if made_from is None else [("Made from", f"{_said(made_from.name)} {_code(made_from.fingerprint)}")]
    return [
        *revised,
        ("Fingerprint", _code(manifest.fingerprint)),
        ("Loaded", f"{loaded} by flipscope {_said(manifest.flipscope_version)}"),
        ("Read as", _mapping(manifest.options)),
        ("Normaliser, storage", f"version {_said(manifest.normaliser_version)}, {_said(manifest.storage_version)}"),
    ]


def _definitions(facts: Sequence[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{term}</dt><dd>{said}</dd>' for term, said in facts)}</dl>"


def _said(value: object) -> str:
    """Show a value as it stands, whatever its script; what was not given is a dash."""
    return f'<span class="muted">{wording.UNDEFINED}</span>' if value is None else f"<bdi>{escape(str(value))}</bdi>"


def _code(value: object) -> str:
    return f"<code>{escape(str(value))}</code>"


def _mapping(values: Mapping[str, Any]) -> str:
    """Show what was given by name; what is empty was not given."""
    given = {name: value for name, value in values.items() if value not in ({}, [], None, "")}
    if not given:
        return _said(None)
    return "<br>".join(
        f'<bdi>{escape(str(name))}</bdi> <span class="muted">=</span> {_value(given[name])}' for name in given
    )


def _value(value: object) -> str:
    if isinstance(value, dict | list):
        return f"<code>{escape(json.dumps(value, ensure_ascii=False))}</code>"
    return _said(value)


def sources_table(sources: Sequence[Mapping[str, Any]]) -> str:
    """Return the source files as an HTML table; a hash is cut to fit, whole when pointed at or copied."""
    rows = "".join(
        f'<tr><td class="file">{_said(source.get("file"))}</td><td>{_said(source.get("kind"))}</td>'
        f'<td class="number">{wording.file_size(source.get("n_bytes"))}</td><td>{_hash(source.get("sha256"))}</td></tr>'
        for source in sources
    )
    return (
        '<div class="sources"><table><thead><tr><th scope="col">file</th><th scope="col">kind</th>'
        '<th scope="col" class="number">size</th><th scope="col">SHA-256</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _hash(digest: object) -> str:
    shown = escape(str(digest))
    return f'<code class="hash" title="{shown}">{shown}</code>'
