"""Writing the paragraph from the figures: official Chinese, what is zero left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from supervision.instruments.kinds.registry import FIGURES
from supervision.reports.action_facts import ActionFacts
from supervision.reports.counting import Counts, Figure
from supervision.reports.indicators import BY_KEY, Indicator
from supervision.reports.paragraph.tokens import token
from supervision.reports.reach import Reach, Span

MOST_ACTIONS = 6  # beyond that the figures are given for the period as a whole
FOUND = ("problems_found", "resident_problems_found")
PAPERS = (
    "rectification_notices",
    "transfer_letters",
    "supervision_notices",
    "decisions",
    "urging_papers",
)
CLUES = ("superior_cases_closed", "superior_site_clues", "other_clues_closed")
AGAIN = "其中整改后又发生的问题"
ROSTERS = ("contact_points", "observers", "inspectors")


@dataclass(frozen=True)
class Mentions:
    """What the text names besides figures: recipients by action, joint documents (partner, title)."""

    recipients: dict[int, list[str]] = field(default_factory=dict)
    documents: Sequence[tuple[str, str]] = ()


def write(counts: Counts, reach: Reach, mentions: Mentions) -> str:
    """The template of the paragraph for what `counts` holds."""
    if reach.span is Span.ALL or counts.more_actions_than(MOST_ACTIONS):
        sentences = [_as_a_whole(counts, mentions)]
    else:
        actions = counts.named(counts.active)
        sentences = [_of_action(counts, action, mentions) for action in actions]
        sentences.append(_of_no_action(counts, mentions))
    sentences += [_clues(counts), _strength(counts, mentions)]
    told = [sentence for sentence in sentences if sentence]
    who = reach.body.name if reach.span is Span.OWN else f"{reach.label}行政执法监督机构"
    if not told:
        return f"{counts.period.opening}，{who}没有应列的数据。"
    return f"{counts.period.opening}，{who}" + "。".join(told) + "。"


def _of_action(counts: Counts, action: ActionFacts, mentions: Mentions) -> str:
    """会同…，对三个部门开展…，发现问题…，约谈…"""
    began = bool(_of(counts, "actions_begun", action.id))
    partner = f"会同{action.partner}" if action.partner else ""
    units = _of(counts, "resident_units", action.id)
    if units:
        opening = f"对{token(units[0])}部门开展{action.title}"
        opening = f"{partner}，{opening}" if partner else opening
    else:
        verb = "开展" if began else "持续推进"
        opening = f"{partner}{verb}{action.title}"
    told = _results(counts, action.id, mentions.recipients.get(action.id, []))
    return "，".join([opening, *told]) if told or began else ""


def _of_no_action(counts: Counts, mentions: Mentions) -> str:
    told = _results(counts, 0, mentions.recipients.get(0, []))
    return "，".join([f"在日常监督中{told[0]}", *told[1:]]) if told else ""


def _results(counts: Counts, action_id: int, recipients: list[str]) -> list[str]:
    """What an action led to, clause by clause."""

    def of(key: str) -> list[Figure]:
        return _of(counts, key, action_id)

    clauses = [_listed(BY_KEY[key].name, of(key)) for key in FOUND]
    clauses.append(_listed(AGAIN, of("recurrences")))
    clauses.append(_interviews(of("heads_interviewed"), of("officers_interviewed")))
    clauses.append(_papers({key: of(key) for key in PAPERS}))
    to = f"向{'、'.join(recipients)}" if recipients else ""
    clauses.append(_listed(f"{to}移交问题", of("problems_referred")))
    clauses.append(_opinions(of("opinion_units"), of("opinions")))
    clauses.append(_listed("整改到位问题", of("problems_mended")))
    return [clause for clause in clauses if clause]


def _as_a_whole(counts: Counts, mentions: Mentions) -> str:
    """The same clauses for the period as a whole, each measure word apart."""

    def all_of(key: str) -> list[Figure]:
        return _whole(counts, BY_KEY[key])

    everyone = list(dict.fromkeys(name for some in mentions.recipients.values() for name in some))
    to = f"向{'、'.join(everyone)}" if 0 < len(everyone) <= 3 else ""
    clauses = [
        _listed("开展行政执法监督行动", all_of("actions_begun")),
        _listed("发现问题", all_of("problems_found")),
        _listed("“驻在式”监督检查发现执法问题", all_of("resident_problems_found")),
        _listed(AGAIN, all_of("recurrences")),
        _interviews(all_of("heads_interviewed"), all_of("officers_interviewed")),
        _papers({key: all_of(key) for key in PAPERS}),
        _listed(f"{to}移交问题", all_of("problems_referred")),
        _opinions(all_of("opinion_units"), all_of("opinions")),
        _listed("整改到位问题", all_of("problems_mended")),
    ]
    return "，".join(clause for clause in clauses if clause)


def _clues(counts: Counts) -> str:
    clauses = [_listed(BY_KEY[key].name, _whole(counts, BY_KEY[key])) for key in CLUES]
    clauses.append(_listed("依法移送案件线索", _whole(counts, BY_KEY["matters_transferred"])))
    told = [clause for clause in clauses if clause]
    return "，".join([f"{counts.period.whole}{told[0]}", *told[1:]]) if told else ""


def _strength(counts: Counts, mentions: Mentions) -> str:
    clauses = [_new(counts, name) for name in ROSTERS]
    clauses.append(_standing(counts))
    if len(mentions.documents) == 1:
        partner, title = mentions.documents[0]
        clauses.append(f"与{partner}联合印发《{title}》")
    else:
        clauses.append(_listed("联合印发协作文件", _whole(counts, BY_KEY["joint_documents"])))
    return "，".join(clause for clause in clauses if clause)


def _new(counts: Counts, name: str) -> str:
    """新设行政执法监督联系点12个（年末共20个）; the whole is left out where all of it is new."""
    new = _whole(counts, BY_KEY[f"{name}_new"])
    held = _whole(counts, BY_KEY[f"{name}_held"])
    more = held and [one.value for one in held] != [one.value for one in new]
    total = f"（{counts.period.end_word}共{token(held[0])}）" if more else ""
    return f"{_listed(new[0].name, new)}{total}" if new else ""


def _standing(counts: Counts) -> str:
    """年末有监督员60名、法治督察人才库督察员60名: the rosters to which nobody was added."""
    names = [name for name in ROSTERS if not _whole(counts, BY_KEY[f"{name}_new"])]
    held = [_whole(counts, BY_KEY[f"{name}_held"]) for name in names]
    told = [_listed(one[0].name.removeprefix("现有"), one) for one in held if one]
    comma = "，" if counts.period.running else ""
    return f"{counts.period.end_word}{comma}有{'、'.join(told)}" if told else ""


def _interviews(heads: list[Figure], officers: list[Figure]) -> str:
    told = [
        _listed("行政执法部门负责人", heads),
        _listed("行政执法人员", officers),
    ]
    named = "、".join(clause for clause in told if clause)
    return f"约谈{named}" if named else ""


def _opinions(units: list[Figure], opinions: list[Figure]) -> str:
    """向三个部门下发《行政执法监督意见书》，提出执法监督意见12条."""
    told = _listed("提出执法监督意见", opinions)
    to = f"向{token(units[0])}部门" if units else ""
    return f"{to}下发《{FIGURES['opinion_papers']}》，{told}" if told else ""


def _papers(figures: dict[str, list[Figure]]) -> str:
    told = [_listed(BY_KEY[key].name, found) for key, found in figures.items()]
    named = "、".join(clause for clause in told if clause)
    return f"下发{named}" if named else ""


def _listed(words: str, figures: Iterable[Figure]) -> str:
    """发现问题37个; 发现问题37个、4项; nothing where there is none."""
    told = "、".join(token(figure) for figure in figures)
    return f"{words}{told}" if told else ""


def _of(counts: Counts, key: str, action_id: int) -> list[Figure]:
    return [figure for figure in counts.of_action(BY_KEY[key], action_id) if figure.value]


def _whole(counts: Counts, indicator: Indicator) -> list[Figure]:
    if not indicator.split:
        figure = counts.total(indicator)
        return [figure] if figure.value else []
    return [counts.total(indicator, measure) for measure in counts.measures(indicator)]
