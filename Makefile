# Everything a newcomer needs: `make demo` films the example, `make test` passes the tests, `make check` runs every check.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PARALLEL := --numprocesses 2 --dist loadfile
EXAMPLES := src/photoplay/playground/examples
PINS := tests/clients/pins
CLIENTS := $(patsubst $(PINS)/%.txt,.clients/python/%/installed,$(wildcard $(PINS)/*.txt))
ifneq ($(shell command -v npm),)
CLIENTS += $(patsubst $(PINS)/%.json,.clients/node/%/installed,$(wildcard $(PINS)/*.json))
endif

.PHONY: demo test check format pictures clean

demo: .venv/installed
	$(BIN)/photoplay animate $(EXAMPLES)/moonwalk.jpg \
		--prompt "Orbit left around the astronaut while slowly dollying in" -o demo.mp4
	@echo "The clip is demo.mp4; play it with anything."

test: .venv/installed-dev $(CLIENTS)
	$(BIN)/pytest $(PARALLEL)

check: .venv/installed-dev $(CLIENTS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(PARALLEL)

format: .venv/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pictures: .venv/installed-dev
	$(BIN)/python -m bench.pictures

clean:
	rm -rf .venv .clients out demo.mp4

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	touch .venv/installed $@

# The clients that the tests run against the service, each in a folder of its own.
.clients/python/%/installed: $(PINS)/%.txt | .venv/bin/python
	rm -rf $(@D)
	$(PIP) install --quiet --no-warn-conflicts --no-compile --target $(@D) --requirement $<
	touch $@

.clients/node/%/installed: $(PINS)/%.json
	rm -rf $(@D)
	mkdir -p $(@D)
	cp $< $(@D)/package.json
	npm install --prefix $(@D) --no-audit --no-fund --ignore-scripts --loglevel=error
	touch $@
