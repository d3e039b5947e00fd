#!/usr/bin/env bash
# Every check that reads the code without running it.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python -m ruff check .
.venv/bin/python -m ruff format --check .
.venv/bin/python -m mypy
.venv/bin/lint-imports --no-logo
