"""What is SQLite's by nature and is left out by `make test DB=postgresql`, each with its reason.

A test named here that is marked `store` runs on PostgreSQL all the same.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_SQLITE = {  # the beginning of a path, or of path::test
    "tests/plans/": "counts the steps of SQLite's machine",
    "tests/core/startup/test_refusals.py::test_a_harmed_file": "harms the file that is the database",
    "tests/core/startup/test_refusals.py::test_an_older_database_put": "puts another file in its place",
    "tests/core/listing/test_counts.py::test_a_second_look": "PostgreSQL does not tell; it is asked each time",
    "tests/core/test_outages.py::test_what_was_typed": "SQLite's outages; PostgreSQL's: test_true_answers.py",
    "tests/core/test_unchanged.py::test_an_answer_from_before": "SQLite reads one moment; PostgreSQL sees what was committed since",
    "tests/core/test_unchanged.py::test_nothing_written": "PostgreSQL does not tell; it is asked each time",
    "tests/core/test_unchanged.py::test_the_badge": "the same",
    "tests/core/test_unchanged.py::test_the_desk": "the same",
    "tests/core/test_unchanged.py::test_who_may_write": "the same",
    "tests/core/test_write_queue.py": "the queue before SQLite's lock; PostgreSQL locks rows",
    "tests/operating/test_bad_backups.py::test_another_offices_backup": "its new folder holds the database",
    "tests/operating/test_bad_backups.py::test_side_files": "-wal and -shm of a database that is a file",
    "tests/operating/test_guide.py::test_every_step_of_the_guide": "the guide without its section 2; with it: the battery",
    "tests/operating/test_scrub.py::test_what_sqlite_itself": "SQLite looks its own file through; a server does that itself",
    "tests/upgrade/test_keys_added.py": "how SQLite's tables are made anew; PostgreSQL adds a key to a table",
    "tests/test_serving.py::test_a_first_start": "empties the file; a server's database is its operator's to empty",
    "tests/rules/test_crawl.py": "the stored pages are those of SQLite's demonstration",
}
