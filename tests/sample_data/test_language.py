"""The locales stay parallel, and the published files come from the language material."""

import pytest

from sample_data import EVALSET, PLANTED_ERRORS
from sample_data.evalset import build
from sample_data.material import CARRIERS_OF_KIND, LOCALES, TEMPLATES, catalogue, language
from sample_data.pool import REFERENCE
from sample_data.recipes import RECIPES, Recipe
from sample_data.rendering import PLACEHOLDER, split_form
from sample_data.rows import json_lines
from sample_data.selection import text_key
from sample_data.training_data import training_rows


@pytest.mark.parametrize("locale", LOCALES)
def test_locale_has_every_template_value_and_carrier(locale: str) -> None:
    material, reference = language(locale), language("en-US")
    assert set(material.carriers) == set(CARRIERS_OF_KIND["o"])
    assert {k: set(v) for k, v in material.values.items()} == {k: set(v) for k, v in reference.values.items()}
    assert set(material.templates) == {intent.name for intent in catalogue().intents}
    for intent, templates in material.templates.items():
        assert "".join(templates) == TEMPLATES
        for letter, template in templates.items():
            source = reference.templates[intent][letter]
            assert sorted(REFERENCE.findall(template)) == sorted(REFERENCE.findall(source))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_form_that_a_template_asks_for_exists(locale: str) -> None:
    material, classes = language(locale), catalogue().class_of_slot
    for templates in material.templates.values():
        for template in templates.values():
            for found in PLACEHOLDER.finditer(template):
                name, form = found.group(1).removesuffix("#2"), found.group(2)
                values = material.values[classes.get(name, name)].values()
                assert form is None or any(form in forms for forms in values), template


@pytest.mark.parametrize("locale", LOCALES)
def test_every_form_marks_a_value(locale: str) -> None:
    for values in language(locale).values.values():
        for forms in values.values():
            assert all(split_form(form)[1].strip() for form in forms.values())


def test_evalset_and_answer_key_are_rebuilt_to_the_byte() -> None:
    rows, key = build()
    assert json_lines(row.as_json() for row in rows).encode() == EVALSET.read_bytes()
    assert json_lines(entry.as_json() for entry in key).encode() == PLANTED_ERRORS.read_bytes()


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.version)
def test_no_training_text_is_a_test_text(recipe: Recipe) -> None:
    rows, _ = build()
    for locale in LOCALES:
        test_texts = {text_key(row.text) for row in rows if row.locale == locale}
        training_texts = {text_key(row.text) for row in training_rows(recipe, locale)}
        assert len(training_texts) > 200
        assert not test_texts & training_texts
