"""Every background job as one row; times are the bureau's."""

from supervision.accounts import braking
from supervision.calendar.watch import watch
from supervision.core import once, tasks
from supervision.core.audit import anchors
from supervision.core.jobs import Job, daily, every, weekly
from supervision.core.jobs.housekeeping import optimise, prune
from supervision.imports.large import run_waiting
from supervision.imports.service import JOB as LARGE_IMPORTS
from supervision.instruments.signing.service import archive_missing
from supervision.operating import nightly
from supervision.operating.alarms import alarm
from supervision.operating.scrubbing import scrub
from supervision.reminders import ledger
from supervision.reminders.sending import send_waiting
from supervision.reminders.sweep import sweep
from supervision.reminders.weekly import summarise

JOBS = (
    Job("reminders-sweep", "扫描期限，生成提醒", every(minutes=10), sweep),
    Job(
        "reminders-send",
        "发送邮件和机器人消息",
        every(minutes=5),
        send_waiting,
        own_transactions=True,
    ),
    Job("reminders-weekly", "每周汇总", weekly(0, 8, 30), summarise),
    Job("calendar-watch", "检查放假通知，按现行日历核对期限", daily(8, 30), watch),
    Job(
        "papers-archive",
        "补做签发后中断的归档件",
        every(minutes=5),
        archive_missing,
        own_transactions=True,
    ),
    Job(
        tasks.JOB, "办理批量打印等后台任务", every(minutes=2), tasks.work_off, own_transactions=True
    ),
    Job("tasks-prune", "清理后台任务和成品文件", daily(3, 40), tasks.prune),
    Job(
        LARGE_IMPORTS,
        "检查和导入大表格",
        every(minutes=1),
        run_waiting,
        own_transactions=True,
    ),
    Job("ledger-verify", "核对台账与来源", daily(2, 40), ledger.compare),
    Job("jobs-prune", "清理任务运行记录", daily(3, 30), prune),
    Job("statistics", "更新数据库统计信息", daily(3, 50), optimise),
    Job("scrub", "核验文件、审计链和数据库", daily(4, 0), scrub, own_transactions=True),
    Job("health", "系统状态异常时告知管理员", daily(8, 20), alarm),
    Job("backup", "每日备份", daily(2, 30), nightly.back_up, own_transactions=True),
    Job("backup-drill", "每周备份演练", weekly(6, 4, 30), nightly.drill, own_transactions=True),
    Job("anchors-keep", "在另一处留存审计链头", every(minutes=10), anchors.keep),
    Job("sign-ins-prune", "清理半年以前的登录失败记录", daily(3, 45), braking.prune),
    Job("forms-prune", "清理已办理表单的记录", daily(3, 35), once.forget_old),
)
