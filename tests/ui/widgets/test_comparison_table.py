"""The comparison's tables: heads that look like their page, columns that hold their words."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.comparison_table import ComparisonTable


def test_the_heads_have_the_colour_of_the_window_where_a_table_is_made_in_its_page(
    qtbot: QtBot,
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    table = ComparisonTable("Pathways", ["Pathway", "Reading"], (1, 1), (), page)
    table.setFixedWidth(400)
    table.show_rows({"sciatic": ("Sciatic", "as reported")})
    page.show()
    header = table.horizontalHeader()
    image = header.grab().toImage()
    window = page.palette().window().color()
    left = {image.pixelColor(1, y).name() for y in range(2, header.height() - 2)}
    assert left == {window.name()}


@pytest.mark.parametrize("width", [200, 640, 1100])
def test_every_column_holds_its_widest_word_where_there_is_room(qtbot: QtBot, width: int) -> None:
    heads = ["Pathway", "Examination", "Reading (proposed)", "Comment"]
    table = ComparisonTable("Pathways", heads, (1, 9, 1, 1), (2,))
    qtbot.addWidget(table)
    table.setFixedWidth(width)
    table.show_rows({"sciatic": ("Sciatic", "none done", "Cannot be compared:", "x" * 400)})
    table.show()
    bold = QFont(table.font())
    bold.setBold(True)
    words = ("Pathway", "Examination", "(proposed)", "Comment")
    needed = [QFontMetrics(bold).horizontalAdvance(word) for word in words]
    widths = [table.columnWidth(column) for column in range(len(heads))]
    assert sum(widths) <= table.viewport().width()
    is_held = all(held >= least for held, least in zip(widths, needed, strict=True))
    assert is_held == (width > 200)
