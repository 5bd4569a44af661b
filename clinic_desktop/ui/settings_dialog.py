"""What holds for the whole record: the clinic, locking, retention, the day's end, the backups."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Clinic
from clinic_desktop.domain.practice import PaperSize, Role, Settings
from clinic_desktop.ui.file_choice import ask_folder
from clinic_desktop.ui.widgets.form import new_form, scrolling, section, words
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.logo_choice import LogoChoice
from clinic_desktop.ui.widgets.telling import Telling
from clinic_desktop.ui.widgets.text_area import TextLine

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_NARROW: Final = 90


class SettingsDialog(QDialog):
    """Mirrors the clinic and the settings, saved together; what concerns backups acts at once."""

    def __init__(
        self,
        record: "Record",
        parent: QWidget | None = None,
        *,
        read_logo: Callable[[Path], bytes] | None = None,
    ) -> None:
        """Build the dialog.

        Args:
            record: whose settings they are.
            parent: Qt's parent.
            read_logo: reads a picture's file as a logo; without it, none can be chosen.
        """
        super().__init__(parent)
        self._record = record
        self._clinic = Clinic()
        self._settings = Settings()
        self._logo: bytes | None = None
        self._is_read = False
        self.setWindowTitle(self.tr("Settings of the record"))
        self.told = Telling()
        self.clinic = TextLine(self.tr("Clinic"))
        self.address = LinesField(self.tr("Address of the clinic"), lines=3)
        self.phone = TextLine(self.tr("Phone"))
        self.email = TextLine(self.tr("E-mail"))
        self.fields = {
            "lock_after_minutes": TextLine(self.tr("Lock after, in minutes")),
            "retention_years": TextLine(self.tr("Keep records for, in years")),
            "day_ends": TextLine(self.tr("End of the working day")),
        }
        self.phrases = LinesField(self.tr("The clinic's own phrases, one to a line"), lines=4)
        self.logo = LogoChoice(read_logo)
        self.letter = QCheckBox(self.tr("Reports on US &Letter paper, not A4"))
        self.examine_first = QCheckBox(self.tr("Examine &first: imaging stays closed"))
        self.where = words("")
        self.same_disk = words(
            self.tr(
                "That is the disk of the record: when it breaks, both are lost. Choose a folder "
                "on another disk."
            ),
            role="alert",
        )
        self.choose = QPushButton(self.tr("C&hoose\u2026"))
        self.own = QPushButton(self.tr("Use the record's own &folder"))
        self.back_up = QPushButton(self.tr("&Back up now"))
        self.buttons = QDialogButtonBox()
        self._lay_out()
        self.logo.told.connect(self.told.say)
        self.choose.clicked.connect(self._choose)
        self.own.clicked.connect(lambda: self.set_folder(None))
        self.back_up.clicked.connect(self.make_backup)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for text in (self.address, self.phrases):
            text.left.connect(self.reject)  # Esc cancels from every field
        self._show()

    def accept(self) -> None:
        """Override QDialog.accept: save what was changed, or tell why not and keep it typed."""
        if not self._is_read:
            return
        settings = self._typed()
        if settings is None:
            return
        if not self.clinic.text().strip():
            self._ask(self.clinic, self.tr("Give the clinic's name: it heads every report."))
            return
        clinic = Clinic(
            name=self.clinic.text().strip(),
            address=self.address.texts() or None,
            phone=self.phone.text().strip() or None,
            email=self.email.text().strip() or None,
        )
        try:
            if clinic != self._clinic:
                self._record.set_clinic(clinic)
                self._clinic = clinic
            if settings != self._settings:
                self._record.set_settings(settings)
                self._settings = settings
            if self.logo.picture != self._logo:
                self._record.set_logo(self.logo.picture)
        except UserError as error:
            self.told.say(str(error))
        else:
            super().accept()

    def set_folder(self, folder: Path | None) -> None:
        """Keep the backups in a folder from now on; `None` is the record's own."""
        try:
            self._record.backups.set_folder(folder)
        except UserError as error:
            self.told.say(str(error))
        else:
            self.told.say(self.tr("From now on backups are kept there. Those made before stay."))
        self._show_backups()

    def make_backup(self) -> None:
        """Make a backup and say where it is, or why there is none."""
        try:
            with self.told.busy(self.tr("Backing up\u2026")):
                made = self._record.backups.make()
        except UserError as error:
            with suppress(UserError):  # the disk that takes no backup may take no entry either
                self._record.backups.failed()
            self.told.say(str(error))
        else:
            self.told.say(self.tr("Backed up as {name}.").format(name=made.path.name))
        self._show_backups()

    def _show(self) -> None:
        try:
            self._clinic = self._record.clinic() or Clinic()
            self._settings = self._record.settings()
            self._logo = self._record.logo()
            self._is_read = True
        except UserError as error:
            self.told.say(str(error))
            self._refuse_changes()
        else:
            self._show_what_was_read()
        self._show_backups()

    def _refuse_changes(self) -> None:
        """Let nothing be saved: it would take the place of what was not read."""
        fields = (self.clinic, self.address, self.phone, self.email, *self.fields.values())
        for widget in (*fields, self.phrases, self.examine_first, self.letter, self.logo):
            widget.setEnabled(False)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        if save is not None:  # only an owner has it
            save.setEnabled(False)

    def _show_what_was_read(self) -> None:
        self.clinic.show_value(self._clinic.name)
        self.address.show_lines(self._clinic.address)
        self.phone.show_value(self._clinic.phone)
        self.email.show_value(self._clinic.email)
        for name, field in self.fields.items():
            field.show_value(str(getattr(self._settings, name)))
        self.phrases.show_lines(self._settings.phrases)
        self.examine_first.setChecked(self._settings.examine_first)
        self.letter.setChecked(self._settings.paper is PaperSize.LETTER)
        self.logo.show_picture(self._logo)

    def _show_backups(self) -> None:
        backups = self._record.backups
        lines = [self.tr("Backups are kept in {folder}.").format(folder=backups.folder)]
        try:
            made = backups.all()
        except UserError as error:
            self.told.say(str(error))
            made = ()
        if made:
            at = made[0].made_at.astimezone()
            lines.append(
                self.tr("The newest was made on {day} at {time}.").format(
                    day=long_date(at.date()), time=f"{at:%H:%M}"
                )
            )
        else:
            lines.append(self.tr("No backup of this record is there."))
        self.where.setText("\n".join(lines))
        self.same_disk.setVisible(backups.is_on_the_same_disk)

    def _typed(self) -> Settings | None:
        """Return the settings typed; `None` when one was told to be wrong."""
        sentences = {
            "lock_after_minutes": self.tr(
                "The record locks after 1 to 15 minutes without a key. Write a whole number."
            ),
            "retention_years": self.tr(
                "Records are kept for 1 to 100 years. Write a whole number."
            ),
            "day_ends": self.tr("Write the end of the working day as 17:30."),
        }
        typed: dict[str, str] = {}
        for name, field in self.fields.items():
            typed[name] = _time(field.text()) if name == "day_ends" else field.text().strip()
            try:
                # The bounds stand in the type alone.
                msgspec.convert({name: typed[name]}, Settings, strict=False)
            except msgspec.ValidationError:
                self._ask(field, sentences[name])
                return None
        return msgspec.structs.replace(
            msgspec.convert(typed, Settings, strict=False),
            protocols=self._settings.protocols,  # they have a dialog of their own
            phrases=self.phrases.texts(),
            examine_first=self.examine_first.isChecked(),
            paper=PaperSize.LETTER if self.letter.isChecked() else PaperSize.A4,
        )

    def _ask(self, field: QLineEdit, sentence: str) -> None:
        self.told.say(sentence)
        field.setFocus()
        field.selectAll()

    def _choose(self) -> None:
        begin = self._record.backups.folder.parent
        folder = ask_folder(self, self.tr("Folder of the backups"), begin)
        if folder is not None:
            self.set_folder(folder)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.addLayout(self._form())
        column.addWidget(section(self.tr("Backups")))
        column.addWidget(self.where)
        column.addWidget(self.same_disk)
        row = QHBoxLayout()
        for button in (self.choose, self.own, self.back_up):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
        layout = QVBoxLayout(self)
        if self._record.account.role is Role.OWNER:
            kinds = QDialogButtonBox.StandardButton
            self.buttons.setStandardButtons(kinds.Save | kinds.Cancel)
        else:
            layout.addWidget(
                words(self.tr("Only an owner changes these settings. You can read them."))
            )
            self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
            for field in (self.clinic, self.phone, self.email, *self.fields.values()):
                field.setReadOnly(True)
            self.address.setReadOnly(True)
            self.phrases.setReadOnly(True)
            self.examine_first.setEnabled(False)
            self.letter.setEnabled(False)
            self.logo.only_show()
            self.choose.setEnabled(False)
            self.own.setEnabled(False)
        layout.addWidget(scrolling(inner), 1)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(660, min(640, room.height() - 80))

    def _form(self) -> QFormLayout:
        form = new_form()
        form.addRow(section(self.tr("The clinic, as it heads the report")))
        form.addRow(self.tr("Clinic"), self.clinic)
        form.addRow(self.tr("Address"), self.address)
        form.addRow(self.tr("Phone"), self.phone)
        form.addRow(self.tr("E-mail"), self.email)
        form.addRow(self.tr("Logo"), self.logo)
        form.addRow(self.tr("Paper"), self.letter)
        form.addRow(section(self.tr("The record")))
        hints = (
            (self.tr("Lock after"), self.tr("minutes without a key or a click, 1 to 15")),
            (
                self.tr("Keep records for"),
                self.tr(
                    "years after the last entry. In England 8 for adults, in Scotland 6. A "
                    "child's record is always kept until the 25th birthday at least."
                ),
            ),
            (
                self.tr("Working day ends"),
                self.tr("from then on unsigned examinations are reminded of"),
            ),
        )
        for (label, hint), field in zip(hints, self.fields.values(), strict=True):
            field.setFixedWidth(_NARROW)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(field)
            about = words(hint)
            about.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(about, 1)
            form.addRow(label, row)
        form.addRow(self.tr("Own phrases"), self.phrases)
        hint = self.tr("one to a line; texts offer them after the program's own (Ctrl+Space)")
        form.addRow("", words(hint))
        form.addRow(self.tr("New examinations"), self.examine_first)
        hint = self.tr(
            "until every test has an outcome, or it is opened on purpose; each examination can "
            "say otherwise before its first test"
        )
        form.addRow("", words(hint))
        return form


def show_settings(
    record: "Record",
    catalogue: Catalogue,  # noqa: ARG001 - the menu calls all its dialogs alike
    parent: QWidget | None,
    read_logo: Callable[[Path], bytes],
) -> None:
    """Show what holds for the whole record, and let an owner change it."""
    dialog = SettingsDialog(record, parent, read_logo=read_logo)
    dialog.exec()
    dialog.deleteLater()


def _time(text: str) -> str:
    """Return a time of day with two digits for the hour, written as "17:30"."""
    text = text.strip().replace(".", ":")
    return f"0{text}" if text[1:2] == ":" else text
