"""Where faults are put, and which tests may prove the place: those of its own folder, quick ones."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """Source files, and the tests that are asked (battery and browser are not)."""

    paths: str
    tests: tuple[str, ...]


LAW = ("tests/law/test_tables.py", "tests/law/test_conditions.py", "tests/rules/test_workflows.py")
AREAS = {
    "access": Area(
        "supervision/core/access/*.py",
        ("tests/accounts", "tests/rules/test_routes.py", "tests/home/test_desks.py",
         "tests/rules/test_separation.py", "tests/search", "tests/referrals", "tests/clues"),
    ),
    "workflow": Area(
        "supervision/core/workflow.py",
        (*LAW, "tests/rules/test_workflow_matrix.py", "tests/problems/test_problem_flow.py",
         "tests/clues/test_life.py", "tests/instruments/test_life.py", "tests/instruments/test_next_step.py",
         "tests/instruments/test_trail_words.py"),
    ),
    "numbering": Area(
        "supervision/core/numbering.py",
        ("tests/core/test_number_words.py", "tests/instruments/signing/test_numbering.py",
         "tests/instruments/back_entry/test_back_entry.py"),
    ),
    "audit": Area(
        "supervision/core/audit/*.py",
        ("tests/core/audit", "tests/core/derived", "tests/auditing", "tests/operating",
         "tests/core/startup"),
    ),
    "deadlines": Area("supervision/core/deadlines/*.py", ("tests/core/deadlines", "tests/calendar")),
    "duedates": Area(
        "supervision/core/duedates/*.py",
        ("tests/calendar", "tests/reminders", "tests/instruments/extending/test_extending.py",
         "tests/instruments/verifying/test_reply_and_closure.py", "tests/instruments/objecting/test_objecting.py",
         "tests/problems/test_ledger.py"),
    ),
    "derived": Area(
        "supervision/core/derived/*.py",
        ("tests/core/derived/test_derived.py", "tests/problems", "tests/instruments/test_life.py"),
    ),
    "instruments": Area(
        "supervision/instruments/**/*.py", (*LAW, "tests/instruments", "tests/home/test_desks.py")
    ),
    "problems": Area("supervision/problems/**/*.py", (*LAW, "tests/problems", "tests/actions")),
    "indicators": Area("supervision/reports/indicators/*.py", ("tests/reports",)),
    "reminders": Area("supervision/reminders/*.py", ("tests/reminders",)),
    "imports": Area("supervision/imports/**/*.py", ("tests/imports",)),
}  # fmt: skip
