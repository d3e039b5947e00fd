#!/usr/bin/env bash
# The long tests, part by part: battery.sh [part …]; all of them without one. Each part is one run of pytest.
set -uo pipefail
cd "$(dirname "$0")/.."

parts=(law lists derived plans papers screens server examples ledger writes reliability)

run() {
  .venv/bin/python -m pytest -n "${WORKERS:-2}" "$@"
}

run_on_postgresql() {
  DB=postgresql run "$@"
}

part() {
  case "$1" in
    law) run -m battery tests/law ;;                     # every forbidden act; seeded walks on both stores
    lists) run -m battery tests/rules ;;                 # every choice of every list, nonsense, the crawl, by everybody
    derived) run -m battery tests/instruments tests/reminders ;; # stored = recomputed after every act; large years
    plans) run -m battery tests/plans ;;                 # no page walks a body, by the signatory and the auditor
    papers) run -m battery tests/core/documents ;; # every kind of paper, length, and the Word copies
    screens) run -m battery tests/look tests/journeys tests/reports tests/imports tests/interviews tests/home ;; # every width; long journeys
    server) run -m battery tests/test_serving.py tests/core/deadlines tests/core/audit tests/operating tests/upgrade ;;
    examples) run -m "hypothesis and not battery" --hypothesis-profile=battery tests ;; # ten times as many, new ones
    ledger) run -m "not browser" tests/rules/test_ledger_truth.py ;; # what is stored is what follows, at the end
    writes) run_on_postgresql -m "battery or not battery" tests/rules/test_write_isolation.py ;; # every form of everybody else, on the other store
    reliability) run -m battery tests/reliability ;; # things broken on purpose, on both stores
    *) echo "没有 $1 这一部分;有:${parts[*]}"; return 2 ;;
  esac
}

red=()
for one in "${@:-${parts[@]}}"; do
  for name in $one; do
    begun=$SECONDS
    echo "== $name"
    part "$name" || red+=("$name")
    echo "== $name: $((SECONDS - begun)) 秒"
  done
done
echo "共 $SECONDS 秒"
[ ${#red[@]} -eq 0 ] || { echo "未通过:${red[*]}"; exit 1; }
