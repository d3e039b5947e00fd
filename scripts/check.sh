#!/usr/bin/env bash
# The quick look before a commit: ruff over all, mypy over what differs from the last commit.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python -m ruff check .
.venv/bin/python -m ruff format --check .
mapfile -t changed < <(
  { git diff --name-only --diff-filter=d HEAD; git ls-files --others --exclude-standard; } |
    grep -E '^(supervision|scripts|tests/support)/.*\.py$|^app\.py$' | grep -v '/migrations/versions/' | sort -u
)
[ ${#changed[@]} -eq 0 ] || .venv/bin/python -m mypy "${changed[@]}"
