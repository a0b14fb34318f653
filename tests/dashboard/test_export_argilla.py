"""Argilla's own package reads our records and settings, over a server that knows nothing but who asks."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import argilla
import pytest
from argilla.records._io import JsonIO

from dashboard.cli import main
from tests.dashboard.exports_warehouse import GOLD, N_ITEMS, write_exports

_ME = {
    "id": "3f7f7a0e-0000-4000-8000-000000000000",
    "username": "a",
    "first_name": "A",
    "last_name": "",
    "role": "owner",
}


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = json.dumps(_ME if self.path.endswith("/me") else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def client() -> Iterator[argilla.Argilla]:
    server = HTTPServer(("127.0.0.1", 0), _Server)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield argilla.Argilla(api_url=f"http://127.0.0.1:{server.server_port}", api_key="key")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_exports(tmp_path_factory.mktemp("argilla")))


def export(warehouse: str, path: Path, *args: str) -> None:
    call = ["export", "v1", "v2", "--format", "argilla", "-o", str(path), "--warehouse", warehouse]
    assert main([*call, *args]) == 0


@pytest.mark.parametrize(
    ("args", "questions"),
    [
        (("--prefill", "gold"), {"verdict", "true_intent", "true_slots", "note"}),
        (("--blind", "shuffled", "--overlap", "3"), {"verdict", "true_intent", "true_slots", "note"}),
        (("--blind", "hidden"), {"true_intent", "true_slots", "note"}),
    ],
)
def test_records_and_settings_go_through_argilla_and_come_back(
    client: argilla.Argilla, warehouse: str, tmp_path: Path, args: tuple[str, ...], questions: set[str]
) -> None:
    path = tmp_path / "out.json"
    export(warehouse, path, *args)
    settings = argilla.Settings.from_json(tmp_path / "out.settings.json")
    settings.validate()
    assert {question.name for question in settings.questions} == questions
    assert settings.distribution.min_submitted == (3 if "--overlap" in args else 1)
    records = JsonIO._records_from_json(path)
    assert len(records) == N_ITEMS
    JsonIO.to_json(records, tmp_path / "back.json")
    assert json.loads((tmp_path / "back.json").read_text(encoding="utf-8")) == json.loads(
        path.read_text(encoding="utf-8")
    )
    fields = {field.name: field.required for field in settings.fields}
    for record in records:
        assert set(record.fields.to_dict()) <= set(fields)
        assert {name for name, required in fields.items() if required} <= set(record.fields.to_dict())
        for suggestion in record.suggestions:
            assert suggestion.question_name in questions


def test_every_suggestion_is_a_label_of_its_question(client: argilla.Argilla, warehouse: str, tmp_path: Path) -> None:
    export(warehouse, tmp_path / "out.json", "--prefill", "candidate")
    settings = argilla.Settings.from_json(tmp_path / "out.settings.json")
    labels = {name: set(settings.questions[name].labels) for name in ("true_intent", "true_slots")}
    texts = {row["utterance_id"]: row["text"] for row in GOLD}
    n_spans = 0
    for record in JsonIO._records_from_json(tmp_path / "out.json"):
        text = record.fields["text"]
        assert text == texts[record.metadata["utterance_id"]]
        for suggestion in record.suggestions:
            assert suggestion.agent == "v2"
            if suggestion.question_name == "true_intent":
                assert suggestion.value in labels["true_intent"]
                continue
            for span in suggestion.value:
                n_spans += 1
                assert span["label"] in labels["true_slots"]
                assert text[span["start"] : span["end"]] == "adele"
    assert n_spans == 1
