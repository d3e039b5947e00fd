"""The shell around the slices: which blueprints there are, navigation, what every page may use."""

import hashlib
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for

from supervision.accounts.absence_routes import bp as absence
from supervision.accounts.routes import bp as accounts
from supervision.actions.routes import bp as actions
from supervision.agencies.routes import bp as agencies
from supervision.api.routes import bp as api
from supervision.archive.routes import bp as archive
from supervision.auditing.routes import bp as auditing
from supervision.calendar.routes import bp as calendar
from supervision.classified.routes import bp as classified
from supervision.clues.routes import bp as clues
from supervision.core import clock, config
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal, current_or_none
from supervision.core.addresses import url_to, url_with
from supervision.core.drafts_routes import bp as drafts
from supervision.core.duedates import current_calendar, register_link
from supervision.core.files.routes import bp as files
from supervision.core.jobs.routes import bp as jobs
from supervision.core.listing.routes import bp as views
from supervision.core.tasks.routes import bp as tasks
from supervision.core.version import VERSION
from supervision.home.routes import bp as home
from supervision.imports.routes import bp as imports
from supervision.instruments.pages import bp as instruments
from supervision.interviews.routes import bp as interviews
from supervision.operating.routes import bp as operating
from supervision.problems.routes import bp as problems
from supervision.referrals.routes import bp as referrals
from supervision.reminders.inbox import waiting_count
from supervision.reminders.routes import reminders, sending
from supervision.reports.routes import bp as reports
from supervision.roster.routes import bp as roster
from supervision.schedule import JOBS
from supervision.search.routes import bp as search
from supervision.settings.routes import bp as settings

_BOOTSTRAP = version("bootstrap-flask")
BLUEPRINTS = (
    home, accounts, absence, agencies, roster, actions, clues, problems, instruments, interviews,
    classified, referrals, archive, settings, search, imports, views, api, auditing, calendar, reminders,
    sending, jobs, tasks, reports, drafts, files,
    operating,
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, shown to whoever holds one of `permissions`."""

    label: str
    endpoint: str
    icon: str
    permissions: tuple[P, ...]


PLACES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "",
        (
            Place("工作台", "home.index", "house", ()),
            Place("整改台账", "problems.ledger", "table", (P.PROBLEM_VIEW,)),
        ),
    ),
    (
        "监督",
        (
            Place("监督行动", "actions.index", "flag", (P.ACTION_VIEW,)),
            Place("线索与转办件", "clues.index", "signpost", (P.CLUE_VIEW,)),
            Place("发现问题", "problems.index", "exclamation-diamond", (P.PROBLEM_VIEW,)),
            Place("约谈", "interviews.index", "chat-square-text", (P.INTERVIEW_VIEW,)),
            Place("移交移送", "referrals.index", "box-arrow-right", (P.REFERRAL_VIEW,)),
            Place("提交线索", "clues.submit", "send", (P.CLUE_SUBMIT,)),
            Place("我提交的线索", "clues.mine", "list-check", (P.CLUE_SUBMIT,)),
        ),
    ),
    (
        "文书",
        (
            Place("文书", "instruments.index", "file-earmark-text", (P.INSTRUMENT_VIEW,)),
            Place("待我签发", "instruments.to_sign", "pen", (P.INSTRUMENT_SIGN,)),
            Place("核验文件", "archive.verify", "patch-check", ()),
            Place("期限计算", "calendar.calculator", "calculator", ()),
        ),
    ),
    (
        "结果",
        (
            Place("年度数据", "reports.year", "bar-chart", (P.FIGURES_VIEW,)),
            Place(
                "整改态势",
                "reports.dashboard",
                "speedometer2",
                (P.FIGURES_VIEW, P.INSTRUMENT_REPLY, P.INSTRUMENT_CONFIRM_REPLY),
            ),
            Place("名册", "roster.index", "people", (P.ROSTER_VIEW,)),
            Place("单位与人员", "agencies.index", "building", (P.AGENCY_VIEW,)),
            Place("表格导入", "imports.index", "file-earmark-arrow-up", (P.IMPORT,)),
            Place("工作交接", "absence.handover_from", "arrow-left-right", (P.HANDOVER,)),
        ),
    ),
    (
        "管理",
        (
            Place("账号与角色", "accounts.users", "person-gear", (P.ACCOUNT_MANAGE,)),
            Place("权限表", "accounts.grants", "shield-check", (P.ACCOUNT_MANAGE, P.AUDIT_READ)),
            Place("节假日日历", "calendar.index", "calendar3", (P.CALENDAR_EDIT, P.CALENDAR_APPLY)),
            Place("提醒规则", "sending.policy_list", "bell", (P.SETTINGS_EDIT,)),
            Place("发送记录", "sending.index", "send", (P.JOBS_VIEW,)),
            Place("系统状态", "operating.index", "heart-pulse", (P.JOBS_VIEW,)),
            Place("后台任务", "jobs.index", "clock-history", (P.JOBS_VIEW,)),
            Place("数据接口", "api.tokens", "plug", (P.ACCOUNT_MANAGE,)),
            Place("文种设置", "instruments.kinds_index", "file-earmark-ruled", (P.KIND_EDIT,)),
            Place("系统设置", "settings.index", "sliders", (P.SETTINGS_EDIT,)),
            Place("审计", "audit.index", "journal-check", (P.AUDIT_READ,)),
        ),
    ),
)


# Where the page of a record is that has due dates: root type, endpoint, its parameter.
PAGES = (
    ("instrument", "instruments.show", "paper_id"),
    ("clue", "clues.show", "clue_id"),
    ("interview", "interviews.show", "interview_id"),
    ("referral", "referrals.show", "referral_id"),
    ("supervision_action", "actions.show", "action_id"),
    ("roster_entry", "roster.show", "entry_id"),
)


def init(app: Flask) -> None:
    """Give every template its frame."""
    app.jinja_env.globals.update(
        asset=asset, url_to=url_to, url_with=url_with, product_version=VERSION
    )
    app.context_processor(frame)
    app.url_defaults(_version_of_bootstrap)
    app.extensions["jobs"] = JOBS
    for root_type, endpoint, parameter in PAGES:
        register_link(root_type, partial(url_to, endpoint, parameter))


@cache
def _fingerprint(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """Address of a static file with its content's fingerprint, so that it may be cached for a year."""
    path = config.ROOT / "static" / name
    return url_for("static", filename=name, v=_fingerprint(path, path.stat().st_mtime))


def _version_of_bootstrap(endpoint: str, values: dict[str, object]) -> None:
    """An upgrade must not leave yesterday's Bootstrap in a browser beside today's style sheets."""
    if endpoint == "bootstrap.static":
        values.setdefault("v", _BOOTSTRAP)


def frame() -> dict[str, object]:
    """What the layouts rely on; a page of an error asks the store for nothing."""
    principal = current_or_none()
    known = None if g.get("storeless") else principal
    return {
        "me": principal,
        "nav": navigation(principal) if principal else [],
        "links": _links(),
        "inbox_count": waiting_count(known.user_id or 0) if known else 0,
        "awaited_notices": _awaited(known),
        "large_type": bool(principal and principal.large_type),
        "search_query": request.args.get("q", "") if request.endpoint == "search.index" else "",
        "today": clock.today().isoformat(),
    }


def _awaited(principal: Principal | None) -> list[int]:
    """The years whose holiday notice is missing, for those who see to it."""
    if principal is None or not (principal.can(P.CALENDAR_EDIT) or principal.can(P.CALENDAR_APPLY)):
        return []
    return current_calendar().awaited(clock.today())


def _links() -> dict[str, str]:
    targets = {
        "home": "home.index",
        "search": "search.index",
        "inbox": "reminders.index",
        "calendar": "calendar.index",
        "profile": "accounts.profile",
        "large_type": "accounts.large_type",
        "help": "home.help_page",
        "sign_out": "accounts.sign_out",
    }
    return {name: _address(endpoint) for name, endpoint in targets.items()}


def _address(endpoint: str) -> str:
    """The address of a place; a slice that is not installed leads home."""
    return url_for(endpoint) if _exists(endpoint) else "/"


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def navigation(principal: Principal) -> list[dict[str, Any]]:
    """The groups and entries `principal` may enter."""
    groups = []
    for label, places in PLACES:
        entries = [
            _entry(place, is_unit=principal.is_unit)
            for place in places
            if _open_to(place, principal)
        ]
        if entries:
            groups.append({"label": label, "entries": entries})
    return groups


def _open_to(place: Place, principal: Principal) -> bool:
    admitted = not place.permissions or any(principal.can(p) for p in place.permissions)
    return admitted and _exists(place.endpoint)


def _entry(place: Place, *, is_unit: bool) -> dict[str, Any]:
    here = request.endpoint or ""
    slice_name = place.endpoint.partition(".")[0]
    siblings = {other.endpoint for _, places in PLACES for other in places}
    active = here == place.endpoint or (
        here not in siblings
        and here.startswith(f"{slice_name}.")
        and place.endpoint == f"{slice_name}.index"
    )
    return {
        "label": "收件箱" if is_unit and place.endpoint == "home.index" else place.label,
        "endpoint_url": url_for(place.endpoint),
        "icon": place.icon,
        "count": None,
        "active": active,
    }
