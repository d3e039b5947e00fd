#!/usr/bin/env bash
# Prepares .venv, .fonts and a migrated instance; with the argument "tests" also what the tests need.
# Each step is skipped when its stamp says that nothing changed, so a second call costs a second.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
say() { printf '· %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

# The distribution's own first: it is built with optimisation, which one compiled by hand seldom is (a quarter slower).
find_python() {
    local candidate
    for candidate in "${PYTHON:-}" /usr/bin/python3.11 /usr/bin/python3 python3.11 python3 python3.12 python3.13 python3.14; do
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
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 2 --timeout 20 \
        --require-hashes --requirement "$1" >.venv/pip.log 2>&1 && return
    if grep -q 'DO NOT MATCH THE HASHES' .venv/pip.log; then
        fail "没有安装：下载到的包与 $1 中的校验值不符，可能在途中或镜像上被改动。请换一个软件源再试(详见 .venv/pip.log)"
    fi
    if grep -qE 'connection|resolve|timed out|Max retries|No matching distribution' .venv/pip.log; then
        fail "装不上 $1 中的包:连不上 Python 软件源,或其中没有这个版本。请检查网络,或用 PIP_INDEX_URL 指明可用的镜像(详见 .venv/pip.log)"
    fi
    fail "装不上 $1 中的包,原因见 .venv/pip.log"
}

build_fonts() {
    say "准备字体 .fonts(只在首次,需几分钟)"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq >/dev/null 2>&1 || true # the fonts are taken out of Debian packages: know where they are
    fi
    .venv/bin/python scripts/build_fonts.py 2>.venv/fonts.log ||
        fail "字体没有做成:取不到 Debian 的字体包,或缺 apt、dpkg、libharfbuzz-bin。请检查软件源后再执行一次(详见 .venv/fonts.log)"
}

make_venv
if [ "$purpose" = tests ]; then
    once .venv/.installed-tests "$(fingerprint requirements-dev.lock)" install_requirements requirements-dev.lock
else
    once .venv/.installed "$(fingerprint requirements.lock)" install_requirements requirements.lock
fi
.venv/bin/python scripts/system_packages.py "$purpose"
[ -d .fonts ] || rm -f .venv/.fonts-built
once .venv/.fonts-built "$(fingerprint scripts/build_fonts.py)" build_fonts
ln -sfn ../../mingdu .venv/bin/mingdu
.venv/bin/python -m supervision.core.bundle
.venv/bin/python scripts/migrate.py
