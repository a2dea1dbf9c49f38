# The commands are explained in README.md. Each is safe to repeat and skips what is already done.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check bench prove lock format clean

run: $(VENV)/.run
	@$(BIN)/webmagic up $(ARGS)

test: $(VENV)/.dev
	@$(BIN)/python -m tests.prepare
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy webmagic workers
	$(BIN)/python -m tests.audit

bench: $(VENV)/.bench
	$(BIN)/python -m bench

prove: $(VENV)/.dev
	$(BIN)/python -m bench.prove $(if $(ONLY),--only $(ONLY)) $(if $(SEED),--seed $(SEED)) $(if $(N),--count $(N))

lock: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --extra bench -c requirements.txt pyproject.toml -o requirements-bench.txt

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .build .web .states

$(VENV)/.run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "WebMagic needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Say PYTHON=/path/to/python3.11 make run.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked Python packages (once, about a minute)"
	@$(PIP) install --no-deps --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Installing the test tools"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	@echo "Installing the queues to measure against"
	@$(PIP) install --no-deps --require-hashes -r requirements-bench.txt
	@touch $@
