"""Questions of which the answer given without thinking changes nothing; and a plain word."""

from PySide6.QtCore import QCoreApplication, Qt
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


def closes_all_the_same(parent: QWidget, count: int) -> bool:
    """Return whether the person closes the program with so many examinations of today unsigned."""

    def tr(words: str) -> str:
        return QCoreApplication.translate("Asking", words)

    words = (
        tr("1 examination of today is not signed.")
        if count == 1
        else tr("{count} examinations of today are not signed.").format(count=count)
    )
    box = QMessageBox(QMessageBox.Icon.Question, _TITLE, words, parent=parent)
    look = box.addButton(tr("Look at them"), QMessageBox.ButtonRole.RejectRole)
    close = box.addButton(tr("Close all the same"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(look)
    box.setEscapeButton(look)
    box.exec()
    closes: bool = box.clickedButton() == close
    box.deleteLater()
    return closes


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
