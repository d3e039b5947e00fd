"""Who plays in the demonstration: 示例市, its bureau, its departments. All names are fictional."""

from dataclasses import dataclass
from datetime import date

from supervision.accounts import passwords
from supervision.accounts.models import User
from supervision.accounts.service import UserFacts, seed
from supervision.agencies.models import Level, Management, Unit
from supervision.agencies.service import (
    OfficerFacts,
    UnitFacts,
    add_officer,
    add_unit,
    found_body,
)
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.roster.models import Pool
from supervision.roster.service import RosterFacts, enter

OPENING = date(2023, 1, 9)
BUREAU = (
    ("zhou", "周某甲", "执法监督科四级主任科员", Role.HANDLER, "示监001"),
    ("li", "李某乙", "执法监督科一级科员", Role.HANDLER, "示监002"),
    ("wang", "王某丙", "执法监督科科长", Role.REVIEWER, "示监003"),
    ("zhao", "赵某丁", "副局长", Role.SIGNATORY, ""),
    ("chen", "陈某戊", "局长", Role.SIGNATORY, ""),
)
ADMINS = (
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", Role.SECURITY_ADMIN),
    ("auditor", "审计员", Role.AUDITOR),
)
UNITS = (
    ("shijian", "示例市市场监督管理局", "市市场监管局", "市场监管", Management.LOCAL, ""),
    ("chengguan", "示例市城市管理综合执法局", "市城管执法局", "城市管理", Management.LOCAL, ""),
    ("jiaotong", "示例市交通运输局", "市交通运输局", "交通运输", Management.LOCAL, ""),
    ("nongye", "示例市农业农村局", "市农业农村局", "农业农村", Management.LOCAL, ""),
    ("wenlv", "示例市文化广电和旅游局", "市文广旅局", "文化旅游", Management.LOCAL, ""),
    ("yingji", "示例市应急管理局", "市应急局", "应急管理", Management.LOCAL, ""),
    ("weijian", "示例市卫生健康委员会", "市卫健委", "卫生健康", Management.LOCAL, ""),
    ("zhujian", "示例市住房和城乡建设局", "市住建局", "住房城建", Management.LOCAL, ""),
    ("ziran", "示例市自然资源局", "市自然资源局", "自然资源", Management.LOCAL, ""),
    ("shuiwu", "示例市税务局", "市税务局", "税务", Management.VERTICAL, "示例省税务局"),
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
MARKS = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True)
class Cast:
    """The people and units by their short names, and the generated passwords."""

    body_id: int
    units: dict[str, int]
    passwords: dict[str, str]


def fictional(number: int) -> str:
    """A clearly fictional personal name, a different one for each number up to 384."""
    return f"{SURNAMES[number % len(SURNAMES)]}某{MARKS[number // len(SURNAMES) % len(MARKS)]}"


def assemble() -> Cast:
    """Bureau, administrators, departments with their clerk, head and officers; the kinds of paper."""
    body = found_body(
        name="示例市司法局",
        short_name="示例市司法局",
        region="示例市",
        code="示司",
        level=Level.CITY,
    )
    words: dict[str, str] = {}
    for username, name, role in ADMINS:
        _person(words, UserFacts(username=username, name=name, roles=frozenset({role})))
    for username, name, post, role, certificate in BUREAU:
        _person(
            words,
            UserFacts(
                username=username, name=name, post=post, roles=frozenset({role}), body=body,
                certificate_no=certificate,
            ),
        )  # fmt: skip
    clerk = Principal(None, "系统", roles=frozenset({Role.HANDLER}), body_id=body.id)
    units = {
        key: _department(words, clerk, number, row) for number, (key, *row) in enumerate(UNITS)
    }
    _supervisors(clerk)
    return Cast(body.id, {key: unit.id for key, unit in units.items()}, words)


def _person(words: dict[str, str], facts: UserFacts) -> User:
    words[facts.username] = passwords.generate()
    return seed(facts, password_hash=passwords.hash_password(words[facts.username]))


def _department(words: dict[str, str], clerk: Principal, number: int, row: list[str]) -> Unit:
    name, short, field, management, superior = row
    unit = add_unit(
        UnitFacts(
            name=name, short_name=short, field=field, superior_name=superior,
            management=Management(management),
        ),
        actor=clerk,
    )  # fmt: skip
    key = UNITS[number][0]
    for suffix, role, post in (("", Role.LIAISON, "法规科科员"), (".head", Role.UNIT_HEAD, "局长")):
        facts = UserFacts(
            username=f"{key}{suffix}",
            name=fictional(number * 2 + (1 if suffix else 0)),
            roles=frozenset({role}),
            unit=unit,
            post=post,
        )
        _person(words, facts)
    for place in range(6):
        leader = place < 2
        add_officer(
            unit,
            OfficerFacts(
                name=fictional(40 + number * 6 + place),
                post="副局长" if leader else "执法人员",
                certificate_no=f"示执{number + 1:02d}{place + 1:03d}",
                in_leadership=leader,
            ),
            actor=clerk,
        )
    return unit


def _supervisors(clerk: Principal) -> None:
    users = {user.username: user for user in session.query(User)}
    for username, name, post, _role, certificate in BUREAU:
        if certificate:
            enter(
                Pool.SUPERVISOR,
                RosterFacts(
                    name=name, appointed_on=OPENING, organisation="示例市司法局", post=post,
                    certificate_no=certificate, certificate_until=date(2027, 12, 31),
                    user=users[username],
                ),
                actor=clerk,
            )  # fmt: skip
