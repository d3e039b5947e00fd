"""Every background job as one row; times are the bureau's."""

from supervision.calendar.watch import watch
from supervision.core.jobs import Job, daily, every, weekly
from supervision.core.jobs.housekeeping import prune
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
    Job("jobs-prune", "清理任务运行记录", daily(3, 30), prune),
)
