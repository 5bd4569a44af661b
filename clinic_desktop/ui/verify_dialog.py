"""Reading the whole record through, and telling whether it is sound."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_PAINTED_AFTER_MS = 100


class VerifyDialog(QDialog):
    """Reads the record through once it is shown, and lists what is not sound."""

    def __init__(self, record: "Record", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self.setWindowTitle(self.tr("Verify the record"))
        self.resize(620, 150)
        self.told = Telling()
        self.told.setText(self.tr("Reading the whole record through\u2026"))
        self.problems = QPlainTextEdit()
        self.problems.setAccessibleName(self.tr("What is not sound"))
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        self.problems.hide()
        self.copy = QPushButton(self.tr("Co&py"))
        self.copy.hide()
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setDefault(True)
        # The dialog is to stand on the screen before reading keeps it from painting.
        self._start = QTimer(self, singleShot=True, interval=_PAINTED_AFTER_MS)
        self._start.timeout.connect(self.verify)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addWidget(self.problems, 1)
        layout.addStretch()
        layout.addLayout(buttons)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent: begin to read shortly after."""
        super().showEvent(event)
        self._start.start()

    def done(self, result: int) -> None:
        """Override QDialog.done: a dialog that was closed does not begin to read."""
        self._start.stop()
        super().done(result)

    def verify(self) -> None:
        """Read the record through and tell what was found."""
        try:
            with self.told.busy(self.tr("Reading the whole record through\u2026")):
                found = self._record.verify()
        except UserError as error:
            self.told.say(str(error))
            return
        if not found:
            self.told.say(
                self.tr(
                    "The record is sound: it can be read in full, every signed examination is as "
                    "it was signed, and the audit trail has no gap."
                )
            )
            return
        self.told.say(
            self.tr(
                "The record is not sound. Keep its folder as it is, look at the backups before "
                "you go on, and show these sentences to whoever looks after your computer."
            )
        )
        self.problems.setPlainText("\n".join(found))
        self.problems.show()
        self.copy.show()
        self.resize(self.width(), max(self.height(), 420))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.problems.toPlainText())


def show_verify(record: "Record", parent: QWidget | None) -> None:
    """Read the record through and show whether it is sound."""
    dialog = VerifyDialog(record, parent)
    dialog.exec()
    dialog.deleteLater()
