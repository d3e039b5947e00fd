"""Every condition of docs/workflows.md, fired: with all met the act is open, with any one unmet it is not.

A condition in the table without a case fails, and so does a case without its words in the table.
"""

from pathlib import Path

import pytest

from supervision.core import settings
from supervision.core.errors import DomainError, Forbidden, WrongState
from tests.law import tables
from tests.law.cases import BODY, CASES, Case
from tests.rules.test_workflows import FLOWS
from tests.support.work import Inside

TESTS = Path(__file__).parents[1]
LAW = tables.written()
NOT_ON_THE_CASE = "没有承办、审核、签发、核查过此件"
EXTENDING = "instruments/extending/test_extending.py::"
LAST_DAY = EXTENDING + "test_the_last_day_is_still_before_expiry_and_the_next_is_not"
OBJECTED = (
    "instruments/objecting/test_objecting.py::test_one_objection_a_paper_and_it_may_be_withdrawn"
)
OBJECTING = "instruments/objecting/test_objecting.py::test_nobody_on_the_case_reviews_the_objection"
SCANNED = "accounts/test_scans_of_approvals.py::test_the_scan_is_due_in_three_days_and_stops_the_last_step"
ELSEWHERE = {  # conditions that ask about other records: which test with real ones fires them
    **{
        (title, "hand_in_scan"): {"线下批准的签批扫描件还没有上传": SCANNED}
        for title in ("监督行动", "约谈", "移交移送")
    },
    **{
        key: {"线下批准的已上传签批扫描件": SCANNED}
        for key in (("约谈", "close"), ("移交移送", "archive"))
    },
    ("监督行动", "archive"): {
        "线下批准的已上传签批扫描件": SCANNED,
        "每个问题都已了结": "actions/test_action_rules.py::test_archiving_needs_every_problem_ended",
    },
    ("发现问题", "refer_away"): {
        "接收机关已经接收或者回告": "problems/test_again_and_away.py::"
        "test_handed_over_for_good_only_once_the_recipient_took_it"
    },
    ("发现问题", "remove"): {
        "没有附件、材料和其他记录": "problems/test_removing.py::"
        "test_what_something_hangs_on_is_not_deleted"
    },
    ("文书", "archive"): {
        "线下签批的已上传签批扫描件": "instruments/signing/test_signed_scan.py::"
        "test_without_the_scan_it_is_not_archived_and_with_it_it_is"
    },
    ("文书", "carry_on"): {
        "未了结的问题都已转入已送达的决定书": "instruments/onward/test_following.py::"
        "test_the_notice_ends_once_a_delivered_decision_carries_its_problems"
    },
    ("文书", "finish"): {
        "发给多个单位的，各单位都已签收": "instruments/receipts/test_many_units.py::"
        "test_who_has_not_signed_is_found_and_a_signature_on_paper_is_registered"
    },
    ("文书", "draft_revocation"): {
        "没有正在办理的撤销文书": "instruments/revoking/test_revoking.py::"
        "test_one_revocation_at_a_time_and_none_of_a_revocation"
    },
    **{
        ("文书", name): {
            "反馈期限正在计算": EXTENDING + "test_where_no_term_runs_there_is_none_to_extend",
            "没有正在办理的延期申请": EXTENDING + "test_one_request_at_a_time",
            "没有达到延期次数上限": EXTENDING + "test_no_more_extensions_than_the_setting_allows",
            **({"期限尚未届满": LAST_DAY} if name == "ask_extension" else {}),
        }
        for name in ("ask_extension", "register_extension")
    },
    **{
        ("文书", name): {"没有正在复查、已经复查的异议": OBJECTED}
        for name in ("object", "register_objection")
    },
    ("文书", "pause_term"): {
        "反馈期限正在计算": "instruments/pausing/test_pausing.py::test_where_no_term_runs_nothing_is_paused"
    },
    ("文书", "resume_term"): {
        "反馈期限已中止、尚未恢复": "instruments/pausing/test_pausing.py::test_only_what_stands_still_goes_on"
    },
    ("异议", "decide_objection"): {NOT_ON_THE_CASE: OBJECTING},
    ("异议", "not_accept_objection"): {NOT_ON_THE_CASE: OBJECTING},
}


def test_every_written_condition_has_its_case() -> None:
    written = {
        (title, row.name): set(row.conditions)
        for title, rows in LAW.items()
        for row in rows.values()
        if row.conditions
    }
    proved = {
        key: set(CASES[key].breaks if key in CASES else ()) | set(ELSEWHERE.get(key, ()))
        for key in CASES.keys() | ELSEWHERE.keys()
    }
    assert proved == written


def test_conditions_proved_elsewhere_are_proved_there() -> None:
    for place in {place for proofs in ELSEWHERE.values() for place in proofs.values()}:
        file, _, name = place.partition("::")
        assert f"def {name}(" in (TESTS / file).read_text("utf-8"), place


@pytest.mark.parametrize("title", LAW)
def test_conditions(title: str, inside: Inside) -> None:
    """Open with every condition met; closed, with a sentence, by each one unmet."""
    for (flow, name), case in CASES.items():
        if flow != title:
            continue
        with inside():
            _set(case)
            assert _refusal(title, name, case) is None, f"{name} with all conditions met"
            for condition in case.breaks:
                _set(case, condition)
                refusal = _refusal(title, name, case, condition)
                wanted = WrongState if FLOWS[flow].transitions[name].when else Forbidden
                assert isinstance(refusal, wanted), f"{name}, {condition}: {refusal!r}"
                assert len(refusal.message) >= 4
                _set(case)


def _set(case: Case, condition: str = "") -> None:
    held = case.head_confirms
    settings.put("head_confirms_reply", not held if "单位负责人确认" in condition else held)


def _refusal(title: str, name: str, case: Case, condition: str = "") -> DomainError | None:
    """Why the act is refused in one of its states, if it is."""
    flow = FLOWS[title]
    step = flow.transitions[name]
    for state in step.sources:
        record = case.record()
        record.body_id = BODY
        record.status = record.status or state
        otherwise = case.breaks[condition](record) if condition else None
        refusal = flow._objection(step, record, case.actor(**(otherwise or {})))
        if refusal is not None or condition:
            return refusal
    return None
