"""Sees that the machine has the system software we need; installs it where root and apt are there.

It looks for the thing itself (a library that loads, a command on the path) rather than for a
package, so that it is right on every distribution; only the names it prints are Debian's.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def library(name: str) -> Callable[[], bool]:
    """Whether the shared library `name` can be loaded."""

    def present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def command(name: str, *, beside: str = "") -> Callable[[], bool]:
    """Whether `name` is on the path or in a folder matching the pattern `beside` under /."""

    def present() -> bool:
        return bool(shutil.which(name) or (beside and any(Path("/").glob(f"{beside}/{name}"))))

    return present


def file(pattern: str) -> Callable[[], bool]:
    """Whether a file under / matches `pattern`."""
    return lambda: any(Path("/").glob(pattern))


RUN = {
    "libpangoft2-1.0-0": library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": library("libharfbuzz-subset.so.0"),
    "libharfbuzz-bin": command("hb-subset"),
}
TESTS = RUN | {
    "chromium-headless-shell": command("chromium-headless-shell"),
    "postgresql": command("initdb", beside="usr/lib/postgresql/*/bin"),
    "poppler-utils": command("pdftoppm"),
    "libreoffice-calc-nogui": command("soffice", beside="usr/lib/libreoffice/program"),
    "libreoffice-writer-nogui": file("usr/lib/libreoffice/program/libswlo.so"),
    "fonts-noto-cjk": file("usr/share/fonts/**/NotoSansCJK-*"),
}


def missing(wanted: dict[str, Callable[[], bool]]) -> list[str]:
    """Debian's names of what the machine lacks."""
    return [package for package, present in wanted.items() if not present()]


def install(packages: list[str]) -> None:
    """Install `packages` with apt; a failure of the list update alone is not one yet."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.DEVNULL  # what it lacks is told in one line of our own
    subprocess.run(
        ["apt-get", "update", "-qq"], env=environment, stdout=quiet, stderr=quiet, check=False
    )
    subprocess.run(  # noqa: S603
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=environment,
        stdout=quiet,
        stderr=quiet,
        check=False,
    )


def main(purpose: str) -> int:
    """Exit status: 0 when everything is there (or now is), 1 after one line naming what is not."""
    wanted = TESTS if purpose == "tests" else RUN
    lacking, tried = missing(wanted), ""
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"· 安装系统软件包:{' '.join(lacking)}", flush=True)
        install(lacking)
        lacking, tried = missing(wanted), "(没有装上:连不上 Debian 软件源,或其中没有)"
    if lacking:
        names = " ".join(lacking)
        print(f"✗ 缺少系统软件包{tried},请由管理员执行:apt-get install {names}", file=sys.stderr)
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
