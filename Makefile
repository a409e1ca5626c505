# Every target sets up what it needs, from nothing: see tools/setup. It is skipped while the locks stay as they are.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
UV := $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes --custom-compile-command 'make lock'

UPGRADE := --upgrade  # make lock UPGRADE= keeps what is locked and only adds or drops

.PHONY: help demo test check bench fuzz samples gallery reference lock clean
help:
	@echo "make demo     the demo company: its data, its scorecards, two reports in PDF and HTML in reports/"
	@echo "make test     the tests (under five minutes)"
	@echo "make check    style, types, the house's rules, the README's commands, the slow tests"
	@echo "make bench    against handwritten pandas and SQL"
	@echo "make fuzz     strangers' bytes at every door, SECONDS=60 for each (needs atheris, which it installs)"
	@echo "make samples  the sample reports in reports/samples, made anew"
	@echo "make gallery  pictures of each edition in each language, in reports/gallery"
	@echo "make reference  the pages of the language, the library and the datasets, made anew from what they describe"
	@echo "make lock     the newest releases of all dependencies, into the two locks"
	@echo "make clean    away with what was made"

$(VENV)/.ready: requirements-dev.lock pyproject.toml tools/setup
	@PYTHON='$(PYTHON)' tools/setup $(VENV)
	@touch $@

demo: $(VENV)/.ready
	@$(RUN) -m scorecard.demo definitions/demo --output reports
	@$(VENV)/bin/scorecard report definitions/demo/crm.yaml --output reports

test: $(VENV)/.ready
	$(RUN) -m pytest -n auto

check: $(VENV)/.ready
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(RUN) -m pytest tests/house
	$(RUN) -m pytest -m slow

bench: $(VENV)/.ready
	$(RUN) -m benchmarks

SECONDS ?= 60
fuzz: $(VENV)/.ready
	$(RUN) -m pip --disable-pip-version-check install -qq --require-hashes --only-binary :all: --no-deps -r requirements-fuzz.lock
	$(RUN) -m tests.fuzz --seconds $(SECONDS)

samples: $(VENV)/.ready
	@$(RUN) -m scorecard.demo definitions/demo --output reports/samples
	pdftoppm -png -r 80 -f 3 -singlefile reports/samples/arman.pdf reports/samples/arman  # the summary, shown in README.md
	@$(RUN) -c "from pathlib import Path; from scorecard.demo import write_standard; write_standard(Path('definitions/demo/data/crm'))"
	@$(VENV)/bin/scorecard report definitions/demo/crm.yaml --edition executive --language fa --to pdf -o reports/samples
	pdftoppm -png -r 80 -f 1 -singlefile reports/samples/arman-crm-executive.fa.pdf reports/samples/arman-crm-executive.fa

gallery: $(VENV)/.ready
	$(RUN) tools/gallery.py

reference: $(VENV)/.ready
	$(RUN) tools/reference.py
	$(RUN) tools/library.py

lock: $(VENV)/.ready
	$(UV) $(UPGRADE) --output-file requirements.lock
	$(UV) $(UPGRADE) --group dev --constraints requirements.lock --output-file requirements-dev.lock
	$(subst pyproject.toml,--group fuzz,$(UV)) $(UPGRADE) --output-file requirements-fuzz.lock

clean:
	rm -rf $(VENV) .fuzz build dist definitions/demo/data benchmarks/data .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find reports -mindepth 1 -maxdepth 1 ! -name README.md ! -name samples ! -name gallery -exec rm -r {} +
	find scorecard tests benchmarks -name __pycache__ -prune -exec rm -r {} +
