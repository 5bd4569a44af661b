"""Parts of a page side by side, or under each other."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.columns import Columns


def test_they_stand_under_each_other_where_they_do_not_fit_beside(qtbot: QtBot) -> None:
    left, right = QWidget(), QWidget()
    left.setMinimumSize(300, 50)
    right.setMinimumSize(200, 50)
    columns = Columns(spacing=20)
    columns.add(left, 1)
    columns.add(right)
    window = QWidget()
    qtbot.addWidget(window)
    columns.setParent(window)
    assert columns.minimumSizeHint().width() == 300
    window.show()
    for width, beside in ((520, True), (519, False), (800, True)):
        columns.resize(width, 400)
        QApplication.processEvents()
        assert columns.is_beside is beside
        assert (left.x() < right.x()) is beside
        assert (left.y() < right.y()) is not beside
