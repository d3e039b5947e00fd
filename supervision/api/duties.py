"""What of tokens waits for whoever issues them: the end of one in use comes near."""

from supervision.agencies.models import Body
from supervision.api.models import ApiToken
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.duedates import day_ahead, this_day
from supervision.core.pending import Duty, Rows, row

AHEAD = 5  # working days: another body has to approve the next one


def _ending(me: Principal) -> list[Rows]:
    today = this_day()
    until = day_ahead(me.body_id, AHEAD)
    rows = row(ApiToken, ApiToken.name, whom=Body.name, ends=ApiToken.expires_on)
    rows = rows.join(Body, Body.id == ApiToken.body_id)
    soon = (ApiToken.revoked_at.is_(None), ApiToken.expires_on.between(today, until))
    return [rows.where(*soon).order_by(ApiToken.expires_on, ApiToken.id)]


DUTIES = (
    Duty(
        "即将到期的接口令牌",
        "还要用的重新签发，不用的停用",
        96,
        P.ACCOUNT_MANAGE,
        _ending,
        "api.tokens",
    ),
)
