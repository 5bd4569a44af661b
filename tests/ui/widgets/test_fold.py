"""A strip that opens: its face says what is inside, by keyboard and screen reader too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.fold import Fold


@pytest.fixture
def fold(qtbot: QtBot) -> Fold:
    made = Fold("Before", QLabel("fields"))
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    return made


def test_it_is_closed_at_first_and_says_that_nothing_is_recorded(fold: Fold) -> None:
    assert not fold.inner.isVisible()
    assert "Before: not recorded" in fold.button.text()
    assert fold.button.accessibleName() == "Before: not recorded (closed)"


def test_it_tells_whether_anything_is_inside(fold: Fold) -> None:
    assert not fold.holds_something
    fold.show_summary("1 operation")
    assert fold.holds_something


def test_the_keyboard_opens_and_closes_it(fold: Fold) -> None:
    for is_open in (True, False):
        QTest.keyClick(fold.button, Qt.Key.Key_Space)
        assert fold.inner.isVisible() == fold.is_open == is_open


def test_a_screen_reader_that_toggles_without_a_click_opens_it(fold: Fold) -> None:
    fold.button.toggle()
    assert fold.inner.isVisible()
    assert fold.button.accessibleName().endswith("(open)")


def test_a_long_face_ends_in_dots_and_keeps_the_page_narrow(fold: Fold) -> None:
    words = "consent: yes; " * 40
    fold.show_summary(words)
    assert fold.button.text().endswith("\u2026")
    assert fold.minimumSizeHint().width() <= 400
    assert words in fold.button.toolTip()
    assert words in fold.button.accessibleName()


def test_an_ampersand_is_shown_as_one(fold: Fold) -> None:
    fold.show_summary("Smith & Sons")
    assert "Smith && Sons" in fold.button.text()
