"""Where faults are put, and which tests may prove the place: those of its own folder, quick ones."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """Source files, and the tests that are asked, besides those that mirror the place of a fault.

    `stores`: what it does depends on the store, so tests of both are asked; else of SQLite alone.
    """

    paths: str
    tests: tuple[str, ...]
    stores: bool = False


LAW = ("tests/law/test_tables.py", "tests/law/test_conditions.py", "tests/rules/test_workflows.py")
AREAS = {
    "access": Area(
        "supervision/core/access/*.py",
        ("tests/core/access", "tests/accounts/test_roles.py", "tests/accounts/test_rights.py",
         "tests/rules/test_routes.py", "tests/rules/test_separation.py", "tests/home/test_desks.py",
         "tests/search/test_confined.py", "tests/referrals/test_telling.py"),
    ),
    "workflow": Area(
        "supervision/core/workflow.py",
        ("tests/core/test_workflow.py", *LAW, "tests/rules/test_workflow_matrix.py",
         "tests/instruments/test_next_step.py", "tests/instruments/test_trail_words.py"),
    ),
    "numbering": Area(
        "supervision/core/numbering.py",
        ("tests/core/test_numbering.py", "tests/core/test_number_words.py",
         "tests/instruments/signing/test_numbering.py", "tests/instruments/back_entry/test_back_entry.py"),
        stores=True,
    ),
    "audit": Area(
        "supervision/core/audit/*.py",
        ("tests/core/audit", "tests/core/derived/test_derived.py", "tests/auditing"),
    ),
    "deadlines": Area("supervision/core/deadlines/*.py", ("tests/core/deadlines",)),
    "duedates": Area(
        "supervision/core/duedates/*.py",
        ("tests/core/duedates", "tests/calendar/test_local.py", "tests/instruments/extending/test_extending.py",
         "tests/reminders/test_sweep.py", "tests/calendar/test_pages.py", "tests/problems/test_ledger.py"),
    ),
    "derived": Area(
        "supervision/core/derived/*.py",
        ("tests/core/derived/test_derived.py", "tests/problems/test_problem_flow.py", "tests/instruments/test_life.py"),
    ),
    "instruments": Area(
        "supervision/instruments/**/*.py",
        (*LAW, *(f"tests/instruments/test_{name}.py" for name in (
            "models", "life", "rules", "next_step", "wrong_state", "duties", "own_terms", "trail_words", "telling")),
         "tests/home/test_desks.py", "tests/interviews/test_leading.py"),
    ),
    "problems": Area("supervision/problems/**/*.py", (*LAW, "tests/problems")),
    "indicators": Area("supervision/reports/indicators/*.py", ("tests/reports",)),
    "reminders": Area(
        "supervision/reminders/*.py",
        ("tests/reminders", "tests/calendar/test_pages.py", "tests/instruments/test_own_terms.py"),
    ),
    "imports": Area("supervision/imports/**/*.py", ("tests/imports",)),
}  # fmt: skip
