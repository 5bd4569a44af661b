"""The main window: a stack of pages, what stands between them, the menus, and nothing else."""

import gc
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui import lock, who_field
from clinic_desktop.ui.doors import Doors
from clinic_desktop.ui.entry_pages import EntryPage
from clinic_desktop.ui.help_menu import HelpMenu
from clinic_desktop.ui.lock import Idle
from clinic_desktop.ui.notices import Notices
from clinic_desktop.ui.outfit import Outfit
from clinic_desktop.ui.record_menu import LOCKING_KEYS, RecordMenu
from clinic_desktop.ui.sound import Sound
from clinic_desktop.ui.unlock_page import HeldPage, UnlockPage
from clinic_desktop.ui.view_menu import ViewMenu
from clinic_desktop.ui.widgets.form import scrolling
from clinic_desktop.ui.widgets.page_stack import PageStack

if TYPE_CHECKING:
    from clinic_desktop.domain.practice import Account, Place
    from clinic_desktop.storage.record import Record
    from clinic_desktop.ui.examination_page import ExaminationPage
    from clinic_desktop.ui.patients_page import PatientsPage
    from clinic_desktop.ui.safekeeping import Safekeeping

_MINUTE_MS = 60_000
_DIALOGS_END_MS = 50


class MainWindow(QMainWindow):
    """Shows the first start or unlocking, then the patients, then one examination.

    While nobody is there, or the person says so, it is locked: the record is closed and no page
    of it is left.

    Signals:
        painted: it was painted for the first time, and what waited until then is done.
    """

    painted = Signal()
    _is_painted = False

    def __init__(
        self,
        doors: Doors,
        outfit: Callable[[], Outfit],
        now: Callable[[], datetime],
    ) -> None:
        """Build the window.

        Args:
            doors: the ways into the record.
            outfit: gives what an open record is worked with, the same each time.
            now: the time of day, with its offset.
        """
        super().__init__()
        self._doors = doors
        self._outfit = outfit
        self._now = now
        self.store: Record | None = None
        self.patients: PatientsPage | None = None
        self.examination: ExaminationPage | None = None
        self.safekeeping: Safekeeping | None = None
        self._place: Place | None = None
        self.is_locked = False
        self.idle = Idle(self)
        self.idle.passed.connect(self.lock)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.look)
        self.notices = Notices(self)
        self.who = QLabel(self)
        self.who.setTextFormat(Qt.TextFormat.PlainText)
        self.who.setContentsMargins(8, 8, 12, 8)
        self.menuBar().setNativeMenuBar(False)  # macOS would not show what stands in its corner
        self.menuBar().setCornerWidget(self.who)
        self.cover = QLabel(self)
        self.cover.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = PageStack(self)
        self.stack.addWidget(self.cover)
        self.setCentralWidget(self._lay_out())
        self.setWindowTitle("Clinic Desktop")  # never a patient's name: titles are seen and logged
        room = self.screen().availableGeometry()
        self.resize(min(1366, room.width()), min(740, room.height() - 28))
        self.record_menu = RecordMenu(self, outfit)
        self.sound = Sound(self)
        self.view_menu = ViewMenu(self, self.sound)
        self.help_menu = HelpMenu(self, outfit)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._let_lock)
        self.entry: EntryPage
        if doors.is_new():
            self._show_first_start()
        else:
            self._show_unlocking()

    def show_record(self, store: "Record", said: str = "") -> None:
        """Show an open record where this person left it, and say what is to be said of it."""
        self._begin(store)
        try:
            place = store.place()
        except UserError as error:
            place, said = None, str(error)
        if place is not None:
            self.open_examination(place.examination, place.step)
            self._take_up(place)
        else:
            self.show_patients()
        if said:
            self.notices.tell("opened", said)

    def show_patients(self) -> None:
        """Show the patients."""
        if self.patients is not None and self.store is not None:
            self._remember_place(None)
            self.patients.refresh()
            self.stack.setCurrentWidget(self.patients)
            self.patients.start()
            self._remind()
            QTimer.singleShot(0, self, self._let_go)

    def open_examination(self, examination_id: UUID, step: str = "") -> None:
        """Show an examination of the record."""
        if self.examination is None:
            return
        try:
            self.examination.open(examination_id, step)
        except UserError as error:
            from clinic_desktop.ui.widgets.asking import tell

            tell(self, str(error))
            self.show_patients()
            return
        self.stack.setCurrentWidget(self.examination)
        self._remind()

    def lock(self) -> None:
        """Cover the screen at once, then save what is being typed and close the record.

        What cannot be saved is kept behind the cover until the same person is there again.
        """
        if self.store is None or self.is_locked:
            return
        if self.stack.currentWidget() is not self.cover:
            self._place = self._current_place()
            self._cover_up(self.tr("Locking\u2026"))
        if lock.close_dialogs():
            # What opened them goes on first: it may still look into the record.
            QTimer.singleShot(_DIALOGS_END_MS, self, self.lock)
            return
        lock.clear_clipboard()
        is_saved = self.examination is None or self.examination.leave()
        if self._place is not None:
            self._remember_place(self._place)
        from clinic_desktop.domain.trail import Action

        with suppress(UserError):  # a full disk is no reason to stay open
            self.store.trail.log(Action.LOCKED)
        self.is_locked = True
        if is_saved:
            try:
                self.close_record()
            finally:
                self._show_unlocking()
        else:
            self._cease()
            self._show_entry(HeldPage(self.store), self._show_again)

    def restore(self) -> None:
        """Close the record and let the person put a backup in its place."""
        self.lock()
        if isinstance(self.entry, UnlockPage):
            self.entry.ask_restoring()

    def leave_examination(self) -> None:
        """Go back to the patients, if everything is saved."""
        page = self.examination
        if page is not None and self.stack.currentWidget() is page and page.may_leave():
            self.show_patients()

    def renew(self) -> None:
        """Take up settings that were changed."""
        if self.store is not None and not self.is_locked:
            self.idle.begin(_minutes_allowed(self.store))
            self._remind()
            if self.examination is not None:
                self.examination.pages.renew_report()

    def look(self) -> None:
        """Do what is due every minute: a backup, a reminder."""
        if self.safekeeping is not None:
            self.safekeeping.backing_up.look()
        if self.patients is not None:
            self.patients.remind(self._now())

    def close_record(self) -> None:
        """Let go of the record and of every page of it. What is not saved by then is lost.

        A fault in the backup that ends meanwhile is raised once all of it is let go of.
        """
        self._cease()
        safekeeping, self.safekeeping = self.safekeeping, None
        try:
            if safekeeping is not None:
                if safekeeping.backing_up.is_running:
                    self._cover_up(self.tr("Finishing the backup\u2026"))
                safekeeping.end()
        finally:
            self._close_pages()

    def _close_pages(self) -> None:
        if self.examination is not None:
            self.examination.forget()  # a field that loses the keyboard now must not speak
        for page in (self.examination, self.patients):
            if page is not None:
                self.stack.removeWidget(page)
                page.hide()
                page.deleteLater()
        self.examination = self.patients = None
        if self.store is not None:
            self.store.close()
            self.store = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: Enter presses the button that has the keyboard.

        It gives no answer: among the tests it goes on, and the page it opens has the keyboard on
        its first answer.
        """
        button = QApplication.focusWidget()
        is_alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_alone
        if is_enter and isinstance(button, QAbstractButton) and not button.property("choice"):
            button.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent: say so the first time, once it is done."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _let_go(self) -> None:
        """Free the pages of the examination that was left, while no answer waits.

        They and their connections hold each other. Python looks for such things among old ones
        only rarely (seen: half a MB more after each examination), and then in the midst of answers.
        """
        gc.collect()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override QWidget.closeEvent: nothing unsaved is given up without a word."""
        if not self._may_close():
            event.ignore()
            return
        if not self.is_locked and (place := self._current_place()) is not None:
            self._remember_place(place)
        self.help_menu.close()
        lock.clear_clipboard()  # some systems would keep it when the program is gone
        try:
            self.close_record()
        finally:
            super().closeEvent(event)

    def _lay_out(self) -> QWidget:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolling(self.stack), 1)  # on a small screen, or with large text
        foot = QWidget()
        below = QVBoxLayout(foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.notices)
        layout.addWidget(foot)
        # Whoever cannot see the record cannot act on it either.
        self.stack.currentChanged.connect(lambda: foot.setVisible(self._is_record_shown()))
        return inner

    def _is_record_shown(self) -> bool:
        shown = self.stack.currentWidget()
        return shown is not None and shown in (self.patients, self.examination)

    # What stands before the record

    def _show_first_start(self) -> None:
        from clinic_desktop.ui.first_start_page import FirstStartPage

        page = FirstStartPage(self._doors, self._now)
        page.made.connect(self._show_new_record)
        self._show_entry(page, self.show_record)

    def _show_unlocking(self) -> None:
        page = UnlockPage(self._doors, self._now)
        page.forgotten.connect(self._show_recovering)
        self._show_entry(page, self.show_record)

    def _show_recovering(self) -> None:
        from clinic_desktop.ui.recover_page import RecoverPage

        page = RecoverPage(self._doors)
        page.left.connect(self._show_unlocking)
        self._show_entry(page, self.show_record)

    def _show_new_record(self, store: "Record") -> None:
        from clinic_desktop.ui.first_start_page import RecoveryOffer

        self._begin(store)
        page = RecoveryOffer()
        page.wanted.connect(self._make_first_sheet)
        page.postponed.connect(self.show_patients)
        self._show_entry(page, self.show_record)

    def _make_first_sheet(self) -> None:
        if self.safekeeping is not None and self.safekeeping.make_recovery_sheet():
            self.show_patients()

    def _show_entry(self, page: EntryPage, then: "Callable[[Record, str], None]") -> None:
        page.opened.connect(then)
        if hasattr(self, "entry"):
            self.stack.removeWidget(self.entry)
            self.entry.hide()
            self.entry.deleteLater()
        self.entry = page
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.start()

    # Between unlocking and locking

    def _begin(self, store: "Record") -> None:
        """Build the pages of an open record, and watch over it."""
        # Imported once there is something to show: the first window is painted sooner.
        from clinic_desktop.ui.examination_page import ExaminationPage
        from clinic_desktop.ui.patients_page import PatientsPage
        from clinic_desktop.ui.safekeeping import Safekeeping

        catalogue, paperwork, intake = self._outfit()
        self.store = store
        self.patients = PatientsPage(store, catalogue, self._now, archive=paperwork.patient_archive)
        self.patients.opened.connect(self.open_examination)
        self.examination = ExaminationPage(store, catalogue, paperwork, self._now, intake)
        self.examination.closed.connect(self.show_patients)
        self.examination.moved.connect(self._remember_step)
        self.examination.answered.connect(self.sound.answered)
        self.examination.refused.connect(self.sound.refused)
        self.stack.addWidget(self.patients)
        self.stack.addWidget(self.examination)
        self.safekeeping = Safekeeping(
            store,
            paperwork,
            self._now,
            self.notices,
            self,
            self.record_menu.show_settings,
        )
        self.examination.signed.connect(self.safekeeping.backing_up.backup_soon)
        who_field.remember(store.account.id)
        self._watch(store, self.safekeeping)

    def _watch(self, store: "Record", safekeeping: "Safekeeping") -> None:
        self.is_locked = False
        self._place = None
        self._show_who(store.account)
        self.record_menu.begin(store, safekeeping)
        self.idle.begin(_minutes_allowed(store))
        self._minute.start()

    def _let_lock(self, _: QWidget | None, focused: QWidget | None) -> None:
        """Let the key that locks work in a dialog too: it keeps the menu's keys from the window."""
        dialog = focused.window() if focused and self.store is not None else None
        if isinstance(dialog, QDialog) and dialog.findChild(QShortcut, LOCKING_KEYS) is None:
            shortcut = QShortcut(QKeySequence(LOCKING_KEYS), dialog)
            shortcut.setObjectName(LOCKING_KEYS)
            shortcut.activated.connect(self.lock)

    def _cease(self) -> None:
        self.idle.end()
        self._minute.stop()
        self.notices.clear_all()
        self._show_who(None)
        self.record_menu.end()

    def _show_who(self, account: "Account | None") -> None:
        """Show who is working: what is recorded and signed now is theirs."""
        from clinic_desktop.domain.practice import Role

        name = account.name if account else ""
        is_student = account is not None and account.role is Role.STUDENT
        self.who.setText(self.tr("{name}, student").format(name=name) if is_student else name)
        self.who.setAccessibleName(self.tr("Working: {name}").format(name=self.who.text()))
        self.who.setVisible(bool(name))
        self.menuBar().setCornerWidget(self.who)  # its place is measured only then

    def _cover_up(self, words: str) -> None:
        self.cover.setText(words)
        self.stack.setCurrentWidget(self.cover)
        self.repaint()  # now, not when there is time

    def _show_again(self, store: "Record", _said: str) -> None:
        """Show the pages that were kept because an answer could not be saved."""
        place, page = self._place, self.examination
        if self.safekeeping is not None:
            self._watch(store, self.safekeeping)
        if page is not None and place is not None:
            self.stack.setCurrentWidget(page)
            page.leave()  # there may be room by now
            self._take_up(place)

    def _current_place(self) -> "Place | None":
        page = self.examination
        if page is None or page.examination is None or self.stack.currentWidget() is not page:
            return None
        shown = page.stack.currentWidget()
        from clinic_desktop.domain.practice import Place
        from clinic_desktop.ui import places

        field = places.field_name(shown, self.focusWidget()) if shown is not None else ""
        return Place(examination=page.examination.id, step=page.step, field=field)

    def _take_up(self, place: "Place") -> None:
        page = self.examination
        if page is not None and page.examination is not None and page.step == place.step:
            shown = page.stack.currentWidget()
            if shown is not None:
                from clinic_desktop.ui import places

                places.take_up(shown, place.field)

    def _remember_step(self) -> None:
        place = self._current_place()
        if place is not None:
            self._remember_place(place)

    def _remember_place(self, place: "Place | None") -> None:
        if self.store is None or self.examination is None:
            return
        try:
            self.store.set_place(place)
        except UserError as error:
            # Where one was is a convenience; the answers are saved on their own.
            self.examination.tell(str(error))

    def _may_close(self) -> bool:
        if self.examination is not None and not self.examination.leave():
            from clinic_desktop.ui.widgets.asking import agrees

            question = self.tr("The last answer is not saved. Close and give it up?")
            return agrees(self, question)
        if self.patients is None or self.is_locked:
            return True
        count = self.patients.unsigned_today(self._now())
        from clinic_desktop.ui.widgets import asking

        if not count or asking.closes_all_the_same(self, count):
            return True
        self.leave_examination()
        return False

    def _remind(self) -> None:
        if self.safekeeping is not None:
            beside = self.stack.currentWidget() is self.patients
            self.safekeeping.remind(beside_patients=beside)


def _minutes_allowed(store: "Record") -> int:
    try:
        return store.settings().lock_after_minutes
    except UserError:  # damaged settings are no reason to stay open
        from clinic_desktop.domain.practice import Settings

        return Settings().lock_after_minutes
