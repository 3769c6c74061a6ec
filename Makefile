# Two commands do all the set-up: `make run` and `make test`. Python 3.11 or newer, make and a package index suffice.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TO_DEVELOP := $(VENV)/.ready-to-develop
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
DB ?= copydesk.duckdb

RESOLVE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

# Prefect keeps its state beside the database and calls nobody.
export PREFECT_HOME ?= $(CURDIR)/.copydesk/prefect
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export DO_NOT_TRACK = 1
export COPYDESK_DATABASE ?= $(DB)
export COPYDESK_RELATE ?= true

.PHONY: run test up check lint types imports sql generate generated lock bench clean help

run: $(READY)  ## Ingest seeds/ through the Prefect flow and show what came of it
	@mkdir -p $(PREFECT_HOME)
	@$(BIN)/copydesk ingest seeds --prefect

test: $(READY_TO_DEVELOP)  ## Run all tests
	@$(BIN)/pytest

up: $(READY)  ## Prefect server with its UI, worker and deployments, until Ctrl-C
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m flows.up

check: lint types imports sql generated  ## All static checks
	@$(BIN)/pip check

lint: $(READY_TO_DEVELOP)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(READY_TO_DEVELOP)
	@$(BIN)/mypy

imports: $(READY_TO_DEVELOP)
	@$(BIN)/lint-imports

sql: $(READY_TO_DEVELOP)
	@$(BIN)/sqlfluff lint sql

generate: $(READY_TO_DEVELOP)  ## Write the generated files anew
	@$(BIN)/python -m checks.ddl && $(BIN)/python -m checks.reference

generated: generate
	@git diff --exit-code --stat -- sql/tables docs/reference.md || { echo "generated files were not current: commit what 'make generate' wrote"; exit 1; }

lock:  ## Resolve the dependencies anew, with hashes and without host names (needs uv)
	$(RESOLVE) --group setup pyproject.toml -o requirements.lock
	$(RESOLVE) --group dev pyproject.toml --constraint requirements.lock -o requirements-dev.lock

bench: $(READY_TO_DEVELOP)  ## Print throughput and memory, against a plain script in the same run
	@$(BIN)/python benchmarks/throughput.py

clean:  ## Remove the environment; databases and landed files stay
	rm -rf $(VENV)

help:  ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11 or newer found; install one, or name it: make run PYTHON=/path/to/python"; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --editable .
	@touch $(READY)

$(READY_TO_DEVELOP): $(READY) requirements-dev.lock
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $(READY_TO_DEVELOP)
