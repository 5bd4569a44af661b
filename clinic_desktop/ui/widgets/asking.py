"""A question with Yes and No, where No is the answer given without thinking."""

from PySide6.QtWidgets import QMessageBox, QWidget


def agrees(parent: QWidget, question: str) -> bool:
    """Return whether the person says yes."""
    answer = QMessageBox.question(
        parent,
        "Clinic Desktop",
        question,
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
        QMessageBox.StandardButton.No,
    )
    # Qt returns a plain number (seen, PySide 6.11): it is equal, never the same object.
    return answer == QMessageBox.StandardButton.Yes
