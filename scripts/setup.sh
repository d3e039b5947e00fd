#!/usr/bin/env bash
# Prepares .venv, .fonts and a migrated instance; with the argument "tests" also what the tests need.
# Each step is skipped when its stamp says that nothing changed, so a second call costs a second.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
say() { printf '· %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14; do
        if [ -n "$candidate" ] && "$candidate" -c \
            'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "需要 Python 3.11 或更新版本及其 venv 模块(Debian:apt-get install python3 python3-venv)"
}

# Run "$@" unless the stamp FILE already holds FINGERPRINT; write the stamp when it succeeded.
once() {
    local stamp=$1 fingerprint=$2
    shift 2
    [ "$(cat "$stamp" 2>/dev/null)" = "$fingerprint" ] && return
    "$@"
    printf '%s\n' "$fingerprint" >"$stamp"
}

fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }

make_venv() {
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null && return
    local python
    python=$(find_python)
    say "创建虚拟环境 .venv($("$python" --version))"
    "$python" -m venv --clear .venv
}

install_requirements() {
    say "安装 $1 中的 Python 包"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "$1"
}

build_fonts() {
    say "准备字体 .fonts(只在首次,需几分钟)"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq || true # the fonts are taken out of Debian packages: know where they are
    fi
    .venv/bin/python scripts/build_fonts.py
}

make_venv
if [ "$purpose" = tests ]; then
    once .venv/.installed-tests "$(fingerprint requirements.txt requirements-dev.txt)" \
        install_requirements requirements-dev.txt
else
    once .venv/.installed "$(fingerprint requirements.txt)" install_requirements requirements.txt
fi
.venv/bin/python scripts/system_packages.py "$purpose"
[ -d .fonts ] || rm -f .venv/.fonts-built
once .venv/.fonts-built "$(fingerprint scripts/build_fonts.py)" build_fonts
ln -sfn ../../mingdu .venv/bin/mingdu
.venv/bin/python scripts/migrate.py
