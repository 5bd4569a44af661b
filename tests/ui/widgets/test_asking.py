"""A question is answered by pressing its button, as a person does."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.asking import agrees

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
