"""What a paper of a kind would look like: text and document from sample data, for the editor's preview."""

from datetime import date

from supervision.core.documents.model import Layout, Paper, Signature
from supervision.core.documents.text import parse_text
from supervision.core.numbering import format_number
from supervision.instruments.drafting import templating
from supervision.instruments.drafting.composing import chinese_number
from supervision.instruments.kinds.registry import KindFacts

SAMPLE_ITEMS = (
    (
        "检查未出示执法证件",
        "开展行政检查时，两名执法人员未出示执法证件。",
        "请规范检查程序，开展一次自查。",
    ),
    ("案卷归档不及时", "部分案卷办结后超过三个月未归档。", "请按规定完成归档。"),
)


def sample_text(facts: KindFacts) -> str:
    """The kind's text filled with sample data, as it would be composed."""
    opening = templating.sample(facts.opening_template)
    if facts.legal_basis.strip():
        opening = f"根据{facts.legal_basis.strip()}，{opening}"
    lines = [opening]
    if facts.natures:
        for number, (heading, statement, demand) in enumerate(SAMPLE_ITEMS, start=1):
            lines += [f"{chinese_number(number)}、{heading}", statement, f"整改要求：{demand}"]
    lines.append(templating.sample(facts.closing_template))
    return "\n".join(line for line in lines if line.strip())


def sample_paper(facts: KindFacts) -> Paper:
    """A whole paper of the kind with sample data, for the preview as PDF."""
    issuer = templating.PLACEHOLDERS["发文机关"]
    official = facts.layout == "official"
    return Paper(
        layout=Layout(facts.layout),
        issuers=(issuer,),
        number=format_number(facts.series, 2026, 1),
        title=templating.sample(facts.title_template),
        addressees=(templating.PLACEHOLDERS["被监督单位"],),
        blocks=tuple(parse_text(sample_text(facts))),
        signature=Signature(names=(issuer,), date=date(2026, 3, 20)),
        printer=f"{issuer}办公室" if official else "",
        printed_on=date(2026, 3, 20) if official else None,
        duplex=False,
        watermark="样例",
    )
