"""What of absences waits for a person: somebody stands in for them, and the last days of it have come."""

from supervision.accounts.models import Deputy, User
from supervision.core.access.principal import Principal
from supervision.core.duedates import day_ahead, this_day
from supervision.core.pending import Duty, Rows, row


def _ending(me: Principal) -> list[Rows]:
    """From the working day before its last one; past it there is nothing left to do."""
    today = this_day()
    soon = Deputy.until_on.between(today, day_ahead(me.body_id, 1))
    rows = row(Deputy, User.name, kind=Deputy.reason, ends=Deputy.until_on)
    rows = rows.join(User, User.id == Deputy.deputy_id)
    mine = (Deputy.person_id == me.user_id, Deputy.from_on <= today, soon)
    return [rows.where(*mine).order_by(Deputy.until_on, Deputy.id)]


DUTIES = (
    Duty("代理即将结束", "到期自动结束；还要外出的，另行指定", 95, None, _ending,
         "absence.own_deputies"),
)  # fmt: skip
