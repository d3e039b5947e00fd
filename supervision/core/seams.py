"""Where a slice has its say in the kernel or in a lower slice, which know nothing of it.

Whoever asks declares a seam beside the code that asks; a slice joins it in its manifest. What was
joined belongs to the application: nothing is kept in a module, nothing happens by importing one.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Flask, current_app

T = TypeVar("T")
W = TypeVar("W")
K = TypeVar("K", bound=Hashable)
_NAME = "seams"  # where an application keeps what was joined


@dataclass(frozen=True)
class Join:
    """One part of a slice at a seam."""

    seam: object
    part: object


@dataclass(frozen=True)
class _Joined:
    """What an application keeps: by seam its parts, and the whole that was composed of them."""

    parts: Mapping[object, Any]
    wholes: Mapping[object, Any]


def _joined() -> _Joined:
    kept: _Joined = current_app.extensions[_NAME]
    return kept


@dataclass(frozen=True, eq=False)
class Seam(Generic[T]):
    """`what` is joined here, in words; every part is a `T`."""

    what: str

    def join(self, part: T) -> Join:
        """For the manifest of the slice whose part it is."""
        return Join(self, part)

    def parts(self) -> tuple[T, ...]:
        """What the slices of this application joined, in their order."""
        joined: tuple[T, ...] = _joined().parts.get(self, ())
        return joined


@dataclass(frozen=True, eq=False)
class Composed(Seam[T], Generic[T, W]):
    """A seam whose parts are asked for as one whole, made when the application is."""

    compose: Callable[[Sequence[T]], W]

    def whole(self) -> W:
        joined = _joined()
        made: W = joined.wholes[self] if self in joined.wholes else self.compose(())
        return made


def keyed(kind: type[T], key: Callable[[T], K]) -> Callable[[Sequence[T]], Mapping[K, T]]:
    """Parts of one kind, known by a key; ValueError where two have the same."""

    def compose(parts: Sequence[T]) -> Mapping[K, T]:
        found: dict[K, T] = {}
        for part in parts:
            if key(part) in found:
                message = f"{kind.__name__} declared twice: {key(part)}"
                raise ValueError(message)
            found[key(part)] = part
        return found

    return compose


def put_together(app: Flask, joins: Iterable[Join]) -> None:
    """What the slices of `app` join, in their order; whatever is composed of it is composed now."""
    parts: dict[object, list[object]] = {}
    for one in joins:
        parts.setdefault(one.seam, []).append(one.part)
    app.extensions[_NAME] = _Joined(
        parts={seam: tuple(some) for seam, some in parts.items()},
        wholes={
            seam: seam.compose(some) for seam, some in parts.items() if isinstance(seam, Composed)
        },
    )
