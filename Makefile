# Everything a fresh machine needs: Python 3.11 and make.  `make run` serves, `make test` tests.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet

.PHONY: run setup test check format lock browser clean

run: $(VENV)/.run
	@$(VENV)/bin/payung run

setup: $(VENV)/.dev

test: $(VENV)/.dev
	$(PY) -m pytest

check: $(VENV)/.dev
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

format: $(VENV)/.dev
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

# The lock files hold hashes and no registry addresses; remake them with `make lock` after editing pyproject.toml.
lock: $(VENV)/.dev
	$(PIP) install uv
	$(VENV)/bin/uv pip compile --no-header --generate-hashes --universal --python-version 3.11 pyproject.toml requirements/build.in -o requirements/run.txt
	$(VENV)/bin/uv pip compile --no-header --generate-hashes --universal --python-version 3.11 --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Payung needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Payung needs (once) ..."
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what the tests need (once) ..."
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# The browser tests want Debian's chromium; without it they skip and say so. Needs root.
browser:
	command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; }

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
