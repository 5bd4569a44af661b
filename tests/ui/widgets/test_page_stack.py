"""A stack that is as large as the page shown."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.page_stack import PageStack


def test_a_page_that_is_not_shown_asks_for_no_room(qtbot: QtBot) -> None:
    stack = PageStack()
    qtbot.addWidget(stack)
    assert stack.minimumSizeHint().height() <= 0
    small, large = QWidget(), QWidget()
    small.setMinimumSize(100, 50)
    large.setMinimumSize(900, 700)
    stack.addWidget(small)
    stack.addWidget(large)
    assert stack.minimumSizeHint() == small.minimumSize()
    stack.setCurrentWidget(large)
    assert stack.minimumSizeHint() == large.minimumSize()
