# Two commands do everything: `make run` serves a demo, `make test` runs every test.
# Both set up what they need in .venv and can be repeated.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
TORCH := torch==2.13.0
# where it is set, every test run compiles every file anew, in each of its processes
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres check bench pictures setup setup-test translations catalogues lock clean

help: ## what can be done here
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup catalogues ## set everything up and serve a demo community on http://127.0.0.1:8000
	@PORT=$(PORT) DEMO=1 $(BIN)/python app.py

test: setup-test catalogues ## set everything up and run every test
	$(BIN)/python -m pytest -n 2

test-postgres: setup-test catalogues ## run every test on PostgreSQL, from a server of the tests' own
	THREADWELL_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2

check: setup-test ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup-test catalogues ## measure, on this machine, what docs/performance.md reports
	$(BIN)/python -m tests.bench --model

pictures: setup-test catalogues ## take the pictures of the docs anew, with Chromium
	$(BIN)/python -m tests.journeys.pictures

setup: $(VENV)/.ready
setup-test: $(VENV)/.ready-test

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Threadwell needs Python 3.11 or newer; '$(PYTHON)' is not. Set PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch first and alone: its ordinary build brings gigabytes of CUDA along. TORCH_INDEX may name
# an index with a CPU build.
$(VENV)/.ready: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@touch $@

$(VENV)/.ready-test: requirements-test.lock $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-test.lock
	@touch $@

catalogues: setup
	@$(BIN)/pybabel --quiet compile --directory forum/core/i18n/translations

translations: setup ## find new texts in the code and add them to the catalogues
	$(BIN)/pybabel --quiet extract --mapping-file forum/core/i18n/babel.cfg --keyword _l --keyword lazy_gettext --no-location --sort-output --project Threadwell --copyright-holder Threadwell --output-file $(VENV)/messages.pot .
	$(BIN)/pybabel --quiet update --input-file $(VENV)/messages.pot --output-dir forum/core/i18n/translations --no-fuzzy-matching --ignore-obsolete --width 100
	@sed -i -E '/^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' forum/core/i18n/translations/*/LC_MESSAGES/messages.po

COMPILE := $(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-header --no-annotate

lock: setup-test ## choose the newest packages that pyproject.toml allows and write down exactly which
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-tools
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' requirements.lock
	$(COMPILE) --upgrade --extra test --constraint requirements.lock --output-file requirements-test.lock pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+.*/\1/' requirements-test.lock

clean: ## forget the environment (data in instance/ stays)
	rm -rf $(VENV)
