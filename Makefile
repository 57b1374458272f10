# Eyre. `make` lists what there is. Everything lives in .boot and .venv*; nothing is installed elsewhere.

PY ?= python3

.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench bench-projection docs lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.ok ## Set up, build both example packs from real published figures, say where to look
	@.venv/bin/eyre demo

serve: .venv/.ok ## Serve a copy of an example body on this machine, with people whose passwords are printed once
	@.venv/bin/eyre serve --example london $(ARGS)

test: .venv-test/.ok ## Set up and run every test
	@.venv-test/bin/python -m pytest -q -n 2

check: .venv-test/.ok ## Style, types, import contracts, requirements table, generated pages
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check .
	.venv-test/bin/mypy
	.venv-test/bin/lint-imports --no-logo
	.venv-test/bin/python tools/check_requirements.py
	.venv-test/bin/python tools/build_docs.py --check

bench: .venv/.ok .venv-bench/.ok .venv-test/.ok ## Measure speed and memory beside Polars and pandas, and every page
	@.venv-bench/bin/python bench/run.py $(ARGS)

bench-projection: .venv-bench/.ok ## Measure how good projections are, and how fast, beside statsforecast: ten minutes
	@PYTHONPATH=bench .venv-bench/bin/python -m projection $(ARGS)

docs: .venv/.ok ## Write the generated pages of docs/reference again
	@.venv/bin/python tools/build_docs.py

lock: .boot/.ok ## Choose versions again and write requirements/*.txt with their hashes
	@sh tools/lock.sh

clean: ## Remove the environments and every cache
	rm -rf .boot .venv .venv-test .venv-bench .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# uv sets up in seconds. Where its wheel is refused, tools/environment.sh goes on with pip.
.boot/.ok: requirements/boot.txt
	@$(PY) tools/check_python.py
	@mkdir -p .boot
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore --upgrade \
		--target .boot --only-binary :all: --require-hashes -r requirements/boot.txt || echo "uv cannot be had here: pip will do, more slowly."
	@touch $@

.venv/.ok: requirements/run.txt
.venv-test/.ok: requirements/test.txt
.venv-bench/.ok: requirements/bench.txt
.venv/.ok .venv-test/.ok .venv-bench/.ok: .boot/.ok pyproject.toml tools/environment.sh
	@PY=$(PY) sh tools/environment.sh $(@D) $(filter requirements/%.txt,$^)
	@touch $@
