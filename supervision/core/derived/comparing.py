"""Every stored derivation beside its recomputation: `flask ledger verify`, `flask ledger rebuild`."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supervision.core.derived.applying import Moved, differing, put_right
from supervision.core.derived.ledger import AGREEMENTS, ledger
from supervision.core.derived.model import Agreement, Derivation


@dataclass(frozen=True)
class Difference:
    """One column of one row that does not say what follows; values in words."""

    name: str
    label: str
    table: str
    key: int
    shown: str
    column: str
    stored: str
    wanted: str

    def __str__(self) -> str:
        return (
            f"{self.label}：{self.table} {self.key}“{self.shown}” {self.column} "
            f"存 {self.stored}，应为 {self.wanted}"
        )


def verify(session: Session) -> list[Difference]:
    """What is stored and does not agree with its recomputation, in the order of the derivations."""
    found: list[Difference] = []
    for derivation in ledger().derivations.values():
        for moved in differing(session, derivation):
            found.extend(_differences(derivation, moved))
    for agreement in AGREEMENTS.parts():
        found.extend(_broken(session, agreement))
    return found


def checked() -> list[str]:
    """What `verify` compares, in words."""
    derived = [one.label for one in ledger().derivations.values()]
    return derived + [one.label for one in AGREEMENTS.parts()]


def _differences(derivation: Derivation, moved: Moved) -> Iterator[Difference]:
    shown = str(moved.stored[derivation.shown] or "")
    for column, (old, new) in moved.changed.items():
        yield Difference(
            derivation.name, derivation.label, derivation.model.__tablename__, moved.key, shown,
            _title(derivation, column), _said(old), _said(new),
        )  # fmt: skip


def _said(value: object) -> str:
    if value is None or value == "":
        return "空"
    return str(getattr(value, "label", value))


def _title(derivation: Derivation, column: str) -> str:
    return derivation.model.__table__.c[column].doc or column


def _broken(session: Session, agreement: Agreement) -> Iterator[Difference]:
    for row in session.connection().execute(agreement.broken()):
        yield Difference(
            agreement.name, agreement.label, row.table, row.id, str(row.shown or ""), "",
            _said(row.stored), _said(row.wanted),
        )  # fmt: skip


def rebuild(session: Session) -> dict[str, int]:
    """Make every derivation anew inside the present transaction; {what: rows put right}."""
    put: dict[str, int] = {}
    for derivation in ledger().derivations.values():
        put[derivation.label] = len(put_right(session, derivation))
    return put
