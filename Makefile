# The face of the commands. Each target builds the environment it needs from the pinned, hashed requirements.
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-full lint format shell bench screenshots messages

PORT ?= 8000
PY := .venv/bin/python
PYTHON ?= python3

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: .venv/demo ## Start the portal with demo data on http://127.0.0.1:8000 (PORT= moves it); Ctrl-C stops it
	@$(PY) -m collab.embedded.up --port $(PORT)

demo-reset: .venv/demo ## Delete the demo's data, so that the next start begins anew
	@$(PY) -m collab.embedded.reset

test: .venv/dev ## Run every test; installs Chromium where it may
	@.ci/test

test-full: .venv/dev ## Run every test in full size (crash, year and corpus runs)
	@.ci/test --full

lint: .venv/dev ## Check format and house style
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@git ls-files -z 'templates/*.html' | xargs -0 -r .venv/bin/djade --check --target-version 5.2

format: .venv/dev ## Mend format and house style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@git ls-files -z 'templates/*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 || true

shell: .venv/dev ## A Django shell on the demo's data
	@$(PY) -m collab.embedded.run shell

bench: .venv/dev ## Fill a database of its own and print ratios (SCALE=s|m|l)
	@$(PY) -m collab.embedded.run bench --scale $(or $(SCALE),m)

screenshots: .venv/dev ## Take docs/screenshots of the running demo's main pages
	@$(PY) -m tests.screenshots --port $(PORT)

messages: .venv/dev ## Collect the texts of the interface into locale/
	@$(PY) -m collab.embedded.run messages

# pip is the last that venv makes: without it an earlier try was interrupted.
.venv/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: sudo apt-get install python3.11-venv, then add PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: sudo apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/demo: requirements/demo.txt | .venv/bin/pip
	@echo "Installing what the demo needs (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements/dev.txt | .venv/bin/pip
	@echo "Installing what the tests need (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/demo
