"""A question with Yes and No, where No is the answer given without thinking; and a plain word."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

_TITLE = "Clinic Desktop"


def agrees(parent: QWidget, question: str) -> bool:
    """Return whether the person says yes."""
    kinds = QMessageBox.StandardButton
    box = QMessageBox(
        QMessageBox.Icon.Question, _TITLE, question, kinds.Yes | kinds.No, parent=parent
    )
    box.setDefaultButton(kinds.No)
    # Qt returns a plain number (seen, PySide 6.11): it is equal, never the same object.
    return _answer(box) == kinds.Yes


def tell(
    parent: QWidget | None,
    sentence: str,
    icon: QMessageBox.Icon = QMessageBox.Icon.Warning,
) -> None:
    """Tell why something is not done, until the person has read it."""
    _answer(QMessageBox(icon, _TITLE, sentence, QMessageBox.StandardButton.Ok, parent=parent))


def _answer(box: QMessageBox) -> int:
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files, and what people typed
    answer = box.exec()
    box.deleteLater()
    return answer
