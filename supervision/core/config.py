"""Settings: the only place that reads the environment and the secrets in the instance folder."""

import errno
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
KEYS = ("secret_key", "audit_key", "identity_key")  # files of the data folder, and settings
SECRETS = (
    "smtp_password", "webhook_url", "webhook_secret", "certificate_password",
)  # fmt: skip  # files of the data folder, where the environment is not to hold them
DATABASE, FILES, ANCHOR = "supervision.sqlite3", "files", "audit_anchor.json"  # what is kept there
_URL = re.compile(r"(sqlite|postgres(ql)?(\+psycopg)?)://.+")
_KEY = re.compile(r"[0-9a-f]{64}")


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, object]:
    """Flask settings from defaults, the environment and `overrides`, later ones winning.

    Secrets are generated into the instance folder at first use (mode 0600), never given a default.
    Raises SystemExit with one sentence where the folder or a key in it cannot be used.
    """
    given = dict(overrides or {})
    instance = data_folder(given.get("INSTANCE"))
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
        **keys_in(instance),
        "ANCHOR_DIR": os.environ.get("ANCHOR_DIR", ""),
        "BACKUP_DIR": backup_folder(instance),
        "FONTS_DIR": os.environ.get("FONTS_DIR"),
        "LOG_FORMAT": _one_of("LOG_FORMAT", ("text", "json")),
        "JOBS": os.environ.get("JOBS", "1") != "0",
        **_outgoing(instance),
        **_certificate(instance),
        "MAX_CONTENT_LENGTH": 64 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 5000,
        "UPLOAD_LIMIT": 30 * MEGABYTE,
        "UPLOADS_LYING": 300 * MEGABYTE,
        "UPLOADS_A_DAY": 2048 * MEGABYTE,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "EXPORT_AT_ONCE": 5000,  # rows of a list that are an answer; more are made in the background
        "SESSION_IDLE_MINUTES": _whole("SESSION_IDLE_MINUTES", 60),
        "SESSION_ABSOLUTE_HOURS": _whole("SESSION_ABSOLUTE_HOURS", 12),
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 31536000,
    }
    settings = {**settings, **given, "INSTANCE": instance}
    secure = settings["HTTPS"]
    settings = {
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_NAME": "__Host-mingdu" if secure else "mingdu",
        **settings,
    }
    return {**settings, "TRUSTED_HOSTS": _own_names(settings["PUBLIC_URL"])}


def data_folder(given: str | Path | None = None) -> Path:
    """Where all data is kept: as given, by SUPERVISION_INSTANCE, or `instance/` of the program."""
    return Path(given or os.environ.get("SUPERVISION_INSTANCE") or ROOT / "instance").resolve()


def backup_folder(instance: Path) -> Path:
    """Where backups are kept: BACKUP_DIR, or a folder of the data folder itself."""
    return Path(os.environ.get("BACKUP_DIR") or instance / "backups").resolve()


def has_records(instance: Path) -> bool:
    """Whether the folder proves that a database with something in it belongs to it."""
    files = instance / FILES
    return (instance / ANCHOR).exists() or (files.is_dir() and any(files.iterdir()))


def has_been_used(instance: Path) -> bool:
    """Whether a system has lived in the folder: its database, files or anchor lie there."""
    database = instance / DATABASE
    return (database.is_file() and database.stat().st_size > 0) or has_records(instance)


def _own_names(public_url: str) -> list[str] | None:
    """The names this site answers to; any while nobody has said which (PUBLIC_URL)."""
    host = urlsplit(public_url).hostname
    return [host, *LOOPBACK] if host else None


def _make_private(instance: Path) -> None:
    """The folder of the data, closed to strangers of the machine: the store itself lies in it."""
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(instance, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError:
        message = (
            f"数据目录 {instance} 不能写入：请检查它的属主、权限和所在磁盘，"
            "或用 SUPERVISION_INSTANCE 另指一处"
        )
        raise SystemExit(message) from None
    mode = instance.stat().st_mode
    if mode & stat.S_IRWXO:
        with suppress(PermissionError):  # another's folder, opened to us on purpose
            instance.chmod(stat.S_IMODE(mode) & ~stat.S_IRWXO)


def _outgoing(instance: Path) -> dict[str, object]:
    """How to reach people outside: mail server, robot's webhook, the address they come back to.

    What is secret (the mail password, the robot's address with its key) may stand in a file of
    the instance folder instead of the environment.
    """
    hosts = os.environ.get("WEBHOOK_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com")
    return {
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", "").rstrip("/"),
        "SMTP_HOST": os.environ.get("SMTP_HOST", ""),
        "SMTP_PORT": _whole("SMTP_PORT", 0),
        "SMTP_TLS": _one_of("SMTP_TLS", ("starttls", "tls", "none")),
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
        "WEBHOOK_TIMEOUT": _seconds("WEBHOOK_TIMEOUT", 10.0),
    }


def _certificate(instance: Path) -> dict[str, object]:
    """The organisation's certificate for digital signatures, whom to trust, what was taken back, the time-stamp service."""
    password = os.environ.get("CERTIFICATE_PASSWORD")
    return {
        "CERTIFICATE": os.environ.get("CERTIFICATE", ""),
        "CERTIFICATE_PASSWORD": password or _given(instance / "certificate_password"),
        "CERTIFICATE_ROOTS": os.environ.get("CERTIFICATE_ROOTS", ""),
        "CERTIFICATE_REVOKED": os.environ.get("CERTIFICATE_REVOKED", ""),
        "TIMESTAMP_URL": os.environ.get("TIMESTAMP_URL", ""),
    }


def _whole(name: str, default: int) -> int:
    """The environment's whole number `name`."""
    given = os.environ.get(name, "").strip()
    if given and not (given.isascii() and given.isdecimal()):
        raise SystemExit(f"环境变量 {name} 须是数字，现在是“{given}”")
    return int(given) if given else default


def _seconds(name: str, default: float) -> float:
    """The environment's number of seconds `name`, parts of them too."""
    given = os.environ.get(name, "").strip()
    if given and not re.fullmatch(r"[0-9]+([.][0-9]+)?", given):
        raise SystemExit(f"环境变量 {name} 须是秒数，现在是“{given}”")
    return float(given) if given else default


def _one_of(name: str, words: tuple[str, ...]) -> str:
    """The environment's word `name`; the first of `words` where nothing is said."""
    given = os.environ.get(name, "").strip() or words[0]
    if given not in words:
        raise SystemExit(f"环境变量 {name} 须是{'、'.join(words)}之一，现在是“{given}”")
    return given


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


def keys_folder(instance: Path) -> Path:
    """Where the keys are kept: SUPERVISION_KEYS, or the data folder itself."""
    return Path(os.environ.get("SUPERVISION_KEYS") or instance).resolve()


def retired_keys(folder: Path) -> list[Path]:
    """Keys of the trail that were in use before, the oldest first: `audit_key.1`, `audit_key.2` …"""
    found = [path for path in folder.glob("audit_key.*") if path.suffix[1:].isdecimal()]
    return sorted(found, key=lambda path: int(path.suffix[1:]))


def keys_in(instance: Path) -> dict[str, object]:
    """The keys by setting; made once, when nothing has lived in the data folder yet."""
    folder, used = keys_folder(instance), has_been_used(instance)
    if folder != instance:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held: dict[str, object] = {name.upper(): _secret(folder / name, used=used) for name in KEYS}
    retired = tuple(_secret(path, used=True) for path in retired_keys(folder))
    return {**held, "KEYS_DIR": folder, "AUDIT_KEYS_RETIRED": retired}


def _secret(path: Path, *, used: bool) -> str:
    """The secret kept in `path`; several processes starting together agree on a new one.

    A used folder without it is refused: with a new key the trail could not be verified and what
    was sealed could not be opened, and nobody would know why.
    """
    if not path.exists():
        if used:
            message = (
                f"密钥文件 {path} 不见了，不能用新密钥代替：请用 mingdu keys import 从导出的密钥文件找回，"
                "或把原文件放回原处"
            )
            raise SystemExit(message)
        _make_once(path, secrets.token_hex(32))
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not _KEY.fullmatch(text):
        message = (
            f"密钥文件 {path} 是空的或不完整：请用 mingdu keys import 从导出的密钥文件找回，"
            "或把原文件放回原处"
        )
        raise SystemExit(message)
    return text


def _make_once(path: Path, text: str) -> None:
    """Write `path` whole or not at all, unless another process was quicker."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
