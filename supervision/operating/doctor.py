"""`mingdu doctor`: the health page at the shell, and a bundle for whoever helps, without personal data."""

import json
import platform
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import click
import sqlalchemy as sa

from supervision.core import backup, startup
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.backup.making import count_rows
from supervision.core.db import session, unit_of_work
from supervision.core.jobs import JobRun
from supervision.core.version import VERSION
from supervision.operating.health import Finding, State, examine
from supervision.operating.running import application, refusing

_SIGNS = {State.GOOD: "✓", State.WARN: "!", State.BAD: "✗"}
_RUNS = 200
_PLAIN = frozenset(  # of any other only whether it is set: it may name a person, an office, a place
    ("HTTPS", "TRUSTED_PROXIES", "PORT", "SMTP_PORT", "SMTP_TLS", "SMTP_TIMEOUT", "WEBHOOK_KIND",
     "WEBHOOK_TIMEOUT", "LOG_FORMAT", "SESSION_IDLE_MINUTES", "SESSION_ABSOLUTE_HOURS")
)  # fmt: skip


@click.command("doctor")
@click.option("--bundle", type=click.Path(path_type=Path), help="另存诊断包（不含个人信息）")
@refusing
def doctor(*, bundle: Path | None) -> None:
    """检查系统状态，逐项说明怎样办；有异常时返回 1。"""
    app = application()
    for line in startup.check(app):
        click.echo(f"! {line}")
    with app.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        found = examine()
        if bundle is not None:
            _write(bundle, found)
    for one in found:
        click.echo(f"{_SIGNS[one.state]} {one.name}：{one.said}")
        if one.advice:
            click.echo(f"    → {one.advice}")
    if bundle is not None:
        click.echo(f"诊断包：{bundle}（不含姓名、单位、内容和口令）")
    sys.exit(1 if any(one.state is State.BAD for one in found) else 0)


def _write(path: Path, found: list[Finding]) -> None:
    """Versions, settings without secrets and names, states and counts: nothing that was typed."""
    site = backup.here()
    runs = session.execute(
        sa.select(JobRun.job, JobRun.slot, JobRun.state, JobRun.attempt, JobRun.started_at)
        .order_by(JobRun.id.desc())
        .limit(_RUNS)
    )
    parts = {
        "program": {
            "version": VERSION,
            "python": sys.version,
            "system": platform.platform(),
            "packages": {one.name: one.version for one in metadata.distributions()},
        },
        "findings": [{"key": one.key, "state": one.state} for one in found],
        "settings": {
            name: value if name in _PLAIN else bool(value) for name, value in site.settings.items()
        },
        "rows": count_rows(session.connection()),
        "jobs": [[str(value) for value in row] for row in runs],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(f"{name}.json", json.dumps(content, ensure_ascii=False, indent=1))
