"""What a person may do with a paper as a whole: each step with its service and what is said of it.

Steps without a form of their own are taken on the paper's page, asked first where the flow says so;
`page` is the endpoint of those that ask for more.
"""

from supervision.core.verbs import Verb
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.onward import service as following
from supervision.instruments.replying import service as replying
from supervision.instruments.revoking import service as revoking
from supervision.instruments.signing import service as signing
from supervision.instruments.verifying import service as verifying

VERBS = (
    Verb("submit", drafting.submit, said="已提交审核。"),
    Verb("withdraw", drafting.withdraw, said="已撤回，可以继续修改。"),
    Verb("pass_review", drafting.pass_review, said="审核通过，已送签发。"),
    Verb("send_back", drafting.send_back, said="已退回修改。"),
    Verb("sign", signing.sign, said="已签发，取得文号并归档。"),
    Verb("refuse", drafting.refuse, said="已退回修改。"),
    Verb("register_refuse", page="instruments.register_return"),
    Verb("register_signature", page="instruments.register_signature"),
    Verb("send", delivery.send, said="已发送到单位收件箱，等待签收。"),
    Verb("receive", delivery.receive, said="已签收，期限从明天起算。"),
    Verb("register_delivery", page="instruments.register_delivery"),
    Verb("reply", page="instruments.answers"),
    Verb("offer", replying.offer, said="已提交单位负责人确认。"),
    Verb("confirm_reply", page="instruments.answers"),
    Verb("register_reply", page="instruments.register_reply"),
    Verb("return_reply", page="instruments.return_reply"),
    Verb("pass_verification", verifying.pass_verification, said="核查结论已提交。"),
    Verb("reopen", verifying.reopen, said="已退回重新核查。"),
    Verb("close", verifying.close, said="已确认销号并办结。"),
    Verb("finish", verifying.finish, said="已办结。"),
    Verb("terminate", verifying.terminate, said="已终止办理，理由已记入。"),
    Verb("hand_back", following.hand_back, said="已退回，等待监督机构处理。"),
    Verb("register_hand_back", following.register_hand_back, said="已登记单位退回，请改派或不同意退回。"),
    Verb("insist", following.insist, said="已答复单位，由其继续办理。"),
    Verb("reassign", page="instruments.reassign"),
    Verb("carry_on", following.carry_on, said="已办结，问题由决定书继续督促。"),
    Verb("archive", verifying.archive, said="已归档。"),
    Verb("discard", revoking.discard, said="已放弃此稿，所列问题可以另行列入文书。"),
    Verb("void", revoking.void, said="已作废，文号保留。"),
    Verb("draft_revocation", revoking.draft_revocation,
         said="撤销文书已拟制，请核对正文后提交审核；送达单位之日原件撤销。"),
    Verb("draft_correction", revoking.draft_correction,
         said="更正文书已拟制，请核对正文后提交审核。"),
)  # fmt: skip
PAGES = {verb.name: verb.page for verb in VERBS if verb.page}
