"""Making the recovery sheet, which opens the record when every passphrase is forgotten."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.file_choice import ask_where
from clinic_desktop.ui.paperwork import Paperwork, RecoverySheet
from clinic_desktop.ui.printing import print_pdf
from clinic_desktop.ui.saving import lies_in, write_whole
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.form import title
from clinic_desktop.ui.widgets.preview import Preview
from clinic_desktop.ui.widgets.telling import Telling

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record


class RecoverySheetDialog(QDialog):
    """Says what the sheet is, makes it, and lets it be printed or saved; it is kept nowhere.

    An older sheet stays valid until somebody has the new one.
    """

    def __init__(
        self,
        record: "Record",
        paperwork: Paperwork,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._record = record
        self._paperwork = paperwork
        self._now = now
        self._sheet: RecoverySheet | None = None
        self._has_older = False
        self.is_out = False
        """Whether the sheet was printed or saved, and opens the record."""
        self.setWindowTitle(self.tr("Recovery sheet"))
        self.told = Telling()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.preview = Preview()
        self.preview.hide()
        self.make = QPushButton(self.tr("&Make the sheet"))
        self.make.setProperty("primary", True)
        self.print = QPushButton(self.tr("&Print\u2026"))
        self.save = QPushButton(self.tr("&Save PDF\u2026"))
        self.close_button = QPushButton(self.tr("Close"))
        self._lay_out()
        self.make.clicked.connect(self.make_sheet)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._ask_where)
        self.close_button.clicked.connect(self.reject)
        self._explain()

    def make_sheet(self) -> None:
        """Make a new recovery key and show its sheet, or tell why not."""
        try:
            with self.told.busy(self.tr("Making the sheet\u2026")):
                sheet = self._paperwork.recovery_sheet(self._record, self._now().date())
            self.preview.show_pdf(sheet.pdf)
        except UserError as error:
            self.told.say(str(error))
            return
        self._sheet = sheet
        self.make.hide()
        self.words.hide()
        for widget in (self.preview, self.print, self.save):
            widget.show()
        self.print.setDefault(True)
        self.print.setFocus()
        room = self.screen().availableGeometry()
        self.resize(max(self.width(), 720), min(720, room.height() - 80))
        self.told.say(
            self.tr(
                "Print it or save it before closing. It opens the record as soon as you have, and "
                "an older sheet no longer does."
            )
        )

    def save_pdf(self, path: Path) -> None:
        """Write the sheet to a file, but never beside the record or its backups."""
        sheet = self._sheet
        if sheet is None:  # locked while the system's dialog was open
            return
        if any(lies_in(path, folder) for folder in (self._record.folder, self._backups())):
            self.told.say(
                self.tr(
                    "The sheet is not saved there: whoever finds it beside the record or its "
                    "backups can open them. Choose another place, or print it."
                )
            )
            return
        try:
            write_whole(path, sheet.pdf)
        except OSError as error:
            self.told.say(
                self.tr("The sheet was not saved to {name} ({why}). Choose another folder.").format(
                    name=path.name, why=error.strerror
                )
            )
            return
        self._hand_out(
            sheet,
            self.tr(
                "Saved as {name}. Print it, and keep neither the file nor the paper near this "
                "computer."
            ).format(name=path.name),
        )

    def reject(self) -> None:
        """Override QDialog.reject: ask before a sheet that nobody has is lost."""
        question = self.tr(
            "You do not have this sheet yet, so it opens nothing. Close all the same? It cannot be "
            "shown again: you would have to make another one."
        )
        if self._sheet is None or self.is_out or agrees(self, question):
            super().reject()

    def done(self, result: int) -> None:
        """Override QDialog.done: let go of the sheet."""
        self.preview.clear()
        self._sheet = None
        super().done(result)

    def _explain(self) -> None:
        text = self.tr(
            "The recovery sheet is a page of paper with a key on it. Whoever has it and this "
            "computer, or a backup, can open the record: it is for the day on which a passphrase "
            "is forgotten. Keep it in a safe place away from this computer, as you would keep "
            "cash. The program keeps no copy of it."
        )
        try:
            self._has_older = self._record.people.has_recovery_key()
            if self._has_older:
                text += "\n\n" + self.tr(
                    "A sheet was made before. As soon as a new one is printed or saved, the older "
                    "one no longer opens this record. Destroy it then: it still opens the "
                    "backups made before."
                )
        except UserError as error:
            self.told.say(str(error))
        self.words.setText(text)

    def _backups(self) -> Path:
        return self._record.backups.folder

    def _hand_out(self, sheet: RecoverySheet, done: str) -> None:
        """Let the sheet that somebody has now open the record, and say what was done."""
        try:
            if not self.is_out:
                sheet.keep()
        except UserError as error:
            refused = self.tr("The new sheet does not open the record.")
            if self._has_older:
                refused += " " + self.tr("The old sheet stays valid.")
            self.told.say(f"{refused} {error}")
            return
        self.is_out = True
        self.told.say(done)

    def _print(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        try:
            # A file of it goes the way of `save_pdf`, which looks where it comes to lie.
            printed = print_pdf(sheet.pdf, self, may_save=False)
        except UserError as error:
            self.told.say(str(error))
            return
        if printed:
            self._hand_out(
                sheet,
                self.tr(
                    "The sheet went to the printer. Look whether it can be read in full before "
                    "you close."
                ),
            )

    def _ask_where(self) -> None:
        # The name says what it is and whose it is not: neither clinic nor patient stands in it.
        path = ask_where(
            self, self.tr("Save the recovery sheet"), "recovery-sheet.pdf", self.tr("PDF (*.pdf)")
        )
        if path is not None:
            self.save_pdf(path)

    def _lay_out(self) -> None:
        self.resize(620, 340)
        buttons = QHBoxLayout()
        for button in (self.make, self.print, self.save):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        self.print.hide()
        self.save.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Recovery sheet")))
        layout.addWidget(self.words)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.told)
        layout.addStretch()
        layout.addLayout(buttons)


def make_recovery_sheet(
    record: "Record", paperwork: Paperwork, now: Callable[[], datetime], parent: QWidget | None
) -> bool:
    """Let an owner make a recovery sheet; return whether it was printed or saved."""
    dialog = RecoverySheetDialog(record, paperwork, now, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.is_out
