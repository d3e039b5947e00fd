"""What is set in /etc/mingdu.env: a word that cannot work is refused at the start, and after a restore each is told."""

import re
from pathlib import Path

import pytest
from flask import Flask

from supervision.core import backup, config

READ = re.compile(r'(?:environ\.get|_whole|_seconds|_one_of)\(\s*"([A-Z_]+)"')
OF_THIS_MACHINE = {
    "SUPERVISION_INSTANCE",
    "SUPERVISION_KEYS",
    "BACKUP_DIR",
    "DATABASE_URL",
    "FONTS_DIR",
}
SECRET = {"SMTP_PASSWORD", "WEBHOOK_URL", "WEBHOOK_SECRET", "CERTIFICATE_PASSWORD"}
OF_ONE_START = {"ALLOW_PLAIN_HTTP", "DEMO", "JOBS"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBHOOK_TIMEOUT", "十秒"),
        ("WEBHOOK_TIMEOUT", "nan"),
        ("SMTP_TIMEOUT", "20s"),
        ("SMTP_TLS", "ssl"),
        ("SMTP_TLS", "TLS"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_setting_that_means_nothing_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    """SMTP_TLS=ssl was taken for none: the mail's password went over the line in the clear."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"环境变量 {name} 须是.*现在是“{value}”"):
        config.load({"INSTANCE": tmp_path / "new"})


def test_every_setting_is_told_after_a_restore_or_belongs_to_the_machine(app: Flask) -> None:
    read = set(READ.findall(Path(config.__file__).read_text("utf-8")))
    assert len(read) > 30
    with app.app_context():
        told = backup.here().settings.keys()
    assert read - told == OF_THIS_MACHINE | SECRET | OF_ONE_START
