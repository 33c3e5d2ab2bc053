# Two commands are enough: `make run` to see it, `make test` to know it works. docs: README.md
PYTHON ?= python3
PORT ?= 8000
LOCK_OPTIONS = -q --generate-hashes --universal --python-version 3.11 --custom-compile-command "make lock"
IN = .venv/bin/

export PORT

.PHONY: help run serve test soak bench lint format lock messages clean

help:
	@echo "make run       the rehearsal: a practice party on http://localhost:8000 (PORT=8010 changes it)"
	@echo "make serve     the real thing: production settings and a first-run code"
	@echo "make test      unit, house and journey tests on SQLite and PostgreSQL"
	@echo "make soak      the long tests: races, crashes, every print"
	@echo "make lint      ruff, mypy, djlint, bandit          make format    let ruff lay out the Python"
	@echo "make bench     measure against the yardsticks      make messages  refresh the translations"
	@echo "make lock      write the hashed locks anew         make clean     throw away what was made here, not the data"

run:
	@$(PYTHON) deploy/prepare.py run
	@exec $(IN)python deploy/start.py rehearsal

serve:
	@$(PYTHON) deploy/prepare.py run
	@exec $(IN)python deploy/start.py production

test soak bench:
	@$(PYTHON) deploy/prepare.py $@
	@exec $(IN)python tests/run.py $@

lint:
	@$(PYTHON) deploy/prepare.py lint
	$(IN)ruff check .
	$(IN)ruff format --check .
	$(IN)mypy
	$(IN)djlint --quiet --lint templates
	$(IN)bandit --quiet --recursive --severity-level medium --confidence-level medium --configfile pyproject.toml .

format:
	@$(PYTHON) deploy/prepare.py lint
	$(IN)ruff check --fix .
	$(IN)ruff format .

lock:
	@$(PYTHON) deploy/prepare.py lint
	$(IN)uv pip compile $(LOCK_OPTIONS) --upgrade --group test pyproject.toml -o requirements.txt
	$(IN)uv pip compile $(LOCK_OPTIONS) --upgrade --group dev -c requirements.txt -o requirements-dev.txt

messages:
	@$(PYTHON) deploy/prepare.py messages
	$(IN)python manage.py makemessages --locale en --no-obsolete --no-location --ignore ".venv/*" --ignore ".data/*" --ignore "tests/*"
	$(IN)python manage.py compilemessages --locale en --locale nl --ignore ".venv/*"

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -not -path "./.data/*" -prune -exec rm -rf {} +
