"""Forms of the review: a remark on one place, a leader's 批示, why proposed words are not taken."""

from supervision.core.forms import BaseForm, paragraph, text
from supervision.instruments.reviewing.service import FIELDS, Place


class RemarkForm(BaseForm):
    """What is said of a place, and the words there as the reviewer would have them."""

    words = paragraph("文字（直接改，改动以删去、新增标出，由拟稿人采纳或者不采纳）", needed=False)
    heading = text("小标题", most=60, needed=False)
    statement = paragraph("问题", most=5000, needed=False)
    provision = paragraph("违反的规定", most=1000, needed=False)
    demand = paragraph("意见与要求", most=5000, needed=False)
    text = paragraph("意见", most=2000, needed=False, hint="只提意见的，上面的文字不用动")

    def about(self, place: Place) -> "RemarkForm":
        """Only the boxes of this place, filled with what stands there."""
        own = set(FIELDS) if place.item else {"words"} if place.words else set()
        for name in ({*FIELDS, "words"}) - own:
            del self[name]
        for name, said in place.words.items():
            box = self[name if place.item else "words"]
            if not box.raw_data and not self.is_submitted():  # nothing was typed, nor brought back
                box.data = said
        return self

    def after(self, place: Place) -> dict[str, str]:
        """By field of the place, the words as they were left."""
        return {
            name: (self[name if place.item else "words"].data or "").strip() for name in place.words
        }


class InstructionForm(BaseForm):
    """A leader's 批示."""

    text = paragraph("批示", most=1000, hint="随文书留存，不影响签发，例如“同意，抓紧办理”")


class DeclineForm(BaseForm):
    """Why the proposed words are not taken."""

    reason = paragraph("理由", most=1000)
