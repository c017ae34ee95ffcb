.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv

.PHONY: help install test lint types imports check record schemas coverage benchmark clean

help:  ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

$(VENV):
	$(PYTHON) -m venv $(VENV)

install: $(VENV)  ## Install for development
	$(VENV)/bin/python -m pip install --quiet --editable '.[dev]'

test:  ## Run the tests, offline
	$(VENV)/bin/python -m pytest

coverage:  ## Run the tests and show which lines they miss
	$(VENV)/bin/python -m pytest --cov --cov-report=term-missing --cov-fail-under=90

lint:  ## Check style and formatting
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types:  ## Check types
	$(VENV)/bin/mypy

imports:  ## Check that imports only run down the floors
	$(VENV)/bin/lint-imports

check: lint types imports coverage  ## All of the above

record:  ## Record the cassettes anew, from the embedded model
	$(VENV)/bin/python -m tests.record

schemas:  ## Write the published JSON Schemas
	$(VENV)/bin/llmextract schema --write schemas/

benchmark:  ## Measure the start-up times
	$(VENV)/bin/python -m benchmarks.speed --parts start

clean:  ## Remove what tools leave behind
	rm -rf build dist .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
