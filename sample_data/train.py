"""Trains the four versions and writes their predictions: ``python -m sample_data.train``."""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sample_data import EVALSET, MANIFESTS, PREDICTIONS
from sample_data.material import LOCALES
from sample_data.predicting import predict_locale
from sample_data.recipes import RECIPES, Recipe
from sample_data.rows import json_lines, read_json_lines
from sample_data.scoring import accuracy_by_locale


def predict(recipe: Recipe, gold: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Trains a version in every locale and predicts the whole evaluation set."""
    predictions = []
    for locale in LOCALES:
        rows = [row for row in gold if row["locale"] == locale]
        predictions += predict_locale(recipe, locale, rows)
    return predictions


def write(recipe: Recipe, predictions: Sequence[Mapping[str, Any]]) -> None:
    """Writes predictions and manifest; no time of day goes into the archive."""
    path = PREDICTIONS[recipe.version]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(json_lines(predictions).encode(), mtime=0))
    manifest = {
        "model_version": recipe.version,
        "parameters": recipe.parameters(),
        "quantisation": recipe.quantisation,
        "training_data": recipe.training_data,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    MANIFESTS[recipe.version].write_text(text, encoding="utf-8")


def main() -> None:
    """Train, write and print the frame accuracy as a Markdown table."""
    gold = read_json_lines(EVALSET)
    print("| version | all | " + " | ".join(LOCALES) + " |")
    print("|---|" + "---:|" * (len(LOCALES) + 1))
    for recipe in RECIPES:
        predictions = predict(recipe, gold)
        write(recipe, predictions)
        rates = accuracy_by_locale(gold, predictions)
        cells = [f"{100 * rates[group]:.1f}" for group in ("all", *LOCALES)]
        print(f"| {recipe.version} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
