"""The archive: what is in it, writing it whole or not at all, opening one that may be anything."""

import hashlib
import hmac
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from supervision.core.backup.pool import copy_checked, sha256_of
from supervision.core.errors import DomainError
from supervision.core.json_values import JsonObject

SUFFIX = ".mingdu"
PRODUCT, FORMAT = "mingdu-backup", 1
MANIFEST, SEAL, FILES, SETTINGS, ANCHOR = (
    "manifest.json", "manifest.seal", "files.json", "settings.json", "audit_anchor.json",
)  # fmt: skip
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself; `members` and `files` carry the SHA-256 of every byte."""

    version: (
        str  # of the program that made it; before an upgrade, of the one that served until then
    )
    revision: str
    made_at: str
    reason: str
    store: str
    counts: dict[str, int]
    events: int
    head: str
    keys: dict[str, str]
    members: dict[str, str]
    files: int
    whole: bool
    faults: list[str] = field(default_factory=list)
    product: str = PRODUCT
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1).encode()


@dataclass(frozen=True)
class KeptFile:
    """A stored file as the database named it: where it lay and what was in it."""

    key: str
    sha256: str
    size: int
    attached: bool


@dataclass(frozen=True)
class Archive:
    """An archive on disk whose manifest could be read."""

    path: Path
    manifest: Manifest
    text: bytes  # the manifest as it stands in the archive: what the seal is over
    seal: str

    def sealed_by(self, audit_key: str) -> bool:
        """Whether the installation with this key made it, and nobody changed its manifest since."""
        return hmac.compare_digest(self.seal.encode(), seal_of(self.text, audit_key).encode())

    def read(self, member: str) -> bytes:
        """A small member, whole."""
        with self._opened() as book:
            return book.read(member)

    def hash_of(self, member: str) -> str:
        with self._opened() as book, book.open(member) as file:
            return sha256_of(file)  # type: ignore[arg-type]

    def extract(self, member: str, target: Path, sha256: str) -> bool:
        """Copy a member out; False when it is not what the manifest says."""
        with self._opened() as book, book.open(member) as file:
            return copy_checked(file, target, sha256)  # type: ignore[arg-type]

    def kept_files(self) -> list[KeptFile]:
        """Every file the database named."""
        return [KeptFile(*row) for row in json.loads(self.read(FILES))]

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self.path) as book:
                yield book
        except (zipfile.BadZipFile, KeyError, EOFError, zlib.error) as fault:
            raise broken(self.path) from fault


def seal_of(manifest: bytes, audit_key: str) -> str:
    return hmac.new(audit_key.encode(), b"backup:" + manifest, hashlib.sha256).hexdigest()


def broken(path: Path) -> DomainError:
    return DomainError(f"备份 {path.name} 不完整或已损坏（复制中断、截断），请换一份备份")


def member_of(sha256: str) -> str:
    """Where a whole archive holds a content."""
    return f"files/{sha256}"


def write(path: Path, members: dict[str, Path | bytes], contents: dict[str, Path]) -> None:
    """Write the archive beside its place, make it durable, then give it its name."""
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("xb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
                for name, content in members.items():
                    _put(book, name, content)
                for name, source in contents.items():
                    book.write(source, name, zipfile.ZIP_STORED)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _put(book: zipfile.ZipFile, name: str, content: Path | bytes) -> None:
    if isinstance(content, bytes):
        book.writestr(name, content)
    else:
        book.write(content, name)


def open_archive(path: Path) -> Archive:
    """The archive at `path`. DomainError: not there, cut off, none of ours, or of a later program."""
    if not path.is_file():
        raise DomainError(f"没有这个备份文件：{path}")
    try:
        with zipfile.ZipFile(path) as book:
            text, seal = book.read(MANIFEST), book.read(SEAL).decode("ascii", "replace")
    except KeyError:
        raise DomainError(f"{path.name} 不是明督的备份") from None
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error):
        if _begins_as_zip(path):
            raise broken(path) from None
        raise DomainError(f"{path.name} 不是明督的备份，或已被截断") from None
    return Archive(path, _manifest(path, text), text, seal)


def _manifest(path: Path, text: bytes) -> Manifest:
    try:
        body: JsonObject = json.loads(text)
        if body.get("product") != PRODUCT:
            raise DomainError(f"{path.name} 不是明督的备份")
        if body.get("format") != FORMAT:
            raise DomainError(f"{path.name} 由更新版本的程序制作，请用该版本恢复")
        manifest = Manifest(**body)
        if manifest.moment.tzinfo is None:
            raise ValueError(manifest.made_at)  # noqa: TRY301  (the same answer as for any other text)
    except (ValueError, TypeError, AttributeError):
        raise broken(path) from None
    return manifest


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def archives(folder: Path) -> list[Archive]:
    """Those of a folder that can be read, newest first."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            found.append(open_archive(path))
        except DomainError:
            continue
    return sorted(found, key=lambda one: one.manifest.made_at, reverse=True)
