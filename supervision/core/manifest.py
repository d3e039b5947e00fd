"""The kernel's own pages, jobs and commands."""

from supervision.core import once, tasks
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.audit import anchors
from supervision.core.days_routes import bp as days
from supervision.core.derived.commands import group as ledger_group
from supervision.core.drafts_routes import bp as drafts
from supervision.core.duedates.commands import group as deadlines_group
from supervision.core.files.finding import SOURCES
from supervision.core.files.routes import bp as files
from supervision.core.jobs import Job, daily, every
from supervision.core.jobs.commands import group as jobs_group
from supervision.core.jobs.housekeeping import optimise, prune
from supervision.core.jobs.routes import bp as jobs
from supervision.core.listing.routes import bp as views
from supervision.core.pairs.duties import DUTIES as PROPOSED
from supervision.core.pairs.routes import bp as pairs
from supervision.core.pairs.service import end
from supervision.core.pending import DUTIES
from supervision.core.places import Group, Place, RecordPage
from supervision.core.search.commands import group as search_group
from supervision.core.slices import Slice
from supervision.core.tasks.routes import bp as task_pages
from supervision.core.workflow import FIRED

SLICE = Slice(
    name="core",
    blueprints=(views, jobs, task_pages, drafts, days, files, pairs),
    places=(
        Place(Group.DAILY, 30, "待我确认", "pairs.index", "person-check",
              (P.INSTRUMENT_CONFIRM_SIGNATURE, P.ACCOUNT_CONFIRM, P.AGENCY_CONFIRM)),
        Place(Group.ADMINISTRATION, 70, "后台任务", "jobs.index", "clock-history", (P.JOBS_VIEW,)),
    ),
    records=(
        Record("jobs", "后台任务"), Record("data", "数据导入导出"), Record("own_term", "内部时限"),
    ),
    pages=(RecordPage("proposal", "pairs.show", "proposal_id"),),
    searches=SOURCES,
    jobs=(
        Job(tasks.JOB, "办理批量打印等后台任务", every(minutes=2), tasks.work_off,
            own_transactions=True),
        Job("tasks-prune", "清理后台任务和成品文件", daily(3, 40), tasks.prune),
        Job("jobs-prune", "清理任务运行记录", daily(3, 30), prune),
        Job("statistics", "更新数据库统计信息", daily(3, 50), optimise),
        Job("anchors-keep", "在另一处留存审计链头", every(minutes=10), anchors.keep),
        Job("forms-prune", "清理已办理表单的记录", daily(3, 35), once.forget_old),
    ),
    commands=(deadlines_group, ledger_group, jobs_group, search_group),
    joins=(*map(DUTIES.join, PROPOSED), FIRED.join(end)),
)  # fmt: skip
