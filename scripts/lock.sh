#!/usr/bin/env bash
# Renews requirements.lock and requirements-dev.lock: every package with its version and the hashes of its files.
# Call it after a change of requirements*.txt; `UPGRADE=1` also takes newer versions of what those pull in.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool"
"$tool/bin/pip" install --quiet --disable-pip-version-check uv==0.13.9
export UV_CUSTOM_COMPILE_COMMAND="make lock"

lock() {
    "$tool/bin/uv" pip compile --quiet --universal --generate-hashes --no-annotate --python-version 3.11 \
        ${UPGRADE:+--upgrade} "$@"
}

# The tests' lock first: what runs is then held to the very versions that are tested.
lock requirements-dev.txt --output-file requirements-dev.lock
lock requirements.txt --constraint requirements-dev.lock --output-file requirements.lock
echo "已更新 requirements.lock、requirements-dev.lock，请看过差异、跑过测试再提交"
