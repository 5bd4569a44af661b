"""Tables split over pages without losing a line."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from clinic_desktop.report.grid import Grid
from clinic_desktop.report.marks import Marked
from clinic_desktop.report.parts import Mark
from clinic_desktop.report.structure import Tree
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import REGULAR, Text
from tests.report.conftest import FONTS
from tests.report.reading import whole

STYLE = ParagraphStyle("", fontName=REGULAR, fontSize=10, leading=12)
TEXT = Text(FONTS)


def grid(lengths: list[tuple[int, int]]) -> Grid:
    rows: list[list[list[Flowable]]] = [
        [
            [TEXT.text("word " * left, STYLE)],
            [Marked(Mark.POSITIVE, TEXT.text("word " * right, STYLE))],
        ]
        for left, right in lengths
    ]
    heads = [[TEXT.text("Head", STYLE)], [TEXT.text("Head", STYLE)]]
    return Grid([100, 200], rows, heads=heads)


def drawn(parts: list[Flowable]) -> str:
    """Return the text of the parts, each drawn on a page of its own."""
    out = BytesIO()
    canvas = TaggedCanvas(out, pagesize=(300, 700), tree=Tree())
    for part in parts:
        part.wrap(300, 700)
        part.drawOn(canvas, 0, 0)
        canvas.showPage()
    canvas.save()
    return whole(out.getvalue())


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=1, max_size=6),
    st.integers(40, 700),
)
def test_a_split_table_fits_and_keeps_every_word(
    lengths: list[tuple[int, int]], height: int
) -> None:
    table = grid(lengths)
    parts: list[Flowable] = []
    rest: Flowable = table
    room = float(height)
    while rest.wrap(300, room)[1] > room:
        split = rest.split(300, room)
        if split:
            part, rest = split
            assert part.wrap(300, room)[1] <= room
            parts.append(part)
        room = 700
    text = drawn([*parts, rest])
    assert text.count("word") == sum(left + right for left, right in lengths)
    assert text.count("Head") == 2 * len([*parts, rest])


def test_a_short_row_is_not_torn() -> None:
    table = grid([(40, 40), (40, 40)])
    table.wrap(300, 700)
    room = table.head_height + table.heights[0] + 30
    above, below = table.split(300, room)
    assert isinstance(above, Grid)
    assert isinstance(below, Grid)
    assert (len(above.rows), len(below.rows)) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "fitting", "parts"),
    [
        (6, 5, [4, 2]),
        (6, 4, [4, 2]),
        (6, 2, [2, 4]),
        (6, 1, []),
        (3, 2, []),
        (2, 1, []),
        (4, 3, [2, 2]),
    ],
)
def test_no_row_of_a_table_stands_alone_beside_a_break(
    rows: int, fitting: int, parts: list[int]
) -> None:
    table = grid([(1, 1)] * rows)
    table.wrap(300, 700)
    room = table.head_height + sum(table.heights[:fitting]) + 1
    assert [len(part.rows) for part in table.split(300, room) if isinstance(part, Grid)] == parts


def test_what_is_kept_with_a_heading_holds_the_rows_that_stand_together() -> None:
    for rows, together in ((2, 2), (3, 3), (6, 2)):
        table = grid([(1, 1)] * rows)
        least = table.least(300)
        assert least == table.head_height + sum(table.heights[:together])
