"""The preview shows what the PDF holds, sharp, and holds little of it at a time."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_desktop.ui import theme
from clinic_desktop.ui.page_image import PdfUnreadable, open_pdf, page_image
from clinic_desktop.ui.widgets.preview import Preview
from tests.ui.sample_pdf import A4, sample_pdf

RED, BLUE, WHITE = QColor("#ff0000"), QColor("#0000ff"), QColor("#ffffff")


@pytest.fixture
def preview(qtbot: QtBot) -> Iterator[Preview]:
    shown = Preview()
    qtbot.addWidget(shown)
    shown.resize(600, 500)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.clear()


def seen(preview: Preview) -> QImage:
    QApplication.processEvents()
    return preview.pages.viewport().grab().toImage()


def test_colours_keep_their_order_and_rows_their_length() -> None:
    """PDFium's own order is blue first, and its rows may be padded: 101 points are no multiple."""
    document = open_pdf(sample_pdf([(101, 203)]))
    image = page_image(document, 0, 72)
    document.close()
    assert (image.width(), image.height()) == (101, 203)
    assert image.pixelColor(2, 200) == RED
    assert image.pixelColor(98, 2) == BLUE
    assert image.pixelColor(2, 2) == WHITE


def test_the_page_is_as_wide_as_there_is_room_and_follows_the_window(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 2))
    image = seen(preview)
    width = preview.pages.viewport().width()
    assert image.pixelColor(12 + 3, 12 + 3) == WHITE
    assert image.pixelColor(width - 12 - 3, 12 + 3) == BLUE
    assert image.pixelColor(5, 5) != WHITE
    before = preview.pages.scale
    preview.resize(900, 500)
    assert preview.pages.scale > before
    assert preview.pages.horizontalScrollBar().maximum() == 0


def test_the_page_label_follows_scrolling(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 3))
    assert preview.page_label.text() == "Page 1 of 3"
    preview.pages.setFocus()
    QTest.keyClick(preview.pages, Qt.Key.Key_PageDown)
    QTest.keyClick(preview.pages, Qt.Key.Key_PageDown)
    assert preview.page_label.text() == "Page 2 of 3"
    preview.pages.verticalScrollBar().setValue(preview.pages.verticalScrollBar().maximum())
    assert preview.page_label.text() == "Page 3 of 3"


def test_only_pages_that_are_seen_are_drawn_and_held(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 40))
    bar = preview.pages.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 30):
        bar.setValue(value)
        seen(preview)
        assert 1 <= len(preview.pages.images) <= 3


def test_zooming_keeps_what_stood_in_the_middle(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 4))
    bar = preview.pages.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)
    before, page = preview.pages.scale, preview.page_label.text()
    QTest.mouseClick(preview.zoom_in, Qt.MouseButton.LeftButton)
    assert preview.pages.scale == pytest.approx(before * 1.25)
    assert preview.page_label.text() == page
    QTest.mouseClick(preview.zoom_out, Qt.MouseButton.LeftButton)
    QTest.mouseClick(preview.zoom_out, Qt.MouseButton.LeftButton)
    assert preview.pages.scale < before
    QTest.mouseClick(preview.fit, Qt.MouseButton.LeftButton)
    assert preview.pages.scale == pytest.approx(before)
    assert preview.page_label.text() == page


def test_zooming_ends_where_a_page_would_fill_the_memory(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4]))
    for _ in range(30):
        preview.zoom_in.click()
    assert preview.pages.scale == 3
    for _ in range(30):
        preview.zoom_out.click()
    assert preview.pages.scale == 0.25


def test_the_wheel_zooms_with_ctrl_and_scrolls_without(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 2))
    view = preview.pages.viewport()
    before = preview.pages.scale

    def wheel(turn: int, held: Qt.KeyboardModifier) -> None:
        middle = QPointF(view.rect().center())
        QApplication.sendEvent(
            view,
            QWheelEvent(
                middle,
                middle,
                QPoint(),
                QPoint(0, turn),
                Qt.MouseButton.NoButton,
                held,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    wheel(120, Qt.KeyboardModifier.ControlModifier)
    assert preview.pages.scale > before
    wheel(-120, Qt.KeyboardModifier.ControlModifier)
    assert preview.pages.scale == pytest.approx(before)
    wheel(-120, Qt.KeyboardModifier.NoModifier)
    assert preview.pages.verticalScrollBar().value() > 0


def test_a_report_made_anew_stays_where_it_was_scrolled_to(preview: Preview) -> None:
    pdf = sample_pdf([A4] * 3)
    preview.show_pdf(pdf)
    preview.pages.verticalScrollBar().setValue(700)
    preview.show_pdf(pdf)
    assert preview.pages.verticalScrollBar().value() == 700


def test_paper_stays_white_in_the_dark(preview: Preview) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        theme.apply(app, theme.Appearance.DARK)
        preview.show_pdf(sample_pdf([A4]))
        image = seen(preview)
        assert image.pixelColor(20, 20) == WHITE
        assert image.pixelColor(3, 3).lightness() < 80
    finally:
        theme.apply(app, theme.Appearance.SYSTEM)


def test_what_is_no_pdf_is_told_and_nothing_is_shown(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4]))
    with pytest.raises(PdfUnreadable, match="cannot be read"):
        preview.show_pdf(b"not a PDF")
    assert preview.page_label.text() == ""
    assert preview.pages.images == {}
    assert not preview.zoom_in.isEnabled()


def test_everything_that_takes_the_keyboard_has_a_name(preview: Preview) -> None:
    for widget in (preview.pages, *preview._buttons()):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name)


def test_a_screen_reader_hears_which_page_is_seen(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 3))
    preview.pages.go_to(1)
    interface = QAccessible.queryAccessibleInterface(preview.pages)
    assert interface is not None
    assert interface.text(QAccessible.Text.Description) == "Page 2 of 3"


def test_a_whole_page_is_seen_from_edge_to_edge(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 3))
    preview.pages.go_to(1)
    preview.whole.click()
    assert preview.page_label.text() == "Page 2 of 3"
    image = seen(preview)
    assert list(preview.pages.images) == [1]
    height = preview.pages.viewport().height()
    assert image.pixelColor(image.width() // 2, height - 3) != WHITE
    assert image.pixelColor(image.width() // 2, 3) != WHITE
    preview.resize(600, 700)
    assert preview.pages.viewport().height() > height
    seen(preview)
    assert list(preview.pages.images) == [1]


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        ([Qt.Key.Key_3], 3),
        ([Qt.Key.Key_9], 4),
        ([Qt.Key.Key_End], 4),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 1),
        ([Qt.Key.Key_0], 1),
    ],
)
def test_a_key_goes_to_a_page(preview: Preview, keys: list[Qt.Key], page: int) -> None:
    preview.show_pdf(sample_pdf([A4] * 4))
    preview.whole.click()
    for key in keys:
        QTest.keyClick(preview.pages, key)
    assert preview.page_label.text() == f"Page {page} of 4"


def test_where_the_page_is_seen_whole_the_keys_turn_it(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 3))
    preview.whole.click()
    told = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(preview.pages, key)
        told.append(preview.page_label.text())
    assert told == ["Page 2 of 3", "Page 3 of 3", "Page 3 of 3", "Page 2 of 3"]


def test_the_buttons_turn_the_page(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4] * 3))
    preview.whole.click()
    preview.ahead.click()
    assert preview.page_label.text() == "Page 2 of 3"
    preview.back.click()
    preview.back.click()
    assert preview.page_label.text() == "Page 1 of 3"


def test_the_keyboard_zooms_as_in_other_readers(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4]))
    width = preview.pages.scale
    held = Qt.KeyboardModifier.ControlModifier
    scales = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_2):
        QTest.keyClick(preview.pages, key, held)
        scales.append(preview.pages.scale)
    assert scales[:3] == [pytest.approx(width * 1.25), pytest.approx(width), 1.0]
    assert scales[3] < width
    assert scales[4] == pytest.approx(width)


def test_without_a_page_no_key_does_anything(preview: Preview) -> None:
    for key in (Qt.Key.Key_3, Qt.Key.Key_End):
        QTest.keyClick(preview.pages, key)
    assert preview.page_label.text() == ""


def test_a_ring_shows_that_the_keys_turn_the_pages(preview: Preview, qtbot: QtBot) -> None:
    preview.show_pdf(sample_pdf([A4]))
    qtbot.waitActive(preview)
    highlight = preview.palette().color(QPalette.ColorRole.Highlight)
    preview.whole.setFocus()
    assert seen(preview).pixelColor(0, 100) != highlight
    preview.pages.setFocus()
    assert seen(preview).pixelColor(0, 100) == highlight
    preview.whole.setFocus()
    assert seen(preview).pixelColor(0, 100) != highlight


def test_no_word_of_a_button_is_cut_off_where_there_is_little_room(preview: Preview) -> None:
    preview.show_pdf(sample_pdf([A4]))
    preview.resize(1, 500)
    QApplication.processEvents()
    for button in (preview.fit, preview.whole):
        assert button.width() >= button.sizeHint().width(), button.text()
