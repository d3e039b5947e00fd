"""docs/two-persons.md says of each act of two persons who proposes, who confirms, and how long it waits."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from supervision.core.access import Permission, Principal, Role
from supervision.core.access.policy import GRANTS
from supervision.core.errors import Forbidden
from supervision.core.pairs import ACTS, DEMAND, Confirmation, Outcome, Proposal
from supervision.core.pairs.acts import KERNEL

ROOT = Path(__file__).parents[2]


def _held_by(*permissions: Permission) -> str:
    return "、".join(role.label for role in Role if GRANTS[role] & set(permissions))


def test_the_table_says_what_is_declared(app: Flask) -> None:
    with app.app_context():
        declared = {
            (
                act.title,
                f"`{act.name}`",
                _held_by(*act.proposes),
                _held_by(act.confirms),
                str(act.days),
            )
            for act in ACTS.whole().values()
        }
    lines = (ROOT / "docs/two-persons.md").read_text("utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if "| `" in line
    ]
    assert {(row[0], row[1], row[2], row[3], row[5]) for row in rows} == declared


def test_only_the_kernel_makes_a_confirmation() -> None:
    """Whoever imports its mark could make one alone."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "supervision").rglob("*.py")
        if "KERNEL" in path.read_text("utf-8") and "Confirmation" in path.read_text("utf-8")
    }
    assert makers == {"supervision/core/pairs/acts.py", "supervision/core/pairs/service.py"}


def test_no_declared_act_happens_without_its_own_confirmation(app: Flask) -> None:
    """Each verb asks first: not for another act, nor another record, nor a second time."""
    actor = Principal(user_id=2, name="示例")
    with app.app_context():
        for act in ACTS.whole().values():
            record = SimpleNamespace(__tablename__="record", id=1)
            for forged in (
                Proposal(act="other", subject_type="record", subject_id=1, outcome=Outcome.WAITING),
                Proposal(act=act.name, subject_type="other", subject_id=1, outcome=Outcome.WAITING),
                Proposal(act=act.name, subject_type="record", subject_id=2, outcome=Outcome.WAITING),
                *(Proposal(act=act.name, subject_type="record", subject_id=1, outcome=one)
                  for one in Outcome if one is not Outcome.WAITING),
            ):  # fmt: skip
                with pytest.raises(Forbidden, match=DEMAND):
                    act.apply(record, Confirmation(forged, actor, KERNEL))


def test_only_two_persons_write_roles() -> None:
    """Where roles are written: an account made whole by the system itself, and what two have said."""
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "supervision").rglob("*.py")
        if re.search(r"UserRole\(role|role_rows = |put_rights\(", path.read_text("utf-8"))
    }
    assert writers == {f"supervision/accounts/{one}.py" for one in ("service", "rights", "sheets")}


@pytest.mark.parametrize(
    ("verb", "callers"),
    [
        (r"(?<!def )(?<!\.)\breset_password\(|service\.reset_password\(", {"accounts/rights.py"}),
        (r"back_entry\.enter\(", {"imports/kinds/papers.py", "imports/kinds/ledger.py"}),
        (r"problems\.back_(enter|end)\(", {"imports/kinds/ledger.py"}),
        (r"back_entry\.live\(", {"instruments/back_entry/looking.py",
                                  "instruments/back_entry/correcting.py"}),
        (r"(?<!def )\bhistory\.back_enter\(", {
            "imports/kinds/clues.py", "imports/kinds/interviews.py", "imports/kinds/referrals.py"}),
        (r"history\.correct\b", {
            "clues/looking.py", "interviews/looking.py", "referrals/looking.py",
            "imports/kinds/clues.py", "imports/kinds/interviews.py", "imports/kinds/referrals.py"}),
        (r"write_decided\(", {"instruments/extending/service.py",
                              "instruments/extending/registering.py"}),
        (r"\bwrite_halted\b", {"actions/halting.py", "actions/on_paper.py"}),
        (r"\bwrite_refused\b", {"referrals/service.py", "referrals/on_paper.py"}),
        (r"write_registered\(", {"instruments/objecting/service.py",
                                 "instruments/objecting/registering.py"}),
    ],
)  # fmt: skip
def test_what_writes_is_called_by_its_act_alone(verb: str, callers: set[str]) -> None:
    """What does the work stands beside the verb that asks for a confirmation; nobody else calls it."""
    found = {
        path.relative_to(ROOT / "supervision").as_posix()
        for path in (ROOT / "supervision").rglob("*.py")
        if re.search(verb, path.read_text("utf-8"))
    }
    assert found == callers
