"""Settings: the only place that reads the environment and the secrets in the instance folder."""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MEGABYTE = 1024 * 1024
_URL = re.compile(r"(sqlite|postgres(ql)?(\+psycopg)?)://.+")


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Flask settings from defaults, the environment and `overrides`, later ones winning.

    Secrets are generated into the instance folder at first use (mode 0600), never given a default.
    """
    given = dict(overrides or {})
    instance = Path(
        given.get("INSTANCE") or os.environ.get("SUPERVISION_INSTANCE") or ROOT / "instance"
    )
    instance = instance.resolve()
    _make_private(instance)
    host = os.environ.get("HOST", "127.0.0.1")
    https = os.environ.get("HTTPS", "0") == "1"
    settings: dict[str, Any] = {
        "INSTANCE": instance,
        "HOST": host,
        "PORT": _whole("PORT", 8000),
        "HTTPS": https,
        "ALLOW_PLAIN_HTTP": os.environ.get("ALLOW_PLAIN_HTTP", "0") == "1",
        "TRUSTED_PROXIES": _whole("TRUSTED_PROXIES", 0),
        "DEMO": os.environ.get("DEMO", "1") != "0",
        "SQLALCHEMY_DATABASE_URI": database_url(instance),
        "SECRET_KEY": _secret(instance / "secret_key"),
        "AUDIT_KEY": _secret(instance / "audit_key"),
        "IDENTITY_KEY": _secret(instance / "identity_key"),
        "FONTS_DIR": os.environ.get("FONTS_DIR"),
        "JOBS": os.environ.get("JOBS", "1") != "0",
        **_outgoing(instance),
        "MAX_CONTENT_LENGTH": 64 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
        "MAX_FORM_PARTS": 5000,
        "UPLOAD_LIMIT": 30 * MEGABYTE,
        "SESSION_COOKIE_NAME": "mingdu",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_IDLE_MINUTES": _whole("SESSION_IDLE_MINUTES", 60),
        "SESSION_ABSOLUTE_HOURS": _whole("SESSION_ABSOLUTE_HOURS", 12),
        "WTF_CSRF_TIME_LIMIT": None,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SEND_FILE_MAX_AGE_DEFAULT": 31536000,
    }
    settings = {**settings, **given, "INSTANCE": instance}
    return {**settings, "TRUSTED_HOSTS": _own_names(settings["PUBLIC_URL"])}


def _own_names(public_url: str) -> list[str] | None:
    """The names this site answers to; any while nobody has said which (PUBLIC_URL)."""
    host = urlsplit(public_url).hostname
    return [host, *LOOPBACK] if host else None


def _make_private(instance: Path) -> None:
    """The folder of the data, closed to strangers of the machine: the store itself lies in it."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = instance.stat().st_mode
    if mode & stat.S_IRWXO and os.access(instance, os.W_OK):
        with suppress(PermissionError):  # another's folder, opened to us on purpose
            instance.chmod(stat.S_IMODE(mode) & ~stat.S_IRWXO)


def _outgoing(instance: Path) -> dict[str, Any]:
    """How to reach people outside: mail server, robot's webhook, the address they come back to.

    What is secret (the mail password, the robot's address with its key) may stand in a file of
    the instance folder instead of the environment.
    """
    hosts = os.environ.get("WEBHOOK_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com")
    return {
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", "").rstrip("/"),
        "SMTP_HOST": os.environ.get("SMTP_HOST", ""),
        "SMTP_PORT": _whole("SMTP_PORT", 0),
        "SMTP_TLS": os.environ.get("SMTP_TLS", "starttls"),
        "SMTP_CA_FILE": os.environ.get("SMTP_CA_FILE"),
        "SMTP_USER": os.environ.get("SMTP_USER", ""),
        "SMTP_PASSWORD": os.environ.get("SMTP_PASSWORD") or _given(instance / "smtp_password"),
        "SMTP_FROM": os.environ.get("SMTP_FROM", ""),
        "SMTP_TIMEOUT": _whole("SMTP_TIMEOUT", 20),
        "WEBHOOK_URL": os.environ.get("WEBHOOK_URL") or _given(instance / "webhook_url"),
        "WEBHOOK_KIND": os.environ.get("WEBHOOK_KIND", "wecom"),
        "WEBHOOK_SECRET": os.environ.get("WEBHOOK_SECRET") or _given(instance / "webhook_secret"),
        "WEBHOOK_HOSTS": tuple(host.strip() for host in hosts.split(",") if host.strip()),
        "WEBHOOK_PRIVATE": os.environ.get("WEBHOOK_PRIVATE", "0") == "1",
        "WEBHOOK_TIMEOUT": float(os.environ.get("WEBHOOK_TIMEOUT", "10")),
    }


def _whole(name: str, default: int) -> int:
    """The environment's whole number `name`."""
    given = os.environ.get(name, "").strip()
    if given and not (given.isascii() and given.isdecimal()):
        raise SystemExit(f"环境变量 {name} 须是数字，现在是“{given}”")
    return int(given) if given else default


def _given(path: Path) -> str:
    """A secret that the installer put into a file; empty without one."""
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def use_fontconfig(path: Path) -> None:
    """Point fontconfig (in this process, before WeasyPrint is imported) to the private fonts."""
    os.environ["FONTCONFIG_FILE"] = str(path)


def database_url(instance: Path) -> str:
    """DATABASE_URL with the psycopg 3 driver named, or SQLite inside `instance`."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{instance / 'supervision.sqlite3'}"
    if not _URL.match(url):
        raise SystemExit("DATABASE_URL 写法不对，应如 postgresql://用户:口令@主机/库")
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _secret(path: Path) -> str:
    """The secret kept in `path`, made once; several processes starting together agree on one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
