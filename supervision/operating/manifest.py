"""Keeping the installation in health: backups, drills, scrubbing, alarms, the operator's commands."""

from supervision.core.access.policy import Permission as P
from supervision.core.files.store import HEALERS
from supervision.core.jobs import Job, daily, weekly
from supervision.core.places import Group, Place
from supervision.core.slices import Slice
from supervision.operating import nightly
from supervision.operating.alarms import alarm
from supervision.operating.commands import OPERATORS
from supervision.operating.healing import heal
from supervision.operating.routes import bp
from supervision.operating.scrubbing import scrub

SLICE = Slice(
    name="operating",
    blueprints=(bp,),
    places=(
        Place(Group.ADMINISTRATION, 60, "系统状态", "operating.index", "heart-pulse",
              (P.JOBS_VIEW,)),
    ),
    jobs=(
        Job("scrub", "核验文件、审计链和数据库", daily(4, 0), scrub, own_transactions=True),
        Job("health", "系统状态异常时告知管理员", daily(8, 20), alarm),
        Job("backup", "每日备份", daily(2, 30), nightly.back_up, own_transactions=True),
        Job("backup-drill", "每周备份演练", weekly(6, 4, 30), nightly.drill, own_transactions=True),
    ),
    commands=OPERATORS,
    joins=(HEALERS.join(heal),),
)  # fmt: skip
