"""The pages of an original are drawn only where they are seen, however long a page is."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.scan_view import ScanView

RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


@pytest.fixture
def view(qtbot: QtBot) -> ScanView:
    shown = ScanView()
    qtbot.addWidget(shown)
    shown.resize(600, 400)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def page(width: int, height: int) -> QImage:
    """Return a red page whose lower half is blue."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    for y in range(height // 2, height):
        for x in range(width):
            image.setPixelColor(x, y, BLUE)
    return image


def seen(view: ScanView) -> QImage:
    QApplication.processEvents()
    return view.sheets.viewport().grab().toImage()


def test_a_page_is_as_wide_as_there_is_room_and_follows_the_window(view: ScanView) -> None:
    view.show_images([page(1200, 300)])
    (sheet,) = view.sheets.pages
    width = view.sheets.viewport().width()
    assert sheet.width() == width
    assert sheet.height() == round(300 * width / 1200)
    image = seen(view)
    assert image.pixelColor(width // 2, 5) == RED
    assert image.pixelColor(width // 2, sheet.height() - 5) == BLUE
    view.resize(500, 400)
    assert sheet.width() == view.sheets.viewport().width() < width


def test_a_page_is_never_enlarged_beyond_its_own_size_times_the_zoom(view: ScanView) -> None:
    """A PDF of 549 bytes can hold a page of 3 by 14400 points: it must not fill the memory."""
    view.show_images([page(1, 5000)])
    (sheet,) = view.sheets.pages
    assert (sheet.width(), sheet.height()) == (1, 5000)
    for _ in range(20):
        view.larger.click()
    assert (sheet.width(), sheet.height()) == (4, 20_000)
    for _ in range(40):
        view.smaller.click()
    assert (sheet.width(), sheet.height()) == (1, 1250)


def test_what_is_seen_alone_is_drawn(view: ScanView) -> None:
    """Nothing of a page's enlarged size is held: a label would hold all of it."""
    view.show_images([page(1000, 2000)])
    for _ in range(20):
        view.larger.click()
    (sheet,) = view.sheets.pages
    assert sheet.height() > 4 * view.sheets.viewport().height()
    assert not view.sheets.findChildren(QLabel)
    drawn = sheet.grab(QRect(0, sheet.height() - 10, 10, 10)).toImage()
    assert drawn.pixelColor(5, 5) == BLUE
    assert seen(view).pixelColor(50, 50) == RED
    bar = view.sheets.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert seen(view).pixelColor(50, 50) == BLUE


def test_with_ctrl_the_wheel_zooms_and_without_it_scrolls(view: ScanView) -> None:
    view.show_images([page(500, 3000)])
    (sheet,) = view.sheets.pages
    for keys, turns in (
        (Qt.KeyboardModifier.ControlModifier, 120),
        (Qt.KeyboardModifier.ControlModifier, -120),
        (Qt.KeyboardModifier.NoModifier, -120),
    ):
        before, top = sheet.width(), view.sheets.verticalScrollBar().value()
        event = QWheelEvent(
            QPointF(50, 50),
            QPointF(50, 50),
            QPoint(),
            QPoint(0, turns),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.sheets.viewport(), event)
        if keys is Qt.KeyboardModifier.NoModifier:
            assert view.sheets.verticalScrollBar().value() > top
        else:
            assert (sheet.width() > before) is (turns > 0)


def test_empty_pictures_are_left_out(view: ScanView) -> None:
    view.show_images([QImage(), page(10, 10)])
    assert len(view.sheets.pages) == 1
    view.show_images([])
    assert view.is_empty
