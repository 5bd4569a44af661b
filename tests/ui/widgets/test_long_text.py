"""A long rich text is as high as Qt's own label of it, and looks like it."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.ui.widgets.long_text import LongText
from clinic_desktop.ui.widgets.technique_text import technique_html

WIDTH = 232


@pytest.fixture
def html(catalogue: Catalogue) -> str:
    return technique_html(catalogue.tests["slr"], catalogue)


def of_qt(html: str) -> QLabel:
    label = QLabel(html)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setContentsMargins(10, 8, 10, 8)
    return label


def of_ours(html: str) -> LongText:
    label = LongText(html)
    label.setContentsMargins(10, 8, 10, 8)
    return label


def test_it_is_as_high_and_looks_as_qt_s_own(qtbot: QtBot, html: str) -> None:
    theirs, ours = of_qt(html), of_ours(html)
    for label in (theirs, ours):
        qtbot.addWidget(label)
        label.resize(WIDTH, theirs.heightForWidth(WIDTH))
    assert ours.heightForWidth(WIDTH) == theirs.heightForWidth(WIDTH)
    seen = QRect(0, 0, WIDTH, 900)
    assert ours.grab(seen).toImage() == theirs.grab(seen).toImage()


def test_it_takes_any_width_and_is_lower_in_more(qtbot: QtBot, html: str) -> None:
    label = of_ours(html)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() == label.sizeHint().width() == 0
    assert label.heightForWidth(2 * WIDTH) < label.heightForWidth(WIDTH)
    assert label.hasHeightForWidth()


def test_it_grows_with_the_font(qtbot: QtBot, html: str) -> None:
    label = of_ours(html)
    qtbot.addWidget(label)
    before = label.heightForWidth(WIDTH)
    font = label.font()
    font.setPointSizeF(2 * font.pointSizeF())
    label.setFont(font)
    assert label.heightForWidth(WIDTH) > before


def test_it_is_painted_in_the_colours_of_the_window(qtbot: QtBot) -> None:
    label = LongText("<p>\u2588\u2588\u2588\u2588</p>")
    qtbot.addWidget(label)
    palette = QPalette(label.palette())
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ff0000"))
    label.setPalette(palette)
    label.resize(WIDTH, label.heightForWidth(WIDTH))
    image = label.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(40) for y in range(image.height())}
    assert "#ff0000" in colours
