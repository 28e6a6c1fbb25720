# Two commands are enough: `make run` and `make test`. They need Python 3.11 or newer, and make.
PYTHON   ?= python3
VENV     ?= .venv
PY        = $(VENV)/bin/python
POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres
WORKERS  ?= auto
LOCKS     = run production test services e2e
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/.pycache
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check fix format lint types migrations packs structure e2e test-data test-postgres test-services release-check production generated lock clean

help: ## say what each target does
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.run ## set everything up, show the demo organisation, then serve it (ARGS=--no-serve stops before)
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo $(ARGS)

test: $(VENV)/.test ## run the tests: no service, no browser, no network (ARGS=path narrows)
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

check: format lint types migrations packs structure ## everything that must hold before a commit

fix: $(VENV)/.test ## put layout right in code and templates, as check wants it
	$(PY) -m ruff check --quiet --fix-only .
	$(PY) -m ruff format --quiet .
	git ls-files 'templates/*.html' | xargs -r $(VENV)/bin/djade --target-version 5.2

format: $(VENV)/.test
	$(PY) -m ruff format --check --quiet .
	git ls-files 'templates/*.html' | xargs -r $(VENV)/bin/djade --check --target-version 5.2

lint: $(VENV)/.test
	$(PY) -m ruff check --quiet .

types: $(VENV)/.test
	DEBUG=true $(PY) -m mypy

migrations: $(VENV)/.test
	DEBUG=true $(PY) manage.py makemigrations --check --dry-run

packs: $(VENV)/.test
	$(PY) -m policies.cli lint policies/packs
	$(PY) -m policies.cli test --coverage --mutate

structure: $(VENV)/.test
	$(PY) -m pytest -q tests/test_layers.py tests/test_repository.py tests/test_wheel.py tests/test_docs.py

test-data: $(VENV)/.test ## tests on the public registers in MUSTER_SHARED_DATA
	$(PY) -m pytest -q -m data $(ARGS)

test-postgres: $(VENV)/.test ## what asks a database, once more on PostgreSQL; pages show what these give
	DATABASE_URL=$(POSTGRES) $(PY) -m pytest -q -n $(WORKERS) --dist worksteal $(or $(ARGS),tests/registry tests/governance $(addprefix --ignore tests/governance/,demo forms views))

test-services: $(VENV)/.services ## tests on PostgreSQL, RabbitMQ and Redis on their usual local ports
	DATABASE_URL=$(POSTGRES) $(PY) -m pytest -q -m services $(ARGS)

release-check: $(VENV)/.services ## the long ones before a release: 2,000 rounds of votes, 10,000 histories
	DATABASE_URL=$(POSTGRES) MUSTER_ROUNDS=2000 $(PY) -m pytest -q -m services tests/services/test_storm.py
	MUSTER_HISTORIES=10000 $(PY) -m pytest -q -n $(WORKERS) --dist worksteal tests/governance/services/test_council_histories.py

e2e: $(VENV)/.e2e ## tests in a real browser (needs Chromium)
	$(PY) -m pytest -q -m e2e $(ARGS)

production: $(VENV)/.production ## the requirements of a real installation, PostgreSQL and brokers included

generated: $(VENV)/.test ## renew the published schemas and docs/reference from the code
	$(PY) -m tools.generate
	$(PY) manage.py draw_workflow

lock: ## renew requirements/*.txt from requirements/*.in (needs uv)
	cd requirements && for name in $(LOCKS); do \
	  uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	    --custom-compile-command 'make lock' -o $$name.txt $$name.in || exit 1; done

clean: ## remove what the other targets made, the demo's database included
	rm -rf $(VENV) var build dist staticfiles .pycache .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Each environment is the one before it, with more; the stamp says that it is up to date.
$(VENV)/.test: $(VENV)/.run
$(VENV)/.services $(VENV)/.e2e: $(VENV)/.test

$(VENV)/.%: requirements/%.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Muster needs Python 3.11 or newer: make PYTHON=/path/to/python")'
	@echo "Installing requirements/$*.txt (the first time takes a minute)" >&2
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing --no-python-downloads --python $(PYTHON) $(VENV) && \
	  uv pip install -q --compile-bytecode --python $(PY) --require-hashes -r $<; \
	else \
	  { $(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV); } && \
	  $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $<; \
	fi
	@touch $@
