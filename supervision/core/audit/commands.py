"""`flask audit verify`: the chain of the trail recomputed from a shell."""

import json
import sys

import click
from flask import current_app
from flask.cli import AppGroup

from supervision.core import audit
from supervision.core.db import session
from supervision.core.instance import instance_folder

group = AppGroup("audit", help="审计链")


@group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
def verify_audit(*, as_json: bool) -> None:
    """Recompute the chain; exit 1 when anything was altered."""
    anchor = instance_folder() / "audit_anchor.json"
    verdict = audit.verify(session.connection(), key=current_app.config["AUDIT_KEY"], anchor=anchor)
    if as_json:
        body = {"passed": verdict.passed, "count": verdict.count, "head": verdict.head}
        click.echo(json.dumps({**body, "faults": verdict.faults}, ensure_ascii=False))
    else:
        click.echo(f"审计记录 {verdict.count} 条，链头 {verdict.head[:16]}…")
        for fault in verdict.faults:
            click.echo(f"  异常：{fault}")
        click.echo("核验通过" if verdict.passed else "核验未通过")
    sys.exit(0 if verdict.passed else 1)
