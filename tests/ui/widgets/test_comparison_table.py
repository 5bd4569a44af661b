"""The heads of the comparison's tables look like the page they stand on."""

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
