# Everything a newcomer needs: `make demo` films the example, `make test` passes the tests, `make check` runs every check.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PARALLEL := --numprocesses 2 --dist loadfile --no-loadscope-reorder
EXAMPLES := src/photoplay/playground/examples
PINS := tests/clients/pins
CLIENTS := $(patsubst $(PINS)/%.txt,.clients/python/%/installed,$(wildcard $(PINS)/*.txt))
ifneq ($(shell command -v npm),)
CLIENTS += $(patsubst %,.clients/node/%/installed,cli mcp sdk)
TSC := .clients/node/typescript/installed
ifeq ($(shell command -v chromium || command -v chromium-browser || command -v google-chrome || uname -sm),Linux x86_64)
CLIENTS += .clients/node/chromium/unpacked/chromium
endif
endif

.PHONY: demo test check format pictures clean

demo: .venv/installed
	$(BIN)/photoplay animate $(EXAMPLES)/moonwalk.jpg \
		--prompt "Orbit left around the astronaut while slowly dollying in" -o demo.mp4
	@echo "The clip is demo.mp4; play it with anything."

test: .venv/installed-dev $(CLIENTS)
	$(BIN)/pytest $(PARALLEL)

check: .venv/installed-dev $(CLIENTS) $(TSC)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(TSC),.clients/node/typescript/node_modules/.bin/tsc --project tests/playground/tsconfig.json)
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

# The browser for the page's tests, out of its package; the setting has it unpack the libraries that it needs, too.
.clients/node/chromium/unpacked/chromium: .clients/node/chromium/installed
	mkdir -p $(@D)
	cd $(@D)/.. && TMPDIR=$(abspath $(@D)) AWS_EXECUTION_ENV=22.x \
		node --eval 'import("@sparticuz/chromium").then(({default: chromium}) => chromium.executablePath())'
