"""The desk the report leaves from: its preview, and the ways out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.blanks import blank_told, unfilled
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.ui import handing_out
from clinic_desktop.ui.handing_out import Way
from clinic_desktop.ui.missing_signs import may_leave
from clinic_desktop.ui.paperwork import DigitallySign, Encrypt, FinishedReport
from clinic_desktop.ui.widgets.columns import Columns
from clinic_desktop.ui.widgets.preview import Preview
from clinic_desktop.ui.widgets.read_only import keeps_in_reading

_PAUSE_MS: Final = 250
_PAUSES: Final = 3
"""A report that takes long to make waits this much longer for a pause in typing."""


class ReportDesk(QWidget):
    """Shows the report of what is stored, and hands it out.

    Signals:
        told: why something is not done, as a plain sentence.
        done: what was done, as a plain sentence.
        handed: the bytes of a report that left the program, and its `Handing`.
    """

    told = Signal(str)
    done = Signal(str)
    handed = Signal(object, object)

    def __init__(
        self,
        make_report: Callable[[UUID], FinishedReport],
        encrypt: Encrypt,
        digitally_sign: DigitallySign | None = None,
        parent: QWidget | None = None,
        *,
        is_hidden: Callable[[], bool] = lambda: False,
        record_all: Callable[[], bool] = lambda: True,
    ) -> None:
        """Build the desk.

        Args:
            make_report: makes the report of an examination of the record.
            encrypt: makes the copy for e-mail.
            digitally_sign: signs the file; `None` where what signs is not installed.
            parent: Qt's parent.
            is_hidden: whether the report holds what may not be seen yet.
            record_all: records what is still being typed; returns whether all of it is saved.
        """
        super().__init__(parent)
        self._make_report = make_report
        self._is_hidden = is_hidden
        self._record_all = record_all
        self._examination: Examination | None = None
        self._encrypt = encrypt
        self._digitally_sign = digitally_sign
        self._report: FinishedReport | None = None
        self.preview = Preview(self)
        self.print = QPushButton(self.tr("Print\u2026"), self)
        self.save = QPushButton(self.tr("Save PDF\u2026"), self)
        self.encrypted = QPushButton(self.tr("For e-mail\u2026"), self)
        self.encrypted.setToolTip(self.tr("Save a copy that only a passphrase opens"))
        self.copy = QPushButton(self.tr("Copy text"), self)
        self.copy.setToolTip(self.tr("Copy what the report says, to paste it elsewhere"))
        self.more = QPushButton(self.tr("More"), self)
        self.more.setAccessibleName(self.tr("More ways to hand out the report"))
        menu = QMenu(self.more)
        self.signed = menu.addAction(self.tr("&Save with a digital signature\u2026"))
        self.signed.setVisible(digitally_sign is not None)
        self.papers = menu.addAction(self.tr("&Papers handed out\u2026"))
        self.more.setMenu(menu)
        self.sign = QPushButton(self.tr("Sign\u2026"), self)
        self.sign.setProperty("primary", True)
        keeps_in_reading(self.print, self.save, self.encrypted, self.copy, self.more)
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self.make)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.encrypted.clicked.connect(self._save_encrypted)
        self.copy.clicked.connect(self._copy)
        self.signed.triggered.connect(self._save_signed)

    @property
    def pdf(self) -> bytes:
        """The report shown."""
        return self._report.pdf if self._report is not None else b""

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
        self._report = None
        if self._examination is None:
            return False
        if self._is_hidden():
            self.preview.clear()
            self._tell_about(
                self.tr(
                    "The report is not shown, saved or printed while the imaging is closed: it "
                    "holds the imaging report. Record the tests that wait, or open the imaging at "
                    "its step."
                )
            )
            return False
        timer = QElapsedTimer()
        timer.start()
        try:
            report = self._make_report(self._examination.id)
            self.preview.show_pdf(report.pdf)
        except UserError as error:
            self.preview.clear()
            self.told.emit(str(error))
            return False
        self._report = report
        self._pause.setInterval(max(_PAUSE_MS, _PAUSES * timer.elapsed()))
        blanks = (blank_told(sentence) for _, sentence in unfilled(self._examination))
        self._tell_about(*blanks, *self._remarks(report))
        return True

    def save_pdf(self, path: Path) -> None:
        """Write the report shown to a file; a file that stood there is replaced whole."""
        self._hand_out(partial(handing_out.saved, path))

    def _lay_out(self) -> None:
        ways = Columns(spacing=6)
        for buttons, stretch in (
            ((self.print, self.save, self.encrypted), 0),
            ((self.copy, self.more, self.sign), 1),
        ):
            part = QWidget()
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 0, 0)
            for button in buttons:
                if button is self.sign:
                    row.addStretch()
                row.addWidget(button)
            ways.add(part, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ways)
        layout.addWidget(self._about)
        layout.addWidget(self.preview, 1)
        self._about.hide()

    def _remarks(self, report: FinishedReport) -> list[str]:
        remarks = []
        if report.missing:
            remarks.append(
                self.tr(
                    "The report's font has no sign for: {signs}. They are printed as their code "
                    "points."
                ).format(signs="  ".join(report.missing))
            )
        if report.plain:
            remarks.append(
                self.tr(
                    "What is written did not fit the usual pages: the report is set in one plain "
                    "column. Nothing is left out."
                )
            )
        return remarks

    def _tell_about(self, *sentences: str) -> None:
        self._about.setText("\n".join(sentences))
        self._about.setVisible(bool(sentences))

    def _print(self) -> None:
        self._hand_out(partial(handing_out.to_printer, self))

    def _save(self) -> None:
        if self._examination is not None:
            self._hand_out(partial(handing_out.to_file, self._examination, self))

    def _save_encrypted(self) -> None:
        if self._examination is not None:
            way = partial(handing_out.encrypted, self._examination, self._encrypt, self)
            self._hand_out(way)

    def _save_signed(self) -> None:
        if self._examination is not None and self._digitally_sign is not None:
            sign = self._digitally_sign
            way = partial(handing_out.digitally_signed, self._examination, sign, self)
            self._hand_out(way)

    def _copy(self) -> None:
        self._hand_out(
            lambda pdf: handing_out.copied(self._report.text, pdf) if self._report else None
        )

    def _hand_out(self, way: Way) -> None:
        """Make the report anew and hand it out, unless the person goes back."""
        if not self._record_all():
            self.told.emit(
                self.tr(
                    "The report was not handed out: what was typed last is not saved, and the "
                    "report would lack it."
                )
            )
            return
        if not self.make() or self._report is None or not may_leave(self._report, self):
            return
        try:
            handed = way(self._report.pdf)
        except UserError as error:
            self.told.emit(str(error))
            return
        if handed is not None:
            self.done.emit(handed.sentence)
            self.handed.emit(handed.pdf, handed.how)
