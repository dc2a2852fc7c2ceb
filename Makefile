# Two commands for everyone: make demo, make test. Both set up .venv by themselves on a machine with Python 3.11+ and make.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.PHONY: demo test check bench soak docs clean

demo: .venv/base  ## a whole conversation on a real photograph, in this terminal
	@$(BIN)/pentimento demo demo

test: check  ## everything: style, types, import rules, all tests, a wheel built and tried elsewhere
	$(BIN)/python -m pytest

check: .venv/dev  ## the quick part: style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy agent prompts memory tools benchmarks docs/generate.py
	$(BIN)/lint-imports

bench: .venv/dev  ## speed, as ratios to named peers measured in the same run
	@$(PIP) --editable '.[bench]'
	$(BIN)/python -m benchmarks

soak: .venv/dev  ## the long counts: 1,000 killed writers, many more random edits
	PENTIMENTO_SOAK=1 $(BIN)/python -m pytest tests/memory/test_kills.py tests/laws/test_chains.py

docs: .venv/dev  ## the README's picture and its generated parts
	$(BIN)/python docs/generate.py --picture

.venv/base: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Pentimento into .venv (about half a minute on a quick line) …"
	@$(PIP) --editable .
	@touch $@

.venv/dev: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --editable '.[dev,heic,chat,diffusion,llava,remote,train]'
	@touch .venv/base $@

clean:
	rm -rf .venv build dist demo *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
