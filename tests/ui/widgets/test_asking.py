"""A question is answered by pressing its button, as a person does."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.asking import agrees, tell

_Button = QMessageBox.StandardButton


@pytest.mark.parametrize(("button", "agreed"), [(_Button.Yes, True), (_Button.No, False)])
def test_the_button_pressed_is_the_answer(qtbot: QtBot, button: _Button, agreed: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.defaultButton() is box.button(_Button.No)
        box.button(button).click()

    QTimer.singleShot(0, press)
    assert agrees(parent, "Close and give it up?") is agreed


def test_what_is_asked_and_told_is_read_as_it_is_written(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    shown: list[tuple[str, Qt.TextFormat, QMessageBox.Icon]] = []

    def look(box: QMessageBox) -> int:
        shown.append((box.text(), box.textFormat(), box.icon()))
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    agrees(parent, "Remove MRI <b>final</b>.pdf?")
    tell(parent, "<b>MRI</b>.pdf is no file.")
    tell(None, "No <i>start</i>.", QMessageBox.Icon.Critical)
    plain, icons = Qt.TextFormat.PlainText, QMessageBox.Icon
    assert shown == [
        ("Remove MRI <b>final</b>.pdf?", plain, icons.Question),
        ("<b>MRI</b>.pdf is no file.", plain, icons.Warning),
        ("No <i>start</i>.", plain, icons.Critical),
    ]


def test_a_word_is_told_until_it_was_read(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.button(_Button.Ok).click()

    QTimer.singleShot(0, press)
    tell(parent, "The disk is full.")
    assert QApplication.activeModalWidget() is None
