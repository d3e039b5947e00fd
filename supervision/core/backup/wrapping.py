"""The keys, wrapped under a passphrase in a file of their own: never beside the data they protect."""

import base64
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from supervision.core import clock
from supervision.core.config import KEYS, SECRETS, keys_folder, retired_keys
from supervision.core.errors import DomainError
from supervision.core.json_values import JsonObject

PRODUCT = "mingdu-keys"
LEAST = 12  # characters of a passphrase
_COST = {"n": 2**15, "r": 8, "p": 1}
_WRONG = "口令不对，或文件被改动过"


def refuse_place(target: Path, *, beside: tuple[Path, ...]) -> None:
    """DomainError where the file exists, or would lie with the data or the backups."""
    if any(target.resolve().is_relative_to(folder) for folder in beside):
        raise DomainError("密钥不得与数据或备份放在一起：请导出到U盘等另外保管的地方")
    if target.exists():
        raise DomainError(f"{target} 已经存在，请换一个文件名")


def export(instance: Path, target: Path, passphrase: str) -> None:
    """Wrap every secret of the installation into `target`; DomainError for a short passphrase."""
    if len(passphrase) < LEAST:
        raise DomainError(f"口令至少{LEAST}个字符")
    names = [*KEYS, *(path.name for path in retired_keys(keys_folder(instance))), *SECRETS]
    held = {name: text for name in names if (text := _read(_place(name, instance)))}
    salt, nonce = os.urandom(16), os.urandom(12)
    body = AESGCM(_derive(passphrase, salt)).encrypt(nonce, json.dumps(held).encode(), None)
    wrapped = {
        "product": PRODUCT,
        "made_at": clock.now().isoformat(),
        "salt": _text(salt),
        "nonce": _text(nonce),
        "body": _text(body),
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with target.open("w", encoding="ascii") as file:
        json.dump(wrapped, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def unwrap(source: Path, passphrase: str) -> dict[str, str]:
    """The secrets in `source`, by file name. DomainError: not there, not ours, wrong passphrase."""
    try:
        wrapped: JsonObject = json.loads(source.read_text("utf-8"))
        if wrapped["product"] != PRODUCT:
            raise ValueError(PRODUCT)  # noqa: TRY301  (the same answer as for any other file)
        salt, nonce, body = (base64.b64decode(wrapped[part]) for part in ("salt", "nonce", "body"))
    except FileNotFoundError:
        raise DomainError(f"没有这个密钥文件：{source}") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise DomainError(f"{source.name} 不是导出的密钥文件，或已损坏") from None
    try:
        plain = AESGCM(_derive(passphrase, salt)).decrypt(nonce, body, None)
    except (InvalidTag, ValueError):
        raise DomainError(_WRONG) from None
    held: dict[str, str] = json.loads(plain)
    return held


def put(held: dict[str, str], instance: Path) -> list[str]:
    """Write secrets into a folder where they are missing; the names. DomainError over another key."""
    other = [name for name, text in held.items() if _differs(_place(name, instance), text)]
    if other:
        names = "、".join(other)
        raise DomainError(f"{instance} 里的 {names} 与导出的不同：请先把它们移走，再导入")
    missing = [name for name, text in held.items() if _read(_place(name, instance)) != text]
    for name in missing:
        path = _place(name, instance)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(held[name], encoding="utf-8")
    return missing


def _place(name: str, instance: Path) -> Path:
    """Where the secret `name` lies: the keys may have a folder of their own."""
    folder = instance if name in SECRETS else keys_folder(instance)
    return folder / name


def _differs(path: Path, text: str) -> bool:
    """Whether another key lies there; one that is empty or cut off is none."""
    return not text.startswith(_read(path))


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace").strip() if path.is_file() else ""


def _derive(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_COST).derive(passphrase.encode())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
