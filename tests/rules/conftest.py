"""What the walks of the demonstration share."""

from pathlib import Path

import pytest


@pytest.fixture
def noted(run_dir: Path, username: str) -> Path:
    """Where the pages on which `username` meets a form of the demonstration are kept for this run."""
    return run_dir / f"forms-{username}.json"
