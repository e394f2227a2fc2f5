# Two commands set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STORE ?= demo-store
# A process for each core, the tests of a file in one of them, since they share what they build.
TOGETHER := --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: demo test check format bench quality clean

demo: $(VENV)/demo
	$(BIN)/guanxi build examples/articles --store $(STORE)
	$(BIN)/guanxi query 'SELECT ?supplier ?customer WHERE { ?supplier gx:supplies ?customer }' --store $(STORE)
	$(BIN)/guanxi show 寒武紀 --store $(STORE)
	$(BIN)/guanxi export html -o demo.html --store $(STORE)
	@echo
	@echo "The picture is in $(CURDIR)/demo.html: open it in any browser, it needs no network."
	@echo "Ask the graph yourself: $(BIN)/guanxi --help"

test: $(VENV)/dev
	$(BIN)/python -m pytest $(TOGETHER) --doctest-modules graph extractors exports tests

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	MYPYPATH=$(VENV)/types $(BIN)/mypy -p guanxi.graph -p guanxi.extractors -p guanxi.exports
	$(BIN)/python -m pytest $(TOGETHER) --doctest-modules graph extractors exports tests

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/dev
	$(BIN)/python benchmarks/speed.py

clean:
	rm -rf $(VENV) $(STORE) demo.html build dist *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/demo: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e .
	touch $@

# The package is the repository's root under another name, which type checkers learn from a link.
$(VENV)/dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	mkdir -p $(VENV)/types && ln -sfn $(CURDIR) $(VENV)/types/guanxi
	touch $@ $(VENV)/demo
