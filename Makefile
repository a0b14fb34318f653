# Two commands matter: `make demo` and `make test`. `make check` is what a developer runs before a commit.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: demo test check format benchmark wheel clean

demo: $(VENV)/.runtime
	$(BIN)/flipscope demo

test: $(VENV)/.development
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(VENV)/.development
	$(BIN)/python -m benchmarks.load

wheel: $(VENV)/.development
	$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --upgrade "pip>=25.1"

$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	touch $@

$(VENV)/.development: pyproject.toml constraints.txt tests/label_studio.txt | $(BIN)/python
	$(PIP) --editable . --group dev
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --upgrade \
	  --target $(VENV)/label-studio --requirement tests/label_studio.txt
	touch $@ $(VENV)/.runtime
