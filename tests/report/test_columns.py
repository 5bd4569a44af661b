"""Short paragraphs in two columns: balanced, read down the left one first, nothing lost."""

from io import BytesIO

import pytest
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from clinic_desktop.report.columns import Columns
from clinic_desktop.report.structure import Element, Tree
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import Text
from tests.report.conftest import FONTS

PLAIN, HEADING = style(9), style(10, bold=True, spaceBefore=5)


def stack(paragraphs: int, words: int = 30) -> list[Flowable]:
    text = Text(FONTS)
    made: list[Flowable] = []
    for number in range(paragraphs):
        made.append(text.text(f"heading{number}", HEADING, Element("H3")))
        made.append(text.text(f"p{number} " + "word " * words, PLAIN))
    return made


def told(tree: Tree) -> list[tuple[str, int]]:
    """Return each element with the number of the pages it stands on, in reading order."""
    return [
        (kid.tag, len({place.page for place in kid.kids if not isinstance(place, Element)}))
        for kid in tree.root.kids
        if isinstance(kid, Element)
    ]


def drawn(columns: Flowable, height: float) -> tuple[Tree, int]:
    tree, out = Tree(), BytesIO()
    document = BaseDocTemplate(out, pagesize=(400, height))
    document.addPageTemplates(PageTemplate("p", [Frame(0, 0, 400, height, 0, 0, 0, 0)]))
    document.build([columns], canvasmaker=lambda *a, **k: TaggedCanvas(*a, tree=tree, **k))
    return tree, document.page


def test_both_columns_are_about_as_high() -> None:
    columns = Columns(stack(8))
    _, height = columns.wrap(400, 1000)
    left, right = columns.columns
    assert len(left) == len(right) == 8
    whole = sum(each.wrap(columns.column, 0)[1] for each in stack(8))
    assert height < whole * 0.7


@pytest.mark.parametrize("paragraphs", [1, 2, 3, 5, 9])
def test_no_heading_ends_a_column(paragraphs: int) -> None:
    columns = Columns(stack(paragraphs))
    columns.wrap(400, 1000)
    for column in columns.columns:
        assert not column or getattr(column[-1], "element").tag == "P"  # noqa: B009


@pytest.mark.parametrize("height", [90, 130, 171, 260, 900])
def test_over_pages_all_is_read_once_and_in_order(height: float) -> None:
    tree, pages = drawn(Columns(stack(12)), height)
    assert [tag for tag, _ in told(tree)] == ["H3", "P"] * 12
    assert all(number == 1 for tag, number in told(tree) if tag == "H3")
    assert (pages > 1) is (height < 900)


def test_a_paragraph_longer_than_a_page_runs_through_the_columns() -> None:
    tree, pages = drawn(Columns(stack(1, words=2000)), 300)
    assert pages > 2
    assert [tag for tag, _ in told(tree)] == ["H3", "P"]
