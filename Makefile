# Each target is one plain command; VENV is where setup puts the environment.
VENV ?= .venv
PY = $(VENV)/bin/python

.PHONY: help setup test quick lowest newest lint format types docs examples bench-peers bench-index bench-compare bench-edits

help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:[^#]*##/\t/'

setup:           ## an environment with everything that tests, lint and the manual need
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install -q -e ".[test,lint,docs]"

test:            ## all tests
	$(PY) -m pytest -q -n 2

quick:           ## the tests without browser, PostgreSQL, Spark and slow ones
	$(PY) -m pytest -q -n 2 -m "not slow and not browser and not postgres" --ignore tests/spark

lowest:          ## the quick tests with the lowest versions that pyproject.toml allows, in build/lowest
	$(PY) tests/bounds.py lowest

newest:          ## the quick tests with the newest versions of everything, in build/newest
	$(PY) tests/bounds.py newest

lint:            ## ruff, and the form of the code
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

format:          ## put the code into form
	$(VENV)/bin/ruff format .

types:           ## mypy --strict
	$(VENV)/bin/mypy

docs:            ## the manual, in site/
	$(PY) docs/make_reference.py
	$(VENV)/bin/mkdocs build --strict

examples:        ## run every example of README and docs again, and write what it prints
	$(PY) tests/doc_examples.py

bench-peers:     ## processor time, memory and quality beside other tools (minutes; installs them)
	$(PY) tests/bench/peers.py --stories 50000 --rounds 3

bench-index:     ## look-ups and additions at a million stories (an hour)
	$(PY) tests/bench/index.py --stories 1000000

bench-compare:   ## time of comparisons: make bench-compare STORIES=feed.jsonl
	$(PY) tests/bench/compare.py $(STORIES)

bench-edits:     ## what the comparer finds of injected edits: make bench-edits STORIES=feed.jsonl
	$(PY) tests/bench/edits.py $(STORIES)

lock:            ## the newest versions of all that CI installs, with their hashes, in .ci/lock.txt
	uv pip compile pyproject.toml --extra test --extra lint --extra docs --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --no-annotate -q --upgrade -o .ci/lock.txt
