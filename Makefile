.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv

.PHONY: help install test lint types imports check record schemas coverage benchmark audit licences sbom mutation clean

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

audit:  ## Look for known weaknesses in what is installed; needs the index's advisories
	$(VENV)/bin/python .ci/audit.py

licences:  ## Check that every licence is on the list in pyproject.toml
	$(VENV)/bin/pip-licenses --python $(VENV)/bin/python --ignore-packages llmextract >/dev/null

sbom:  ## Write dist/llmextract.cdx.json: what the package needs to run
	mkdir -p dist
	$(PYTHON) -m venv --clear build/sbom
	build/sbom/bin/pip install --quiet .
	$(VENV)/bin/cyclonedx-py environment build/sbom/bin/python --pyproject pyproject.toml --output-reproducible --of JSON -o dist/llmextract.cdx.json

mutation:  ## Change the code in small ways and see whether the tests notice; many minutes, see docs/security.md
	nice -n 15 $(VENV)/bin/mutmut run --max-children 1
	$(VENV)/bin/mutmut results

benchmark:  ## Measure the start-up times
	$(VENV)/bin/python -m benchmarks.speed --parts start

clean:  ## Remove what tools leave behind
	rm -rf build dist .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache mutants
