"""The mark that says when the last answer was saved, or that it was not."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_desktop.ui.widgets.marking import mark


class SaveMark(QWidget):
    """Shows "Saved 14:02:11", or that the last answer is not saved, with a way to try again.

    Signals:
        retry: the person wants the answer saved again.
    """

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self._button = QPushButton(self.tr("Save again"), self)
        self._button.clicked.connect(self.retry)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label)
        layout.addWidget(self._button)
        self._button.hide()

    def show_saved(self, at: datetime) -> None:
        """Say when the last answer was committed; `at` is UTC and shown in local time."""
        self._show(self.tr("Saved {time}").format(time=f"{at.astimezone():%H:%M:%S}"), failed=False)

    def show_failed(self) -> None:
        """Say that what stands on the screen is not saved."""
        self._show(self.tr("NOT SAVED"), failed=True)

    def show_words(self, words: str) -> None:
        """Say something else, such as that nothing here is to be saved."""
        self._show(words, failed=False)

    def _show(self, text: str, *, failed: bool) -> None:
        self.label.setText(text)
        self.label.setAccessibleName(text)
        self._button.setVisible(failed)
        mark(self.label, "role", "alert" if failed else "")
