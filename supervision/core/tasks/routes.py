"""Pages of a person's own tasks: how far, what came of it, the file."""

import sqlalchemy as sa
from flask import Blueprint, Response, abort, jsonify, url_for

from supervision.core import clock
from supervision.core.access.guard import signed_in
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.tasks.models import Task
from supervision.core.tasks.running import folder
from supervision.core.web import download, page

bp = Blueprint("tasks", __name__, url_prefix="/tasks")
SHOWN = 50


@bp.get("/")
@signed_in
def index() -> str | tuple[str, int]:
    own = sa.select(Task).where(Task.created_by_id == current().user_id)
    tasks = session.scalars(own.order_by(Task.id.desc()).limit(SHOWN)).all()
    return page("tasks/index.html", tasks=tasks, local=clock.local)


@bp.get("/<int:task_id>")
@signed_in
def show(task_id: int) -> str | tuple[str, int]:
    return page("tasks/show.html", task=_load(task_id))


@bp.get("/<int:task_id>/state.json")
@signed_in
def state(task_id: int) -> Response:
    """What the page asks for again and again while it waits."""
    task = _load(task_id)
    return jsonify(
        percent=task.percent, step=task.step, state=task.state.label, over=task.state.over
    )


@bp.get("/<int:task_id>/file")
@signed_in
def file(task_id: int) -> Response:
    task = _load(task_id)
    path = folder() / task.file_key
    if not task.file_key or not path.is_file():
        abort(404)
    return download(path, task.media_type, task.file_name)


def _load(task_id: int) -> Task:
    """A person's own; nobody is told that another one's exists."""
    task = session.get(Task, task_id)
    if task is None or task.created_by_id != current().user_id:
        abort(404)
    return task


def address(task: Task) -> str:
    """The page of a task."""
    return url_for("tasks.show", task_id=task.id)
