# LERO Hub. `make demo` runs it, `make test` tests it; `make help` lists the rest.
# Needs make, git and Python 3.11 or newer; everything else is installed into .venv and var.

.DEFAULT_GOAL := help
.PHONY: help demo test check bench fmt lock coverage clean install install-dev

# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
CODE := lero_hub organisations standards peer_supervision evidence tests scripts manage.py
TEMPLATES := templates
# Keys that are long enough for the deployment check, and secret from nobody.
KEY := only-for-make-check-0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ
PRODUCTION := DJANGO_SETTINGS_MODULE=lero_hub.settings DEMO=0 BASE_URL=https://hub.example ALLOWED_HOSTS=hub.example \
	DATABASE_URL=postgresql://hub@database/hub REDIS_URL=redis://broker:6379/0 EMAIL_URL=submission://mail.example \
	SECRET_KEY=$(KEY) CREDENTIAL_KEY=$(KEY) BACKUP_KEY=$(KEY) FIELD_KEYS=$(KEY)

help:
	@echo 'make demo    run the hub with a demonstration network (PORT=8000 HOME_DIR=var RESET=1)'
	@echo 'make test    run every test (ARGS="tests/runtime -k ready")'
	@echo 'make coverage   the same, and which branches no test took'
	@echo 'make check   format, lint, types, templates, layers, migrations, deployment'
	@echo 'make bench   measure searches and pages with 10,000 organisations and items'
	@echo 'make fmt     format the code'
	@echo 'make lock    choose versions anew for requirements*.txt (needs uv)'
	@echo 'make clean   remove .venv and what tools left; var, with its data, stays'

install:
	@if [ -z '$(PYTHON)' ]; then echo 'LERO Hub needs Python 3.11 or newer; none was found.' >&2; exit 1; fi
	@$(PYTHON) scripts/install.py run

install-dev:
	@if [ -z '$(PYTHON)' ]; then echo 'LERO Hub needs Python 3.11 or newer; none was found.' >&2; exit 1; fi
	@$(PYTHON) scripts/install.py dev

demo: install
	@exec $(BIN)/python -m lero_hub.runtime.demo

test: install-dev
	@$(BIN)/python -m tests.browser --install || test -z "$$REQUIRE_BROWSER"
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

# Every branch of what decides and writes, and 95 % of everything. An app that is added is measured by its name in
# `source` (pyproject.toml); its states, policies and workflows are found here by theirs.
STRICT := */states.py,*/policies.py,*/workflows.py,*/workflows/*
STRICT := $(STRICT),lero_hub/accounts/*,lero_hub/audit/*,lero_hub/authz/*,lero_hub/outbox/*
STRICT := $(STRICT),lero_hub/acts.py,lero_hub/addresses.py,lero_hub/checks.py,lero_hub/constraints.py
STRICT := $(STRICT),lero_hub/errors.py,lero_hub/feed.py,lero_hub/keys.py,lero_hub/lists.py,lero_hub/personal_data.py
STRICT := $(STRICT),lero_hub/sent_links.py,lero_hub/transitions.py,lero_hub/typed_text.py,lero_hub/words.py

coverage: install-dev
	@$(BIN)/python -m tests.browser --install || test -z "$$REQUIRE_BROWSER"
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report= $(ARGS)
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=100 --include='$(STRICT)'

check: install-dev
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/python -m compileall -q $(CODE)
	$(BIN)/mypy
	$(BIN)/djlint --lint $(TEMPLATES)
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: install
	@exec $(BIN)/python -m lero_hub.runtime.bench

fmt: install-dev
	$(BIN)/ruff check --fix-only --quiet $(CODE)
	$(BIN)/ruff format $(CODE)

# No registry addresses in the locks: they name versions and hashes alone.
lock:
	UV_PYTHON_DOWNLOADS=never uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml -o requirements.txt
	UV_PYTHON_DOWNLOADS=never uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--group dev pyproject.toml -c requirements.txt -o requirements-dev.txt
	UV_PYTHON_DOWNLOADS=never uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
		--extra storage pyproject.toml -c requirements.txt -o requirements-production.txt

clean:
	rm -rf .venv .venv.lock .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.* htmlcov
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
