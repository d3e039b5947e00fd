"""Accounts, sessions and roles; deputies and hand-over."""

from supervision.accounts import braking, duties, rights, setup
from supervision.accounts.absence_routes import bp as absence
from supervision.accounts.factor_routes import bp as factor
from supervision.accounts.handover import HANDED_OVER
from supervision.accounts.people_routes import people
from supervision.accounts.principals import acting_for
from supervision.accounts.routes import bp as accounts
from supervision.accounts.sheets import SHEET
from supervision.accounts.signing import scans
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.jobs import Job, daily
from supervision.core.pairs import ACTS, SETUPS
from supervision.core.pending import DUTIES
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice
from supervision.core.tasks import TaskKind, making

SLICE = Slice(
    name="accounts",
    blueprints=(accounts, people, absence, factor),
    places=(
        Place(Group.RESULTS, 60, "工作交接", "absence.handover_from", "arrow-left-right",
              (P.HANDOVER,)),
        Place(Group.ADMINISTRATION, 10, "账号与角色", "people.users", "person-gear",
              (P.ACCOUNT_MANAGE, P.ACCOUNT_OPEN)),
        Place(Group.ADMINISTRATION, 20, "权限表", "people.grants", "shield-check",
              (P.ACCOUNT_MANAGE, P.ACCOUNT_OPEN, P.AUDIT_READ)),
    ),
    jobs=(Job("sign-ins-prune", "清理半年以前的登录失败记录", daily(3, 45), braking.prune),),
    works=(TaskKind(making.FILE, making.work(acting_for)),),
    pages=(RecordPage(duties.LEFT, "absence.hand_over", "user_id"),),
    records=(Record("account", "账号与角色"), Record("handover", "工作交接")),
    joins=(
        *map(ACTS.join, (*rights.ACTS, SHEET, HANDED_OVER)),
        SETUPS.join(setup.alone_for_good),
        *map(DUTIES.join, (*duties.DUTIES, *scans.DUTIES)),
    ),
)  # fmt: skip
