# Needs python3 (3.11 or newer), make and git. The first target that you call makes .venv.
#   make PYTHON=python3.13 test    with another Python
#   make test ARGS='-k lead -x'    with options for pytest

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

export PYTHON
# Where programs keep no bytecode, each that the tests start compiles this one again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help site serve demo docs test soak fuzz lint generated format bench wheel lock audit clean venv chromium nginx caddy exim4 hugo editor maintnote auditor

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 10

site: venv ## build the site into site/
	$(BIN)/notices build

serve: venv ## preview the site, drafts too, while you write
	$(BIN)/notices serve

demo: venv ## make a project whose releases stand around now, and serve it
	@.ci/clean demo
	$(BIN)/notices demo .notices/demo $(ARGS)
	$(BIN)/notices -f .notices/demo/mkdocs.yml serve

docs: venv ## build the manual into .notices/manual; any warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --config-file docs/manual/mkdocs.yml

test: venv chromium nginx caddy editor maintnote auditor ## run all tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

soak: venv exim4 chromium ## what takes too long for every run of the tests
	$(BIN)/python -m tests.soak kills 200
	$(BIN)/python -m tests.soak disks 20
	$(BIN)/python -m tests.soak year
	$(BIN)/python -m tests.soak steps 1000
	$(BIN)/python -m tests.soak agreement 500
	$(BIN)/python -m tests.soak same 500
	$(BIN)/python -m tests.soak deliver 200
	$(BIN)/python -m tests.soak large 22
	$(BIN)/python -m tests.soak inject
	$(BIN)/python -m tests.soak embargo 500
	NOTICES_STEPS=1000 $(BIN)/python -m pytest -q tests/evaluation/test_quota_properties.py tests/domain/test_slot_list.py

fuzz: venv ## feed random files to all that reads any (ARGS='--seconds 3600')
	@.ci/setup fuzz
	$(BIN)/python -m tests.fuzz $(ARGS)
	NOTICES_STEPS=2000 $(BIN)/python -m pytest -q tests/fuzz/test_projects.py

lint: venv ## style, types and the floor plan
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/shellcheck .ci/*
	$(BIN)/oxlint --quiet theme generator
	$(BIN)/python -m tests.styles
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --cache-dir .notices/cache/imports

generated: venv ## write what follows from others: hosting files, reserved names, sbom.cdx.json
	$(BIN)/python -m tests.generated

format: venv ## fix what ruff can fix
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: venv hugo ## measure speed, memory and sizes, beside Hugo and Material
	$(BIN)/python -m tests.benchmarks $(ARGS)

wheel: venv ## build the wheel into dist/, and beside it the list of what it is installed with
	$(BIN)/python -m pip wheel --quiet --no-deps --no-index --no-build-isolation --wheel-dir dist .
	for wheel in dist/notices-*.whl; do cp sbom.cdx.json "$${wheel%.whl}.cdx.json"; done

lock: ## write requirements.lock from pyproject.toml (ARGS=--upgrade: the newest)
	.ci/lock $(ARGS)

audit: ## ask whether anything in the locks has a known vulnerability (needs the network)
	.ci/audit

clean: ## remove what make made; never the outbox
	@.ci/clean

venv:
	@.ci/setup venv

chromium:
	@.ci/setup chromium

nginx caddy exim4 hugo maintnote:
	@.ci/setup $@

editor: venv
	@.ci/setup $@

auditor:
	@.ci/setup audit
