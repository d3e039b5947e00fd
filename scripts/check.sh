#!/usr/bin/env bash
# The quick look before a commit: ruff over all, mypy over what differs from main, committed or not.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python -m ruff check .
.venv/bin/python -m ruff format --check .
base=$(git merge-base main HEAD 2>/dev/null || echo HEAD)
mapfile -t changed < <(
  { git diff --name-only --diff-filter=d "$base"; git ls-files --others --exclude-standard; } |
    grep -E '^(supervision|scripts|tests/support)/.*\.py$|^app\.py$' | grep -v '/migrations/versions/' | sort -u
)
[ ${#changed[@]} -eq 0 ] || .venv/bin/python -m mypy "${changed[@]}"
