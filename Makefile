# Firstcall: everything a developer runs. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INPUTS := requirements.lock pyproject.toml Makefile
# Zone rules come from the pinned tzdata, never from the machine.
export PYTHONTZPATH :=
# What is compiled is kept, whatever the machine says: tests start the program anew some dozens of times.
export PYTHONDONTWRITEBYTECODE :=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# $(call pins,core dev): the pins of these sections of the lock, one a line.
pins = awk -v want=" $(1) " '/^\# \[/ { name = substr($$2, 2, length($$2) - 2); take = index(want, " " name " ") } take && /^[A-Za-z]/' requirements.lock
# $(call install,core dev): these sections, then the package itself, editable, with nothing fetched to build it.
install = $(call pins,$(1)) > $(VENV)/pins.txt && $(BIN)/python -m pip install -qq --requirement $(VENV)/pins.txt \
	&& $(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .

.PHONY: help brief test check record bench mutants docs clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

brief: $(VENV)/core.stamp ## the worked example in one page: what the partnership allows on 21 January 2025
	@$(BIN)/firstcall brief examples/microsoft-openai --on 2025-01-21

test: $(VENV)/full.stamp ## every test; fails if none ran
	@$(BIN)/python -m pytest -q -n auto --dist loadfile

check: $(VENV)/full.stamp ## format, lint, types, the flow of imports, house rules; under a minute
	@failed=; \
	$(BIN)/ruff format --check --quiet --output-format concise . || failed+=' format (fix: $(BIN)/ruff format .)'; \
	$(BIN)/ruff check --quiet . || failed+=' lint'; \
	$(BIN)/mypy || failed+=' types'; \
	$(BIN)/lint-imports --no-logo || failed+=' flow'; \
	$(BIN)/python -m pytest -q tests/test_house.py tests/test_lock.py || failed+=' house'; \
	[ -z "$$failed" ] || { echo "not in order:$$failed" >&2; exit 1; }

record: $(VENV)/full.stamp ## write the transcripts, README, the reference and the schemas anew with what is printed now; review the diff
	@$(BIN)/python tools/transcripts.py record
	@$(BIN)/python tools/readme.py
	@$(BIN)/python tools/reference.py
	@$(BIN)/python tools/schemas.py
	@$(BIN)/python tools/gallery.py

bench: $(VENV)/bench.stamp $(VENV)/peers.stamp ## measure against a floor and peers of the same run; to a hundred million rows, some minutes
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/audit_scale.py
	@$(BIN)/python benchmarks/settlement_scale.py --spark 10000000

mutants: $(VENV)/mutants.stamp ## change the code place by place, count what the tests notice: [ROOM=money] [SAMPLE=25 SEED=1] [JOBS=2]
	@$(BIN)/python tools/mutants.py $(if $(ROOM),--room '$(ROOM)') $(if $(SAMPLE),--sample '$(SAMPLE)') \
		$(if $(SEED),--seed '$(SEED)') $(if $(JOBS),--jobs '$(JOBS)')

docs: $(VENV)/full.stamp ## the guide as a static site in build/site, read without a network
	@$(BIN)/python tools/docs_site.py

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Firstcall needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo not there)." >&2; \
		echo "fix: install one and name it, as in: make brief PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment: its venv module is not installed." >&2; \
		echo "fix: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/core.stamp: $(INPUTS) | $(BIN)/python
	@echo 'setting up $(VENV) (once for each change of the lock) ...' >&2
	@$(call install,build core)
	@touch $@

$(VENV)/full.stamp: $(INPUTS) | $(BIN)/python
	@echo 'setting up $(VENV) with the engines and tools (once for each change of the lock) ...' >&2
	@$(call install,build core settle plan spark packet docs dev)
	@touch $@ $(VENV)/core.stamp

$(VENV)/bench.stamp: $(VENV)/full.stamp
	@echo 'adding the peers of the benchmarks to $(VENV) ...' >&2
	@$(call install,bench)
	@touch $@

$(VENV)/peers.stamp: requirements.lock Makefile | $(BIN)/python
	@echo 'setting up $(VENV)/peers, where OpenFisca, CEL, linopy, Pyomo and PyPSA run ...' >&2
	@$(BIN)/python -m venv $(VENV)/peers
	@$(call pins,peers) > $(VENV)/peers/pins.txt && $(VENV)/peers/bin/python -m pip install -qq --requirement $(VENV)/peers/pins.txt
	@touch $@

$(VENV)/mutants.stamp: $(VENV)/full.stamp
	@echo 'adding the mutation tool to $(VENV) ...' >&2
	@$(call install,mutants)
	@touch $@

