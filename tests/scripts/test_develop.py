"""What `make dev` relies on: the demonstration's own folder, no message to anybody, an error that is seen."""

import subprocess
from pathlib import Path

import pytest
from flask import Flask

from supervision.core.access.guard import public
from tests.support.stores import MakeApp

ROOT = Path(__file__).resolve().parents[2]


def _broken(make_app: MakeApp) -> Flask:
    app = make_app(PROPAGATE_EXCEPTIONS=None, TESTING=False)

    @public
    def fall() -> str:
        raise ZeroDivisionError

    app.add_url_rule("/fall", view_func=fall)
    return app


def test_an_error_is_seen_while_developing_and_answered_by_a_page_otherwise(
    make_app: MakeApp,
) -> None:
    app = _broken(make_app)
    assert app.test_client().get("/fall").status_code == 500
    app.debug = True
    with pytest.raises(ZeroDivisionError):
        app.test_client().get("/fall")


def test_development_keeps_away_from_the_data_and_the_mail_of_an_office(tmp_path: Path) -> None:
    """Whatever the shell of the developer holds for an office of his: its database is not opened."""
    script = (ROOT / "scripts/dev.sh").read_text(encoding="utf-8")
    told = script.replace("bash scripts/setup.sh", "env").partition("exec ")[0]
    office = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": "postgresql://office",
        "SUPERVISION_INSTANCE": "/var/lib/office",
        "SMTP_HOST": "mail.office",
        "WEBHOOK_URL": "https://robot.office",
        "BACKUP_DIR": "/var/backups/office",
    }
    copy = tmp_path / "scripts" / "dev.sh"
    copy.parent.mkdir()
    copy.write_text(told, encoding="utf-8")
    said = subprocess.run(
        ["bash", str(copy)], env=office, capture_output=True, text=True, check=True
    ).stdout
    assert "office" not in said
    assert f"SUPERVISION_INSTANCE={tmp_path}/.dev" in said
