.DEFAULT_GOAL := help
.PHONY: help install run demo test torture reading bench big-record pictures check lock clean package \
	try-package audit

PYTHON := .venv/bin/python
DEMO := build/demo

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Set up .venv with the locked packages; leaves .venv/bin/clinic-desktop
	@packaging/bootstrap

run: install ## Open the program; without a screen, make the demo
	@if packaging/has-screen; then \
		exec .venv/bin/clinic-desktop; \
	else \
		echo "There is no screen here: making the demo instead."; \
		$(MAKE) --no-print-directory demo; \
	fi

demo: install ## Record a sample examination; leaves report, screenshots and record in build/demo
	@QT_QPA_PLATFORM=offscreen .venv/bin/clinic-desktop demo --out $(DEMO)

test: ## Check, run every test, hold the coverage
	@packaging/bootstrap dev
	$(MAKE) --no-print-directory check
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n auto --maxprocesses 4 --cov --cov-report=
	$(PYTHON) -m coverage report --include='clinic_desktop/domain/*,clinic_desktop/storage/*' --fail-under=100
	$(PYTHON) -m coverage report --omit='clinic_desktop/domain/*,clinic_desktop/storage/*' --fail-under=90

torture: ## Try to lose the record; ARGS="--long --seed N --count N --only NAME"
	@packaging/bootstrap dev
	@$(PYTHON) tests/torture $(ARGS)

reading: ## How imaging reports are read, set against gold readings; ARGS="--show s07"
	@# A linked .venv belongs to another folder, and setting it up from here would empty it.
	@test -L .venv || packaging/bootstrap dev
	@$(PYTHON) tests/reading $(ARGS)

bench: ## Measure speed and memory in one table, also build/bench.json; QUICK=1, ARGS="--only NAME"
	@test -L .venv || packaging/bootstrap dev
	@$(PYTHON) tests/bench $(if $(QUICK),--quick) $(ARGS)

PATIENTS := 100000
big-record: ## Make build/big-record from a seed, five examinations a patient; PATIENTS=100000
	@test -L .venv || packaging/bootstrap dev
	@$(PYTHON) tests/bench --record $(PATIENTS)

pictures: ## Play the extended protocol by keyboard; leaves docs/pictures/extended
	@packaging/bootstrap dev
	@$(PYTHON) tests/pictures.py

check: ## Formatting, lint, types and the rooms' borders
	@packaging/bootstrap dev
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo

# Public hashes only: a folder of wheels named in this machine's settings would add its own.
# On the oldest Python, which needs every package that a newer one needs.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	$(PYTHON) -m piptools compile --quiet --upgrade --generate-hashes --allow-unsafe \
	--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: ## Make the lock files again, with the newest packages pyproject.toml allows
	@packaging/bootstrap dev
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Make the lock files with Python 3.11."; exit 1; }
	$(COMPILE) --build-deps-for=editable --strip-extras --output-file=requirements.lock pyproject.toml
	# Extras stay here: an older pip takes "coverage[toml]" for another package than the pinned one
	# as soon as there is a newer release, and refuses it for having no hash.
	$(COMPILE) --build-deps-for=editable --no-strip-extras --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml
	for lock in package audit bench; do \
		$(COMPILE) --strip-extras --constraint=requirements.lock \
			--output-file=packaging/requirements-$$lock.lock packaging/requirements-$$lock.in || exit 1; \
	done

package: install ## Build what a clinic installs: wheel, program folder, .deb, bill of materials; leaves dist
	@$(PYTHON) packaging/build.py

try-package: ## Install that .deb into a clean Debian and run its self-test there; needs root and debootstrap
	@packaging/try-deb

audit: install ## Ask whether a weakness of a locked package is known; fails when nobody could be asked
	@$(PYTHON) packaging/audit.py

clean: ## Remove everything made here, also .venv
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	find clinic_desktop tests -name __pycache__ -type d -prune -exec rm -rf {} +
