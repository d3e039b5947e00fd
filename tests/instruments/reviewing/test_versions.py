"""The reviewer sees what changed since the last submission: words, title, annexes, to the character."""

from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting import versions
from supervision.instruments.drafting.versions import Mark, Piece
from supervision.instruments.wording.parts import OwnWords, Part
from tests.make import issued
from tests.make.offices import found_office, sign_in

TEXT = "一、请整改\n严格落实公示制度，于15日内补充公示。\n三、完善台账"


def test_only_the_characters_that_changed_are_marked() -> None:
    (line,) = versions.changes("于15日内补充公示。", "于30日内补充公示。")
    assert line == (
        Piece(Mark.SAME, "于"), Piece(Mark.GONE, "15"), Piece(Mark.NEW, "30"),
        Piece(Mark.SAME, "日内补充公示。"),
    )  # fmt: skip


def test_both_wordings_can_be_read_from_the_changes() -> None:
    after = TEXT.replace("15日", "30日").replace(
        "三、完善台账", "三、另起炉灶重新写过的一项要求\n四、新增"
    )
    lines = versions.changes(TEXT, after)

    def read(*marks: Mark) -> list[str]:
        found = ["".join(piece.text for piece in line if piece.mark in marks) for line in lines]
        return [line for line in found if line]

    assert read(Mark.SAME, Mark.GONE) == TEXT.splitlines()
    assert read(Mark.SAME, Mark.NEW) == after.splitlines()


def test_the_reviewer_is_led_to_the_changes_of_text_title_and_print(client, inside, page) -> None:
    with inside():
        team = found_office()
        paper = issued.reviewing(team, text=TEXT, title="关于整改的通知")
        drafting.send_back(paper, reason="期限有误", actor=team.reviewer)
        words = TEXT.replace("15日", "30日")
        drafting.reword(paper, OwnWords(Part.CAUSE, words), actor=team.handler)
        paper.title, paper.urgency = "关于限期整改的通知", "加急"
        drafting.submit(paper, actor=team.handler)
        here = f"/instruments/{paper.id}"
    sign_in(client, team.reviewer)
    shown = page(client.get(here))
    assert "第 2 次送审" in shown.text
    assert shown.find(f"//a[@href='{here}/versions']")
    changed = page(client.get(f"{here}/versions"))
    marked = {tag: [node.text for node in changed.find(f"//main//p[@class='diff']//{tag}")]
              for tag in ("ins", "del")}  # fmt: skip
    assert marked == {"ins": ["紧急程度：加急", "限期", "30"], "del": ["15"]}


def test_the_first_submission_is_shown_whole(client, inside, page) -> None:
    with inside():
        team = found_office()
        here = f"/instruments/{issued.reviewing(team, text=TEXT).id}"
    sign_in(client, team.reviewer)
    found = page(client.get(f"{here}/versions"))
    assert "这是第一次送审" in found.text
    assert "严格落实公示制度" in found.text
    assert not found.find("//main//ins")
