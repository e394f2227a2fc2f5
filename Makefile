# Two commands set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STORE ?= demo-store
# A process for each core, the tests of a file in one of them, since they share what they build.
TOGETHER := --numprocesses auto --maxprocesses 4 --dist loadfile

PAGE := exports/explorer

.PHONY: demo test check format bench quality clean page browser

demo: $(VENV)/demo
	$(BIN)/guanxi build examples/articles --store $(STORE)
	$(BIN)/guanxi query 'SELECT ?supplier ?customer WHERE { ?supplier gx:supplies ?customer }' --store $(STORE)
	$(BIN)/guanxi show 寒武紀 --store $(STORE)
	$(BIN)/guanxi export html -o demo.html --store $(STORE)
	@echo
	@echo "The picture is in $(CURDIR)/demo.html: open it in any browser, it needs no network."
	@echo "Ask the graph yourself: $(BIN)/guanxi --help"
	@echo "Explore it in the browser, every edge one click from its sentence: $(BIN)/guanxi serve --store $(STORE)"

test: $(VENV)/dev page browser
	$(BIN)/python -m pytest $(TOGETHER) --doctest-modules graph extractors exports tests

check: $(VENV)/dev page browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	MYPYPATH=$(VENV)/types $(BIN)/mypy -p guanxi.graph -p guanxi.extractors -p guanxi.exports
	if [ -d $(PAGE)/node_modules/typescript ]; then cd $(PAGE) && npm run --silent check; fi
	$(BIN)/python -m pytest $(TOGETHER) --doctest-modules graph extractors exports tests

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The explorer's page, where its sources have changed since it was last built.
page: $(VENV)/dev
	$(BIN)/python $(PAGE)/packaging/page.py

# What its tests need: Chromium from the system's packages, axe and the type checker from npm. Where one can't be had, the tests say what they skip.
browser: $(PAGE)/node_modules/.tests
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk; } \
	|| echo "There is no Chromium (apt-get install chromium): the explorer's tests in a browser are skipped."

$(PAGE)/node_modules/.tests: $(PAGE)/package-lock.json
	-cd $(PAGE) && npm ci --silent --ignore-scripts --no-audit --no-fund && touch node_modules/.tests

bench: $(VENV)/dev
	$(BIN)/python benchmarks/speed.py

clean:
	rm -rf $(VENV) $(STORE) demo.html build dist *.egg-info $(PAGE)/dist $(PAGE)/node_modules

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/demo: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e '.[serve]'
	touch $@

# The package is the repository's root under another name, which type checkers learn from a link.
$(VENV)/dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	mkdir -p $(VENV)/types && ln -sfn $(CURDIR) $(VENV)/types/guanxi
	touch $@ $(VENV)/demo
