# Every target sets up what it needs; what is installed already is not installed again.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check up format lock hook scheduler-test browser-test postgres-test benchmark mutation clean

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
HOUSE := commitments dags expectations pipelines reports warehouse
FAST := not slow and not scheduler and not postgres and not browser and not benchmark and not mutation
USUAL := not scheduler and not postgres and not browser and not benchmark and not mutation
PARALLEL := --numprocesses auto --maxprocesses 8 --dist worksteal
PYTHONS ?= python3 python3.13 python3.12 python3.11
PYTHON_FITS := 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
UV_INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --custom-compile-command "make lock"

PORT ?= 8080
export PLEDGEWATCH_HOME ?= $(CURDIR)/var

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(STAMPS)/project ## receive, judge, report and send the sample figures once
	@$(BIN)/pledgewatch run sample/inbox

test: $(STAMPS)/dev ## the tests that need nothing but this machine's Python
	@$(BIN)/pytest $(PARALLEL) -m "$(USUAL)"

check: $(STAMPS)/dev ## format, lint, types, import directions and the fast tests: the same as the hook
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q $(PARALLEL) -m "$(FAST)"

up: $(STAMPS)/project ## Airflow on loopback, DAGs unpaused; ^C stops it
	@PORT=$(PORT) $(BIN)/python -m dags.standalone

format: $(STAMPS)/dev ## rewrite the code in the house format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

scheduler-test: $(STAMPS)/dev ## drop a file before a real Airflow and wait for the mail
	@$(BIN)/pytest -m scheduler

browser-test: $(STAMPS)/dev ## look at the Airflow UI in Chromium
	@$(BIN)/pytest -m browser

postgres-test: $(STAMPS)/dev ## the warehouse on a real PostgreSQL
	@$(BIN)/pytest -m postgres

benchmark: $(STAMPS)/dev ## measure, on large data
	@$(BIN)/pytest -s -m benchmark benchmarks

mutation: $(STAMPS)/dev ## put mistakes into the judgement and count those that are noticed
	@$(BIN)/pytest -s -m mutation tests/mutation

hook: $(STAMPS)/dev ## let git run `make check` before every commit
	@$(BIN)/pre-commit install

lock: $(STAMPS)/bootstrap ## pin the newest versions that fit the requirements*.in files
	@$(LOCK) --upgrade requirements-bootstrap.in --output-file requirements-bootstrap.txt
	@$(LOCK) --upgrade requirements.in --output-file requirements.txt
	@$(LOCK) --upgrade requirements-dev.in --output-file requirements-dev.txt

clean: ## remove what was built and cached; var/ holds data and stays
	@rm -rf $(VENV) build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	@find $(HOUSE) tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv:
	@for python in $(PYTHONS); do \
		if $$python -c $(PYTHON_FITS) 2>/dev/null; then \
			rm -rf $(VENV); $$python -m venv $(VENV); mkdir -p $(STAMPS); touch $@; exit; \
		fi; \
	done; \
	echo "expected Python 3.11, 3.12 or 3.13 with venv, found none of: $(PYTHONS);" \
		"install one, or name it: make PYTHONS=/path/to/python3.12 …" >&2; exit 1

$(STAMPS)/bootstrap: requirements-bootstrap.txt $(STAMPS)/venv
	@echo "setting up: the installer"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(STAMPS)/runtime: requirements.txt $(STAMPS)/bootstrap
	@echo "setting up: what Pledgewatch needs to run"
	@$(UV_INSTALL) --require-hashes -r $<
	@touch $@

$(STAMPS)/project: pyproject.toml requirements.in $(STAMPS)/runtime
	@$(UV_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/project
	@echo "setting up: what tests and checks need"
	@$(UV_INSTALL) --require-hashes -r $<
	@touch $@
