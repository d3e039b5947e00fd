"""Owns the numbers of GB/T 9704-2012: page, 版心, grid and sizes. Lengths in mm, type in pt."""

MM = 72 / 25.4  # points in a millimetre

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
LEFT, TOP, WIDTH, HEIGHT = 28.0, 37.0, 156.0, 225.0  # 版心 with 订口 and 天头
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
ROWS, CHARACTERS = 22, 28

SIZE1 = 22.0  # 2号: title
SIZE3 = 16.0  # 3号: body
SIZE4 = 14.0  # 4号: 版记, page number
SIZE_TABLE = 12.0  # 小四: table cells, forms

EM3, EM4 = SIZE3 / MM, SIZE4 / MM
PITCH = (HEIGHT - EM3) / (ROWS - 1)  # 10.4455: em boxes of rows 1 and 22 touch both edges
STEP = (WIDTH - EM3) / (CHARACTERS - 1)  # 5.5687: one 字 on the grid
GAP = STEP / EM3 - 1  # letter-spacing of body text, in em (-0.0134)


def rows_at(pitch: float) -> int:
    """Lines of 3号 text on a full page at this pitch."""
    return int((HEIGHT - EM3) / pitch + 0.01) + 1


def row_top(row: float) -> float:
    """Top of the em box of 3号 text in this row (0..21) of a page."""
    return TOP + row * PITCH
