"""What is SQLite's by nature and is left out by `make test DB=postgresql`, each with its reason.

A test of these files that is marked `store` runs on PostgreSQL all the same.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_SQLITE = {
    "tests/plans/": "counts the steps of SQLite's machine",
    "tests/law/": "walks a world of each store in every run",
    "tests/core/startup/": "what may be wrong with a file that is a database",
    "tests/core/test_outages.py": "SQLite's own outages; PostgreSQL's are in test_true_answers.py",
    "tests/core/test_write_queue.py": "the queue before SQLite's lock; PostgreSQL locks rows",
    "tests/operating/": "folders that hold their database; what concerns both stores is marked so",
    "tests/upgrade/": "begins with the SQLite file of an old release; its PostgreSQL twin is marked so",
    "tests/scripts/": "make setup and make dev, whose database is a file",
    "tests/test_serving.py": "python app.py over a folder of its own",
    "tests/rules/test_crawl.py": "the stored pages are those of SQLite's demonstration",
}
