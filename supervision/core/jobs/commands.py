"""`flask jobs list|run NAME`: the table of jobs from a shell."""

import sys

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from supervision.core import clock
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.jobs.models import JobRun
from supervision.core.jobs.runner import Job, by_name, run_now, table

group = AppGroup("jobs", help="后台任务")


@group.command("list")
def list_jobs() -> None:
    """列出后台任务、多久一次、最近一次的结果。"""
    for job in table():
        click.echo(f"{job.name:20} {job.cadence.label:14} {_last(job)}  {job.label}")


@group.command("run")
@click.argument("name")
def run_job(name: str) -> None:
    """立即执行一个后台任务；失败时返回 1。"""
    try:
        job = by_name(table(), name)
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None
    well = run_now(current_app._get_current_object(), job)  # type: ignore[attr-defined]  # noqa: SLF001
    click.echo(f"{job.label}：{_last(job)}")
    sys.exit(0 if well else 1)


def _last(job: Job) -> str:
    run = session.scalar(
        sa.select(JobRun).where(JobRun.job == job.name).order_by(JobRun.id.desc()).limit(1)
    )
    if run is None:
        return "从未运行"
    moment = clock.local(run.started_at).strftime("%Y-%m-%d %H:%M")
    lines = (run.error.strip() or run.outcome).splitlines()
    said = lines[-1] if lines else ""
    return f"{moment} {run.state.label} {said}".rstrip()
