"""The desk the report leaves from: its preview, and the ways out."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import Handing
from clinic_desktop.ui.paperwork import FinishedReport
from clinic_desktop.ui.printing import print_pdf
from clinic_desktop.ui.save_dialog import ask_where_report
from clinic_desktop.ui.saving import write_whole
from clinic_desktop.ui.widgets.preview import Preview
from clinic_desktop.ui.widgets.read_only import keeps_in_reading

_PREVIEW_PAUSE_MS = 250


class ReportDesk(QWidget):
    """Shows the report of what is stored, and hands it out.

    Signals:
        leaving: the report is about to be made and handed out; what is still being typed is to be
            recorded now.
        told: a plain sentence for the person.
        handed: the bytes of a report that left the program, and its `Handing`.
    """

    leaving = Signal()
    told = Signal(str)
    handed = Signal(object, object)

    def __init__(
        self,
        make_report: Callable[[UUID], FinishedReport],
        parent: QWidget | None = None,
        *,
        is_hidden: Callable[[], bool] = lambda: False,
    ) -> None:
        """Build the desk.

        Args:
            make_report: makes the report of an examination of the record.
            parent: Qt's parent.
            is_hidden: whether the report holds what may not be seen yet.
        """
        super().__init__(parent)
        self._make_report = make_report
        self._is_hidden = is_hidden
        self._examination: Examination | None = None
        self._pdf = b""
        self.preview = Preview(self)
        self.save = QPushButton(self.tr("Save PDF\u2026"), self)
        self.print = QPushButton(self.tr("Print\u2026"), self)
        self.papers = QPushButton(self.tr("Papers\u2026"), self)
        self.papers.setToolTip(self.tr("Papers handed out"))
        self.sign = QPushButton(self.tr("Sign\u2026"), self)
        self.sign.setProperty("primary", True)
        keeps_in_reading(self.save, self.print, self.papers)
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._pause = QTimer(self, singleShot=True, interval=_PREVIEW_PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self.make)
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)

    @property
    def pdf(self) -> bytes:
        """The report shown."""
        return self._pdf

    def show_examination(self, examination: Examination) -> None:
        """Take an examination, and make the preview anew shortly after."""
        is_stale = examination != self._examination
        self._examination = examination
        if is_stale and self.isVisible():
            self._pause.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Override QWidget.hideEvent: what nobody sees is not made, the record may be closing."""
        self._pause.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent: make the preview that waited."""
        self._pause.start()
        super().showEvent(event)

    def make(self) -> bool:
        """Make the report of what is stored and show it; return whether it was made."""
        self._pause.stop()
        self._pdf = b""
        if self._examination is None:
            return False
        if self._is_hidden():
            self.preview.clear()
            self._about.setText(
                self.tr(
                    "The report is not shown, saved or printed while the imaging is closed: it "
                    "holds the imaging report. Record the tests that wait, or open the imaging at "
                    "its step."
                )
            )
            self._about.show()
            return False
        try:
            paper = self._make_report(self._examination.id)
            self._pdf = paper.pdf
            self.preview.show_pdf(paper.pdf)
        except UserError as error:
            self.preview.clear()
            self.told.emit(str(error))
            return False
        self._about.setVisible(bool(paper.missing))
        self._about.setText(
            self.tr(
                "The report's font has no sign for: {signs}. They are printed as their code points."
            ).format(signs="  ".join(paper.missing))
        )
        return True

    def save_pdf(self, path: Path) -> None:
        """Write the report shown to a file; a file that stood there is replaced whole."""
        self.leaving.emit()
        if not self.make():
            return
        try:
            write_whole(path, self._pdf)
        except OSError as error:
            self.told.emit(
                self.tr(
                    "The report was not saved to {path} ({why}). Choose another folder."
                ).format(path=path.name, why=error.strerror)
            )
        else:
            self.told.emit(self.tr("Report saved as {name}.").format(name=path.name))
            self.handed.emit(self._pdf, Handing.SAVED)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addWidget(self.print)
        buttons.addWidget(self.papers)
        buttons.addStretch()
        buttons.addWidget(self.sign)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(buttons)
        layout.addWidget(self._about)
        layout.addWidget(self.preview, 1)
        self._about.hide()

    def _save(self) -> None:
        path = ask_where_report(self._examination, self) if self._examination else None
        if path is not None:
            self.save_pdf(path)

    def _print(self) -> None:
        self.leaving.emit()
        if not self.make():
            return
        try:
            how = print_pdf(self._pdf, self)
        except UserError as error:
            self.told.emit(str(error))
        else:
            if how is not None:
                self.handed.emit(self._pdf, how)
