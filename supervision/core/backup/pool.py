"""File contents by their SHA-256: each is copied once, however many archives name it."""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

PIECE = 1024 * 1024


def sha256_of(file: BinaryIO) -> str:
    """The hash of what is left to read of `file`, in bounded memory."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def copy_checked(source: BinaryIO, target: Path, sha256: str) -> bool:
    """Copy to `target`, durable and whole or not at all; False when the content has another hash."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    digest = hashlib.sha256()
    try:
        with draft.open("xb") as file:
            while piece := source.read(PIECE):
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != sha256:
            return False
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return True


class Pool:
    """The contents kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path_of(sha256).is_file()

    def whole(self, sha256: str, size: int) -> bool:
        """Whether it is here, and as long as it should be; what it holds is read by the drill."""
        path = self.path_of(sha256)
        return path.is_file() and path.stat().st_size == size

    def take(self, source: Path, sha256: str) -> bool:
        """Keep the content of `source`; False when it is not there or is not what it should be."""
        try:
            with source.open("rb") as file:
                return copy_checked(file, self.path_of(sha256), sha256)
        except FileNotFoundError:
            return False

    def intact(self, sha256: str) -> bool:
        """Whether the content is here and is what its name says."""
        try:
            with self.path_of(sha256).open("rb") as file:
                return sha256_of(file) == sha256
        except OSError:
            return False

    def names(self) -> Iterator[str]:
        """Everything kept; halves of copies that were interrupted are none."""
        for path in self.folder.glob("??/*"):
            if path.suffix != ".part":
                yield path.name

    def keep_only(self, wanted: Collection[str]) -> int:
        """Forget what no archive names any more, and halves; how many that were."""
        gone = [path for path in self.folder.glob("??/*") if path.name not in wanted]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)
