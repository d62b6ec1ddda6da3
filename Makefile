# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := requirements/dev.lock
UV      = $(BIN)/uv
SHELL  := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

.PHONY: help env tools browser conftest postgres demo test quick unit lint types format bundle docs site readme bench lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "qinglang needs Python 3.11 or newer; name one with PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --require-hashes -r $(LOCK)
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

env: $(VENV)/.ready ## Make the environment in .venv (locked, hashes checked)

tools: env ## Install OPA into .tools/bin (from $OPA, PATH, or built from its Go module)
	@$(BIN)/python tools/install_opa.py

browser: env ## Install Chromium and a Chinese font (Debian), which open the HTML report in tests
	@$(BIN)/python tools/install_browser.py

conftest: env ## Build Conftest from its Go module, for one test (takes minutes the first time)
	@$(BIN)/python tools/install_conftest.py

postgres: ## Install PostgreSQL (Debian, as root) where it is not; tests start a server of their own
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
	  || test "$$(id -u)" != 0 || { apt-get update -qq \
	  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; }

demo: env ## Evaluate a generated snapshot and show what comes out (no OPA needed)
	@$(BIN)/qinglang demo

test: env tools browser conftest postgres ## Run all checks: format, lint, types, layers, policies, tests, coverage
	@$(MAKE) --no-print-directory lint types unit

quick: env tools postgres ## Run the tests that take seconds, without coverage
	@$(BIN)/pytest -n auto -q -m 'not heavy'

lint:
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types:
	@$(BIN)/mypy

unit:
	@$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

format: env ## Format Python and Rego
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@.tools/bin/opa fmt -w policies

bundle: tools ## Rebuild the committed bundle in evaluator/bundled
	@$(BIN)/qinglang bundle build policies --output evaluator/bundled

docs: env ## Write docs/reference again, from policies, contract, settings and commands
	@$(BIN)/python tools/write_reference.py

site: docs ## Build the documentation as a site, into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

readme: env ## Put the demo's output into the README
	@$(BIN)/python tools/show_demo.py

bench: env ## Measure; NAME=… for one benchmark
	@$(BIN)/python -m tests.benchmarks $(NAME)

lock: env ## Pin all dependencies again (hashes, no addresses)
	@$(UV) pip compile pyproject.toml --group dev --group build --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade -o $(LOCK)

clean: ## Remove what the targets above made
	@rm -rf $(VENV) .tools .cache demo build site dist htmlcov .coverage*
