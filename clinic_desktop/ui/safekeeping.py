"""Seeing to it that an open record can be had again: its backups, and its recovery sheet."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.backups import Backup
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.practice import Role
from clinic_desktop.ui.backing_up import BackingUp
from clinic_desktop.ui.file_choice import ask_folder
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.paperwork import Paperwork
from clinic_desktop.ui.widgets.asking import tell

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

ENDS_SECONDS: Final = 3.0
"""How long the end waits for a backup that is being made."""


class Safekeeping(QObject):
    """Makes the backups of an open record, and tells in the window's lines what it lacks."""

    def __init__(
        self,
        store: "Record",
        paperwork: Paperwork,
        now: Callable[[], datetime],
        notices: Notices,
        window: QWidget,
        show_settings: Callable[[], None],
    ) -> None:
        """Watch over a record.

        Args:
            store: the open record.
            paperwork: the makers of what is printed.
            now: the time of day, with its offset.
            notices: the lines at the foot of the window.
            window: the parent of every dialog.
            show_settings: shows the record's settings.
        """
        super().__init__(window)
        self._store = store
        self._paperwork = paperwork
        self._now = now
        self._notices = notices
        self._window = window
        self._show_settings = show_settings
        self._has_ended = False
        self.backing_up = BackingUp(store, self)
        self.backing_up.made.connect(self._tell_made)
        self.backing_up.failed.connect(self._tell_failed)

    def end(self) -> None:
        """Let go of the record, which is about to be closed."""
        self._has_ended = True
        self.deleteLater()
        self.backing_up.finish(ENDS_SECONDS)

    def remind(self, *, beside_patients: bool) -> None:
        """Show what a safe record lacks, but only beside the patients: no visit is disturbed."""
        for topic in ("sheet", "disk"):
            self._notices.clear(topic)
        if not beside_patients or self._store.account.role is not Role.OWNER:
            return
        with suppress(UserError):
            if not self._store.people.has_recovery_key():
                self._notices.show_notice(
                    "sheet",
                    self.tr("No recovery sheet was made."),
                    (self.tr("Make one\u2026"), self.make_recovery_sheet),
                )
        if self._store.backups.is_on_the_same_disk:
            self._notices.show_notice(
                "disk",
                self.tr(
                    "Backups are on the same disk as the record. Choose another disk under "
                    "Record > Settings."
                ),
                (self.tr("Settings\u2026"), self._show_settings),
            )

    def make_recovery_sheet(self) -> bool:
        """Let an owner make a recovery sheet; return whether it was printed or saved."""
        from clinic_desktop.ui.recovery_sheet_dialog import make_recovery_sheet

        is_out = make_recovery_sheet(self._store, self._paperwork, self._now, self._window)
        if is_out:
            self._notices.clear("sheet")
        return is_out

    def back_up(self) -> None:
        """Make a backup now, and say where it is."""
        self._notices.show_notice("backup", self.tr("Making a backup\u2026"))
        self.backing_up.make()

    def choose_folder(self) -> None:
        """Let an owner choose where the backups go, and make one there."""
        backups = self._store.backups
        folder = ask_folder(self._window, self.tr("Folder for backups"), backups.folder)
        if folder is None or self._has_ended:  # the window stays when the record is locked
            return
        try:
            backups.set_folder(folder)
        except UserError as error:
            tell(self._window, str(error))
            return
        if not backups.is_on_the_same_disk:
            self._notices.clear("disk")
        self.back_up()

    def _tell_made(self, made: Backup) -> None:
        is_waited_for = bool(self._notices.text("backup"))
        self._notices.clear("backup")
        if is_waited_for:
            at = made.made_at.astimezone(self._now().tzinfo)
            words = self.tr("A backup was made at {time}: {file}")
            self._notices.tell("backup", words.format(time=f"{at:%H:%M}", file=made.path))

    def _tell_failed(self, sentence: str) -> None:
        self._notices.show_notice(
            "backup",
            sentence,
            (self.tr("Back up now"), self.back_up),
            (self.tr("Choose another folder\u2026"), self.choose_folder),
            is_alert=True,
        )
