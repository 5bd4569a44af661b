"""The main window: a stack of pages, the menus, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.practice import Place
from clinic_desktop.ui import theme
from clinic_desktop.ui.doors import Doors
from clinic_desktop.ui.entry_pages import FirstStartPage, UnlockPage
from clinic_desktop.ui.paperwork import Paperwork
from clinic_desktop.ui.widgets.asking import agrees

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record
    from clinic_desktop.ui.examination_page import ExaminationPage
    from clinic_desktop.ui.patients_page import PatientsPage

_APPEARANCES = {
    theme.Appearance.SYSTEM: "As the &system",
    theme.Appearance.LIGHT: "&Light",
    theme.Appearance.DARK: "&Dark",
    theme.Appearance.HIGH_CONTRAST: "&High contrast",
}
_KEYS = """\
P   pass (negative)        F   fail (positive)
I   inconclusive           T   not tested

Y M N   familiar symptom: yes, partly, no
+ - 0 X   differentiation: increase, decrease, no change, not done
Digits before an outcome are the angle at first response.

Enter   next side          Backspace   side before
Ctrl+Page Down / Up   next step, step before
Esc   leaves a note
"""


class MainWindow(QMainWindow):
    """Shows the first start or unlocking, then the patients, then one examination."""

    def __init__(
        self,
        catalogue: Catalogue,
        doors: Doors,
        paperwork: Paperwork,
        now: Callable[[], datetime],
    ) -> None:
        """Build the window.

        Args:
            catalogue: tests, words and sources.
            doors: the ways into the record.
            paperwork: the makers of what is printed.
            now: the time of day, with its offset.
        """
        super().__init__()
        self._catalogue = catalogue
        self._doors = doors
        self._paperwork = paperwork
        self._now = now
        self.store: Record | None = None
        self.patients: PatientsPage | None = None
        self.examination: ExaminationPage | None = None
        self.entry = (
            FirstStartPage(doors.create)
            if doors.is_new()
            else UnlockPage(lambda passphrase: doors.unlock(passphrase, None))
        )
        self.entry.opened.connect(self.show_record)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.entry)
        self.setCentralWidget(self.stack)
        self.setWindowTitle("Clinic Desktop")  # never a patient's name: titles are seen and logged
        room = self.screen().availableGeometry()
        self.resize(min(1366, room.width()), min(740, room.height() - 28))
        self._fill_menus()
        self.entry.start()

    def show_record(self, store: "Record") -> None:
        """Show an open record, at the examination and step where it was left."""
        # Imported once there is something to show: the first window is painted sooner.
        from clinic_desktop.ui.examination_page import ExaminationPage
        from clinic_desktop.ui.patients_page import PatientsPage

        self.store = store
        self.patients = PatientsPage(store, self._catalogue, self._now)
        self.patients.opened.connect(self.open_examination)
        self.examination = ExaminationPage(
            store,
            self._catalogue,
            lambda examination_id: self._paperwork.report(store, examination_id),
        )
        self.examination.closed.connect(self.show_patients)
        self.examination.moved.connect(self._remember_place)
        self.stack.addWidget(self.patients)
        self.stack.addWidget(self.examination)
        place = store.place()
        if place is not None:
            self.open_examination(place.examination, place.step)
        else:
            self.show_patients()

    def show_patients(self) -> None:
        """Show the patients."""
        if self.patients is not None and self.store is not None:
            self._remember_place(None)
            self.patients.refresh()
            self.stack.setCurrentWidget(self.patients)
            self.patients.start()

    def open_examination(self, examination_id: UUID, step: str = "") -> None:
        """Show an examination of the record."""
        if self.examination is None:
            return
        try:
            self.examination.open(examination_id, step)
        except UserError as error:
            QMessageBox.warning(self, self.tr("Clinic Desktop"), str(error))
            self.show_patients()
            return
        self.stack.setCurrentWidget(self.examination)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Enter presses the button that has the keyboard."""
        button = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            button, QAbstractButton
        ):
            button.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override QWidget.closeEvent: nothing unsaved is given up without a word."""
        if self.examination is not None and not self.examination.leave():
            question = self.tr("The last answer is not saved. Close and give it up?")
            if not agrees(self, question):
                event.ignore()
                return
        if self.examination is not None:
            self.examination.forget()  # a field that loses the keyboard now must not speak
        if self.store is not None:
            self.store.close()
            self.store = None
        super().closeEvent(event)

    def _remember_place(self, place: Place | None) -> None:
        if self.store is None or self.examination is None:
            return
        try:
            self.store.set_place(place)
        except UserError as error:
            # Where one was is a convenience; the answers are saved on their own.
            self.examination.tell(str(error))

    def _fill_menus(self) -> None:
        record = self.menuBar().addMenu(self.tr("&Record"))
        record.addAction(self.tr("&Patients"), self._leave_examination)
        record.addSeparator()
        leave = record.addAction(self.tr("&Quit"), self.close)
        leave.setShortcut(QKeySequence(QKeySequence.StandardKey.Quit))
        view = self.menuBar().addMenu(self.tr("&View"))
        group = QActionGroup(self)
        for appearance, words in _APPEARANCES.items():
            action = view.addAction(self.tr(words))
            action.setCheckable(True)
            action.setChecked(appearance is theme.stored_appearance())
            action.triggered.connect(lambda _=False, a=appearance: self._appear(a))
            group.addAction(action)
        about = self.menuBar().addMenu(self.tr("&Help"))
        about.addAction(self.tr("&Keys"), self._show_keys).setShortcut("F1")
        about.addAction(self.tr("&About Clinic Desktop"), self._show_about)

    def _leave_examination(self) -> None:
        page = self.examination
        if page is not None and self.stack.currentWidget() is page and page.leave():
            self.show_patients()

    def _appear(self, appearance: theme.Appearance) -> None:
        theme.settings().setValue("appearance", appearance.value)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, appearance)

    def _show_keys(self) -> None:
        QMessageBox.information(self, self.tr("Keys"), self.tr(_KEYS))

    def _show_about(self) -> None:
        statements = self._catalogue.wording.statements
        QMessageBox.about(
            self,
            self.tr("About Clinic Desktop"),
            f"Clinic Desktop\n\n{statements['intended_use']}\n\n"
            f"{statements['structure_not_function']}",
        )
