# Needs python3 (3.11 or newer), make and git. The first target that you call makes .venv.
#   make PYTHON=python3.13 test    with another Python
#   make test ARGS='-k lead -x'    with options for pytest

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

export PYTHON

.DEFAULT_GOAL := help
.PHONY: help site serve demo docs test soak lint generated format bench lock clean venv chromium nginx caddy editor

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

test: venv chromium nginx caddy editor ## run all tests
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

soak: venv ## what takes too long for every run of the tests
	$(BIN)/python -m tests.soak kills 200
	$(BIN)/python -m tests.soak disks 20
	$(BIN)/python -m tests.soak year
	$(BIN)/python -m tests.soak steps 1000
	$(BIN)/python -m tests.soak agreement 500

lint: venv ## style, types and the floor plan
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/shellcheck .ci/*
	$(BIN)/oxlint --quiet theme generator
	$(BIN)/python -m tests.styles
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --cache-dir .notices/cache/imports

generated: venv ## write what follows from the registry of documents: hosting files, reserved names
	$(BIN)/python -m tests.generated

format: venv ## fix what ruff can fix
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: venv ## measure the build
	$(BIN)/python -m tests.benchmarks

lock: ## write requirements.lock from pyproject.toml (ARGS=--upgrade: the newest)
	.ci/lock $(ARGS)

clean: ## remove what make made; never the outbox
	@.ci/clean

venv:
	@.ci/setup venv

chromium:
	@.ci/setup chromium

nginx caddy:
	@.ci/setup $@

editor: venv
	@.ci/setup $@
