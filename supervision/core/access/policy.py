"""Roles, permissions and the one table that says which role holds which permission."""

from enum import StrEnum

from supervision.core.words import Word


class Role(Word):
    """Who a person is in the system (product.md §1); one person may hold several business roles."""

    HANDLER = "handler", "承办人"
    REVIEWER = "reviewer", "审核人"
    SIGNATORY = "signatory", "签发人"
    LIAISON = "liaison", "联络员"
    UNIT_HEAD = "unit_head", "单位负责人"
    OBSERVER = "observer", "监督员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"


BUREAU_ROLES = frozenset({Role.HANDLER, Role.REVIEWER, Role.SIGNATORY})
UNIT_ROLES = frozenset({Role.LIAISON, Role.UNIT_HEAD})
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


class Permission(StrEnum):
    """`record:verb`; every endpoint and every transition names one."""

    ACTION_VIEW = "action:view"
    ACTION_RECORD = "action:record"
    ACTION_APPROVE = "action:approve"
    CLUE_VIEW = "clue:view"
    CLUE_RECORD = "clue:record"
    CLUE_ACCEPT = "clue:accept"
    CLUE_SUBMIT = "clue:submit"
    PROBLEM_VIEW = "problem:view"
    PROBLEM_RECORD = "problem:record"
    PROBLEM_ESTABLISH = "problem:establish"
    PROBLEM_CONFIRM = "problem:confirm"
    INSTRUMENT_VIEW = "instrument:view"
    INSTRUMENT_DRAFT = "instrument:draft"
    INSTRUMENT_REVIEW = "instrument:review"
    INSTRUMENT_SIGN = "instrument:sign"
    INSTRUMENT_REGISTER = "instrument:register"
    INSTRUMENT_CONFIRM_SIGNATURE = "instrument:confirm_signature"
    INSTRUMENT_DELIVER = "instrument:deliver"
    INSTRUMENT_RECEIVE = "instrument:receive"
    INSTRUMENT_REPLY = "instrument:reply"
    INSTRUMENT_CONFIRM_REPLY = "instrument:confirm_reply"
    INSTRUMENT_VERIFY = "instrument:verify"
    INSTRUMENT_CLOSE = "instrument:close"
    INSTRUMENT_VOID = "instrument:void"
    CLASSIFIED_VIEW = "classified:view"
    CLASSIFIED_RECORD = "classified:record"
    EXTENSION_ASK = "extension:ask"
    EXTENSION_GRANT = "extension:grant"
    EXTENSION_GRANT_FURTHER = "extension:grant_further"
    TERM_PAUSE = "extension:pause"
    OWN_TERM_SET = "own_term:set"
    OBJECTION_RAISE = "objection:raise"
    OBJECTION_DECIDE = "objection:decide"
    INTERVIEW_VIEW = "interview:view"
    INTERVIEW_RECORD = "interview:record"
    INTERVIEW_APPROVE = "interview:approve"
    INTERVIEW_APPROVE_HEADS = "interview:approve_heads"
    REFERRAL_VIEW = "referral:view"
    REFERRAL_RECORD = "referral:record"
    REFERRAL_APPROVE = "referral:approve"
    ROSTER_VIEW = "roster:view"
    ROSTER_EDIT = "roster:edit"
    AGENCY_VIEW = "agency:view"
    AGENCY_EDIT = "agency:edit"
    AGENCY_CONFIRM = "agency:confirm_reform"
    FIGURES_VIEW = "figures:view"
    FIGURES_PUBLISH = "figures:publish"
    SEARCH = "search:use"
    EXPORT = "data:export"
    IMPORT = "data:import"
    HANDOVER = "handover:do"
    HANDOVER_TAKE = "handover:take"
    DICTIONARY_EDIT = "dictionary:edit"
    KIND_EDIT = "kind:edit"
    KIND_WORD = "kind:word"
    KIND_CONFIRM = "kind:confirm_words"
    CALENDAR_VIEW = "calendar:view"
    CALENDAR_EDIT = "calendar:edit"
    CALENDAR_APPLY = "calendar:apply"
    SETTINGS_EDIT = "settings:edit"
    JOBS_VIEW = "jobs:view"
    INTERFACE_APPROVE = "interface:approve"
    ACCOUNT_OPEN = "account:open"
    ACCOUNT_MANAGE = "account:manage"
    ACCOUNT_CONFIRM = "account:confirm_rights"
    AUDIT_READ = "audit:read"


P = Permission
_BUREAU_VIEWS = frozenset(
    {
        P.ACTION_VIEW,
        P.CLUE_VIEW,
        P.PROBLEM_VIEW,
        P.INSTRUMENT_VIEW,
        P.CLASSIFIED_VIEW,
        P.INTERVIEW_VIEW,
        P.REFERRAL_VIEW,
        P.ROSTER_VIEW,
        P.AGENCY_VIEW,
        P.FIGURES_VIEW,
        P.CALENDAR_VIEW,
        P.SEARCH,
        P.EXPORT,
    }
)

# What a handler says as the one person or the other of two: nobody says it for somebody else.
IN_PERSON = frozenset(
    {P.PROBLEM_ESTABLISH, P.INSTRUMENT_VERIFY, P.INSTRUMENT_CONFIRM_SIGNATURE, P.HANDOVER_TAKE}
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.HANDLER: _BUREAU_VIEWS
    | {
        P.ACTION_RECORD,
        P.CLUE_RECORD,
        P.PROBLEM_RECORD,
        P.PROBLEM_ESTABLISH,
        P.INSTRUMENT_DRAFT,
        P.INSTRUMENT_REGISTER,
        P.INSTRUMENT_CONFIRM_SIGNATURE,
        P.HANDOVER_TAKE,
        P.CLASSIFIED_RECORD,
        P.INSTRUMENT_DELIVER,
        P.INSTRUMENT_VERIFY,
        P.INTERVIEW_RECORD,
        P.REFERRAL_RECORD,
        P.ROSTER_EDIT,
        P.AGENCY_EDIT,
        P.IMPORT,
    },
    Role.REVIEWER: _BUREAU_VIEWS
    | {
        P.CLUE_ACCEPT,
        P.PROBLEM_CONFIRM,
        P.INSTRUMENT_REVIEW,
        P.INSTRUMENT_CONFIRM_SIGNATURE,
        P.HANDOVER_TAKE,
        P.INSTRUMENT_CLOSE,
        P.INSTRUMENT_VOID,
        P.EXTENSION_GRANT,
        P.TERM_PAUSE,
        P.OWN_TERM_SET,
        P.OBJECTION_DECIDE,
        P.INTERVIEW_APPROVE,
        P.AGENCY_EDIT,
        P.AGENCY_CONFIRM,
        P.INTERFACE_APPROVE,
        P.DICTIONARY_EDIT,
        P.KIND_WORD,
        P.FIGURES_PUBLISH,
        P.HANDOVER,
        P.ACCOUNT_CONFIRM,  # of the own body's people, beside or in place of an administrator
    },
    Role.SIGNATORY: _BUREAU_VIEWS
    | {
        P.ACTION_APPROVE,
        P.AGENCY_CONFIRM,
        P.INTERFACE_APPROVE,
        P.INSTRUMENT_SIGN,
        P.INSTRUMENT_CONFIRM_SIGNATURE,
        P.KIND_CONFIRM,
        P.HANDOVER_TAKE,
        P.REFERRAL_APPROVE,
        P.EXTENSION_GRANT_FURTHER,
        P.INTERVIEW_APPROVE_HEADS,
        P.OBJECTION_DECIDE,  # in a section with one reviewer, a leader not on the case decides
    },
    Role.LIAISON: frozenset(
        {
            P.INSTRUMENT_VIEW,
            P.INSTRUMENT_RECEIVE,
            P.INSTRUMENT_REPLY,
            P.EXTENSION_ASK,
            P.OBJECTION_RAISE,
            P.CALENDAR_VIEW,
        }
    ),
    Role.UNIT_HEAD: frozenset({P.INSTRUMENT_VIEW, P.INSTRUMENT_CONFIRM_REPLY, P.CALENDAR_VIEW}),
    Role.OBSERVER: frozenset({P.CLUE_SUBMIT}),
    Role.SYSTEM_ADMIN: frozenset(
        {
            P.SETTINGS_EDIT,
            P.KIND_EDIT,
            P.CALENDAR_VIEW,
            P.CALENDAR_EDIT,
            P.JOBS_VIEW,
            P.ACCOUNT_OPEN,
            P.ACCOUNT_CONFIRM,
        }
    ),
    Role.SECURITY_ADMIN: frozenset(
        {P.ACCOUNT_MANAGE, P.ACCOUNT_CONFIRM, P.CALENDAR_VIEW, P.CALENDAR_APPLY}
    ),
    Role.AUDITOR: frozenset({P.AUDIT_READ}),
}


def granted(roles: frozenset[Role]) -> frozenset[Permission]:
    """All permissions of a person who holds `roles`."""
    return frozenset().union(*(GRANTS[role] for role in roles))


def separation_breach(roles: frozenset[Role], *, join_admins: bool = False) -> str | None:
    """Why `roles` may not be held by one person (三员分立, product.md §1), or None.

    `join_admins`: the setting that lets a small bureau join system and security administrator.
    """
    admins = roles & ADMIN_ROLES
    if admins and roles - ADMIN_ROLES:
        return "系统管理员、安全管理员、审计员不得兼任业务角色"
    joined = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
    if len(admins) > 1 and not (join_admins and admins == joined):
        return "系统管理员、安全管理员、审计员三员分立，一人只能担任其中一员"
    if roles & BUREAU_ROLES and roles & (UNIT_ROLES | {Role.OBSERVER}):
        return "监督机构的角色与被监督单位、监督员的角色不得由同一人兼任"
    if roles & UNIT_ROLES and Role.OBSERVER in roles:
        return "被监督单位的角色与监督员不得由同一人兼任"
    return None
