"""The menu "Help": the keys, a patient to practise with, and what the program is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from clinic_desktop import __version__
from clinic_desktop.ui.outfit import Outfit

if TYPE_CHECKING:
    from clinic_desktop.ui.help_dialog import HelpDialog
    from clinic_desktop.ui.window import MainWindow

NOTICES: Final = "program:THIRD-PARTY-NOTICES.txt"
"""The licences of what an installed program holds; `app.application` says where "program:" is."""


class HelpMenu(QObject):
    """Offers what helps, also while the record is locked."""

    def __init__(self, window: "MainWindow", outfit: Callable[[], Outfit]) -> None:
        super().__init__(window)
        self._window = window
        self._outfit = outfit
        self.dialog: HelpDialog | None = None
        menu = window.menuBar().addMenu(self.tr("&Help"))
        menu.addAction(self.tr("&Keys and outcomes"), self.show).setShortcut("F1")
        self.practise = menu.addAction(self.tr("Try it with a &practice patient"), self._practise)
        menu.aboutToShow.connect(
            lambda: self.practise.setEnabled(window.stack.currentWidget() is window.patients)
        )
        menu.addAction(self.tr("&About Clinic Desktop"), self._show_about)

    def show(self) -> None:
        """Show the help beside the window, the keys of the open step first."""
        if self.dialog is None:
            from clinic_desktop.ui.help_dialog import HelpDialog

            self.dialog = HelpDialog(self._outfit().catalogue, self._window)
        page = self._window.examination
        is_shown = page is not None and self._window.stack.currentWidget() is page
        self.dialog.show_for(page.step if page is not None and is_shown else "")

    def close(self) -> None:
        """Close the help with its window."""
        if self.dialog is not None:
            self.dialog.close()

    def _practise(self) -> None:
        if self._window.patients is not None:
            self._window.patients.practise()

    def _show_about(self) -> None:
        from PySide6.QtCore import QFile, QIODevice
        from PySide6.QtWidgets import QMessageBox

        statements = self._outfit().catalogue.wording.statements
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About Clinic Desktop"))
        box.setIconPixmap(self._window.windowIcon().pixmap(64))
        box.setText(
            f"Clinic Desktop {__version__}\n\n{statements['intended_use']}\n\n"
            f"{statements['structure_not_function']}"
        )
        box.setInformativeText(
            self.tr("It uses Qt and Qt for Python under the GNU Lesser General Public License 3.")
        )
        # Run from its source, the program holds nothing of others.
        notices = QFile(NOTICES)
        if notices.open(QIODevice.OpenModeFlag.ReadOnly):
            box.setDetailedText(bytes(notices.readAll().data()).decode())
            notices.close()
        box.exec()
        box.deleteLater()
