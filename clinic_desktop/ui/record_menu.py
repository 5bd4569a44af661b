"""The menu "Record", and the dialogs behind it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from clinic_desktop.ui.outfit import Outfit

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record
    from clinic_desktop.ui.safekeeping import Safekeeping
    from clinic_desktop.ui.window import MainWindow

LOCKING_KEYS: Final = "Ctrl+L"


class RecordMenu(QObject):
    """Offers what can be done with the record as a whole, while it is open."""

    _store: "Record"
    _safekeeping: "Safekeeping"

    def __init__(self, window: "MainWindow", outfit: Callable[[], Outfit]) -> None:
        super().__init__(window)
        self._window = window
        self._outfit = outfit
        self._menu = window.menuBar().addMenu(self.tr("&Record"))
        self.actions: Final[list[QAction]] = []
        self._fill()

    def begin(self, store: "Record", safekeeping: "Safekeeping") -> None:
        """Offer it for an open record."""
        self._store = store
        self._safekeeping = safekeeping
        for action in self.actions:
            action.setEnabled(True)

    def end(self) -> None:
        """Offer nothing more than to quit."""
        for action in self.actions:
            action.setEnabled(False)

    def show_settings(self) -> None:
        """Show the settings of the record; what is changed holds at once."""
        from clinic_desktop.ui.settings_dialog import show_settings

        catalogue, paperwork, _ = self._outfit()
        show_settings(self._store, catalogue, self._window, paperwork.logo)
        self._window.renew()

    def _fill(self) -> None:
        window = self._window
        self._add(self.tr("&Patients"), window.leave_examination)
        self._menu.addSeparator()
        self._add(self.tr("&Address book\u2026"), self._show_address_book)
        self._add(self.tr("P&eople\u2026"), self._show_people)
        self._add(self.tr("&Settings\u2026"), self.show_settings)
        self._add(self.tr("Pr&otocols\u2026"), self._show_protocols)
        self._add(self.tr("Audit &trail\u2026"), self._show_trail)
        self._add(self.tr("&Verify\u2026"), self._verify)
        self._menu.addSeparator()
        self._add(self.tr("&Change my passphrase\u2026"), self._change_passphrase)
        self._add(self.tr("Recovery s&heet\u2026"), self._make_recovery_sheet)
        self._menu.addSeparator()
        self._add(self.tr("&Back up now"), self._back_up)
        self._add(self.tr("Choose another &folder for backups\u2026"), self._choose_folder)
        self._add(self.tr("&Restore from a backup\u2026"), window.restore)
        self._menu.addSeparator()
        self._add(self.tr("&Lock"), window.lock).setShortcut(LOCKING_KEYS)
        leave = self._menu.addAction(self.tr("&Quit"), window.close)
        leave.setShortcut(QKeySequence(QKeySequence.StandardKey.Quit))

    def _add(self, words: str, act: Callable[[], object]) -> QAction:
        action = self._menu.addAction(words)
        action.setEnabled(False)
        action.triggered.connect(act)
        self.actions.append(action)
        return action

    def _show_address_book(self) -> None:
        from clinic_desktop.ui.address_book_dialog import show_address_book

        show_address_book(self._store, self._window)

    def _show_people(self) -> None:
        from clinic_desktop.ui.people_dialog import show_people

        show_people(self._store, self._outfit().catalogue, self._window)

    def _show_protocols(self) -> None:
        from clinic_desktop.ui.protocols_dialog import show_protocols

        show_protocols(self._store, self._outfit().catalogue, self._window)
        if self._window.patients is not None:
            self._window.patients.refresh()

    def _show_trail(self) -> None:
        from clinic_desktop.ui.trail_dialog import show_trail

        show_trail(
            self._store, self._outfit().catalogue, self._window, self._outfit().paperwork.trail_file
        )

    def _verify(self) -> None:
        from clinic_desktop.ui.verify_dialog import show_verify

        show_verify(self._store, self._window)

    def _change_passphrase(self) -> None:
        from clinic_desktop.ui.passphrase_dialog import change_passphrase

        change_passphrase(self._store, self._window)

    def _make_recovery_sheet(self) -> None:
        self._safekeeping.make_recovery_sheet()

    def _back_up(self) -> None:
        self._safekeeping.back_up()

    def _choose_folder(self) -> None:
        self._safekeeping.choose_folder()
