"""The kinds of paper a new body starts with, and their texts.

They are models in the manner of official papers, not official forms: of these none was found. No basis,
term of objection or receiving organ is invented: the bureau fills them in, and what is not filled in
is not printed (product.md §6). Notices, which go out under the section's own number, are set as 文书式;
opinions and decisions as 公文, letters as 信函: an office chooses otherwise in 文种设置.
"""

from supervision.instruments.kinds.facts import BOTH, KindFacts
from supervision.instruments.states import KindPurpose, Nature
from supervision.instruments.wording.parts import KindPart, Listing, Need, Part

_OPTIONAL, _WAIVABLE = Need.OPTIONAL, Need.WAIVABLE
_CONTACT = KindPart(Part.CONTACT, "〔{联系方式}〕", _OPTIONAL)
_OVERVIEW = KindPart(Part.OVERVIEW, "", _OPTIONAL)
_BASIS = KindPart(
    Part.BASIS, "", _WAIVABLE
)  # printed where 缘由 has {依据}; without one, for a reason
_REMEDY = KindPart(Part.REMEDY, "〔{异议语}〕", _OPTIONAL)

OPINION = (
    KindPart(Part.CAUSE, "〔根据{依据}，〕{检查经过}"),
    _OVERVIEW,
    KindPart(Part.MATTERS, "{意见引语}", listing=Listing.TOGETHER, label="监督意见："),
    KindPart(
        Part.TERM,
        "请{你单位}认真研究，{期限语}{落实语}{我局}。〔{建议语}〕",
    ),
    KindPart(Part.REPLY, "{反馈要求}"),
    _REMEDY,
    KindPart(Part.CONSEQUENCE, "〔{后果语}〕", _OPTIONAL),
    _CONTACT,
)  # fmt: skip
NOTICE = (
    KindPart(Part.CAUSE, "〔根据{依据}，〕{检查经过}经查，{你单位}存在需要整改的问题。现将有关事项通知如下："),
    _BASIS,
    KindPart(Part.MATTERS, "一、存在的问题和整改要求〔\n{你单位}存在{类别概述}，具体见{问题清单}。〕", listing=Listing.TOGETHER, level=2, label="整改要求："),
    KindPart(
        Part.TERM,
        "二、整改期限和反馈要求\n请{你单位}{期限语}完成整改，并将整改情况书面报送{我局}。",
    ),
    KindPart(
        Part.REPLY,
        "{反馈要求}\n因客观原因不能按期完成的，应当在期限届满前书面申请延期，说明理由、已完成事项和预计完成时间。",
    ),
    KindPart(Part.REMEDY, "〔三、其他事项\n{异议语}除{我局}另行书面通知外，整改期限不变。〕", _OPTIONAL),
    KindPart(
        Part.CONSEQUENCE,
        "逾期未整改、整改不到位或者未报送整改情况的，{我局}将依照{后果依据}予以督办、约谈或者通报，或者作出行政执法监督决定；"
        "发现违纪或者职务违法、职务犯罪问题线索的，按照规定移送有关机关。",
        _OPTIONAL,
    ),
    _CONTACT,
)  # fmt: skip
SUPERVISION_NOTICE = (
    KindPart(Part.CAUSE, "〔根据{依据}，〕{检查经过}现将有关事项通知如下："),
    KindPart(
        Part.MATTERS,
        "〔{你单位}存在{类别概述}，具体问题和办理要求见{问题清单}。〕",
        listing=Listing.TOGETHER,
        label="办理要求：",
    ),
    KindPart(Part.TERM, "请{你单位}{期限语}办理完毕，并将办理情况书面报送{我局}。"),
    KindPart(Part.REMEDY, "〔{异议语}〕", _OPTIONAL),
    _CONTACT,
)
DECISION = (
    KindPart(Part.CAUSE, "{决定缘由}"),
    KindPart(Part.FACTS, "经查明：", listing=Listing.FACTS, level=2),
    KindPart(Part.EVIDENCE, "〔以上事实有{证据名称}等证据证明。〕", _OPTIONAL),
    KindPart(Part.HEARING, "本机关已听取{你单位}意见。{听取意见}"),
    KindPart(Part.GROUNDS, "本机关认为，{决定理由}"),
    KindPart(Part.BASIS, "根据{依据}，决定如下："),
    KindPart(Part.MATTERS, listing=Listing.DEMANDS),
    KindPart(Part.TERM, "{你单位}应当{期限语}执行本决定，并向本机关书面报告执行情况，附有关证明材料。"),
    KindPart(Part.REMEDY, "〔{复查语}〕", _WAIVABLE),
    KindPart(
        Part.CONSEQUENCE,
        "拒不执行本决定或者不报告执行情况的，依照{后果依据}处理。",
        _OPTIONAL,
    ),
)  # fmt: skip
TRANSFER = (
    KindPart(
        Part.CAUSE,
        "〔{来件经过}〕经审查，该事项属于{你单位}职责范围。〔根据{依据}，〕现转{你单位}依法办理，有关事项函告如下：",
    ),
    KindPart(
        Part.FACTS,
        "一、反映的主要内容和办理要求〔\n共{条数}{量词}，具体见{问题清单}。〕",
        listing=Listing.TOGETHER,
        level=2,
        label="办理要求：",
    ),
    KindPart(
        Part.DEMAND,
        "二、工作要求\n（一）依法调查核实，查清事实，依法作出处理；发现其他违法或者不当执法行为的，一并纠正。"
        "\n（二）不得以任何方式查找、泄露反映人信息，不得将本函及所附材料转给被反映的单位和人员。",
    ),
    KindPart(
        Part.TERM,
        "三、办理期限\n请{期限语}将办理结果函复{我局}，内容包括调查核实情况、认定的事实和依据、处理结果、整改措施，"
        "并附有关材料。情况复杂、不能按期办结的，请在期限届满前函告办理进展和预计办结时间。",
    ),
    KindPart(
        Part.REPLY,
        "不属于{你单位}职责范围的，请〔自收到{本文书}之日起{退回期限}内〕书面说明理由，并退回全部材料。",
    ),
    KindPart(Part.CLOSING, "请予研究办理并函复。"),
    _CONTACT,
)
REFERRAL = (
    KindPart(
        Part.CAUSE,
        "〔根据{移交依据}，〕现将{我局}〔在{行动名称}中〕发现的下列〔{问题数量}〕问题{移交方式}{你单位}，请予研处：",
    ),
    KindPart(Part.MATTERS, "{移交清单}"),
    KindPart(Part.TERM, "{回告要求}"),
    _CONTACT,
)
URGING = (
    KindPart(
        Part.CAUSE,
        "{前文日期}，{我局}向{你单位}发出{前文}，要求于{前文期限}前（含当日）{前文要求}。〔{退回情况}〕"
        "截至{今日}，{未办结情况}。〔其间，{我局}已{催办情况}。〕〔根据{依据}，〕现就下列事项予以督办：",
    ),
    KindPart(
        Part.MATTERS,
        "〔共{条数}{量词}，具体见{问题清单}。〕",
        listing=Listing.OWED,
        label="督办要求：",
    ),
    KindPart(
        Part.TERM,
        "请{你单位}明确负责人和责任人，{期限语}办结上述事项，并将办理结果函告{我局}；未按期办结的原因请一并说明。",
    ),
    KindPart(
        Part.CONSEQUENCE,
        "逾期仍未办结的，{我局}将依照{后果依据}约谈有关负责人、予以通报，或者报告本级人民政府。",
        _OPTIONAL,
    ),
    KindPart(Part.CLOSING, "特此函告。"),
    _CONTACT,
)
REMINDER = (
    KindPart(
        Part.CAUSE,
        "{前文日期}，{我局}向{你单位}发出{前文}，要求{你单位}{前文要求}。〔{退回情况}〕反馈期限将于{到期日}届满。"
        "请抓紧办理，按期反馈。",
    ),
    _CONTACT,
)
INTERVIEW = (
    KindPart(
        Part.CAUSE,
        "因{约谈事由}，〔根据{依据}，〕经研究，{我局}决定对{你单位}{约谈身份}进行约谈。现将有关事项通知如下：",
    ),
    _BASIS,
    KindPart(
        Part.MATTERS,
        "一、约谈对象：{约谈对象}\n二、约谈时间：{约谈时间}\n三、约谈地点：{约谈地点}\n四、约谈人员：{约谈人员}"
        "\n五、约谈内容：{约谈内容}",
    ),
    KindPart(
        Part.DEMAND,
        "六、有关要求\n（一）请通知约谈对象按时参加，不得委托他人代替。确有特殊情况不能按时参加的，请提前书面说明理由，"
        "由{我局}另行确定时间。\n（二）请就上述内容准备书面说明及有关材料，约谈时由约谈对象当场说明。",
    ),
    KindPart(Part.CONSEQUENCE, "无正当理由不参加约谈的，{我局}将依照{后果依据}处理。", _OPTIONAL),
    _CONTACT,
)
REVIEW = (
    KindPart(
        Part.CAUSE,
        "{你单位}对本机关{前文日期}作出的{前文}有异议，〔于{申请日期}〕申请复查。〔本机关{复查安排}。〕现已复查终结。",
    ),
    KindPart(Part.HEARING, "{你单位}提出：{异议理由}"),
    KindPart(Part.FACTS, "经复查查明：{查明的事实}"),
    KindPart(Part.GROUNDS, "本机关认为，{决定理由}"),
    KindPart(Part.BASIS, "根据{依据}，决定如下："),
    KindPart(Part.MATTERS),
    KindPart(Part.TERM),
    KindPart(Part.CLOSING, "", _OPTIONAL),
)
SUPERIOR = (
    KindPart(
        Part.CAUSE,
        "{我局}〔在{行动名称}中〕发现{被监督单位}行政执法工作中存在以下问题，现函告{你单位}，请予关注并督促整改：",
    ),
    KindPart(Part.MATTERS, "〔具体问题见{问题清单}。〕", listing=Listing.FACTS),
    KindPart(Part.CLOSING, "有关情况请函告{我局}。\n特此函告。"),
    _CONTACT,
)
REVOCATION = (
    KindPart(Part.CAUSE, "经核查，本机关{前文日期}制发的{前文}存在下列情形，决定予以撤销："),
    KindPart(Part.MATTERS),
    KindPart(Part.CLOSING, "{前文}自{本文书}送达之日起不再执行，所列事项不需要再办理和反馈。"),
)
CORRECTION = (
    KindPart(Part.CAUSE, "{我局}{前文日期}制发的{前文}中有下列内容需要更正："),
    KindPart(Part.MATTERS),
    KindPart(Part.CLOSING, "其他内容和期限不变，请按更正后的内容办理。"),
    _CONTACT,
)
CIRCULAR = (
    KindPart(Part.CAUSE, "〔根据{依据}，〕{检查经过}现将有关情况通报如下："),
    KindPart(Part.OVERVIEW, "〔检查共发现{问题概况}。〕", _OPTIONAL),
    KindPart(Part.MATTERS),
    KindPart(Part.DEMAND, "{你单位}要对照通报的问题认真自查，举一反三，切实规范行政执法行为。", _OPTIONAL),
    _CONTACT,
)  # fmt: skip
ISSUING = (
    KindPart(
        Part.CAUSE, "〔根据{依据}，〕现将《{行动名称}方案》印发给你们，请结合实际，认真组织实施。"
    ),
    KindPart(Part.DEMAND, "", _OPTIONAL),
    _CONTACT,
)

BUILT_IN = (
    KindFacts(
        code="opinion", name="行政执法监督意见书", series="监意", item_noun="条", natures=BOTH,
        parts=OPINION, counted_as="opinion_papers",
    ),
    KindFacts(
        code="rectification_notice", name="行政执法监督整改通知书", series="监改", layout="plain",
        needs_problems=True, parts=NOTICE, counted_as="rectification_notices",
    ),
    KindFacts(
        code="supervision_notice", name="行政执法监督通知书", series="监通", layout="plain",
        parts=SUPERVISION_NOTICE, counted_as="supervision_notices",
    ),
    KindFacts(
        code="decision", purpose=KindPurpose.DECISION, name="行政执法监督决定书", series="监决",
        needs_problems=True, parts=DECISION, counted_as="decisions", objection_number=10,
        decision_number=15,
    ),
    KindFacts(
        code="transfer_letter", purpose=KindPurpose.TRANSFER, name="行政执法监督案件转办函",
        series="监转函", layout="letter", natures=(Nature.MATTER,),
        title_template="{发文机关}关于转办行政执法监督案件的函", parts=TRANSFER,
        counted_as="transfer_letters", returnable=True,
    ),
    KindFacts(
        code="referral_letter", purpose=KindPurpose.REFERRAL, name="移交函", series="监移函",
        layout="letter", natures=(),
        reply_wanted=False,  # the answer is followed on the referral, not a second time on its letter
        term_number=10, term_unit="工作日",
        title_template="{发文机关}关于{移交方式}{移交事由}的函", parts=REFERRAL,
    ),
    KindFacts(
        code="urging_paper", purpose=KindPurpose.URGING, name="行政执法监督督办函", series="监督函",
        layout="letter", term_number=10, term_unit="工作日",
        title_template="{发文机关}关于督办行政执法监督〔{事项性质}〕事项的函", parts=URGING,
        counted_as="urging_papers",
    ),
    KindFacts(
        code="reminder", purpose=KindPurpose.REMINDER, name="行政执法监督催办通知", series="监催",
        layout="letter", natures=(), reply_wanted=False, term_number=None,
        title_template="{发文机关}关于催办行政执法监督事项的通知", parts=REMINDER,
    ),
    KindFacts(
        code="interview_notice", purpose=KindPurpose.INTERVIEW, name="行政执法监督约谈通知书",
        series="监约", layout="plain", natures=(), reply_wanted=False, term_number=None,
        parts=INTERVIEW,
    ),
    KindFacts(
        code="review_decision", purpose=KindPurpose.REVIEW, name="行政执法监督复查决定书",
        series="监复", natures=(), reply_wanted=False, term_number=None, parts=REVIEW,
    ),
    KindFacts(
        code="superior_letter", purpose=KindPurpose.SUPERIOR, name="告知上一级主管部门的函",
        series="监告函", layout="letter", reply_wanted=False, term_number=None,
        title_template="{发文机关}关于告知行政执法监督情况的函", parts=SUPERIOR,
    ),
    KindFacts(
        code="revocation", purpose=KindPurpose.REVOCATION, name="行政执法监督撤销决定书",
        series="监撤", natures=(), reply_wanted=False, term_number=None, parts=REVOCATION,
    ),
    KindFacts(
        code="correction", purpose=KindPurpose.CORRECTION, name="行政执法监督更正通知书",
        series="监更", natures=(), reply_wanted=False, term_number=None, parts=CORRECTION,
    ),
    KindFacts(
        code="circular", name="行政执法监督情况通报", series="监通报", natures=(), reply_wanted=False,
        term_number=None, many_units=True,
        title_template="{发文机关}关于{行动名称}情况的通报", parts=CIRCULAR,
    ),
    KindFacts(
        code="issuing_notice", name="行政执法监督工作通知", series="监发", natures=(),
        reply_wanted=False, term_number=None, many_units=True,
        title_template="{发文机关}关于印发《{行动名称}方案》的通知", parts=ISSUING,
    ),
)  # fmt: skip
