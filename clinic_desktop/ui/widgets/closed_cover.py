"""What stands in place of the imaging while it is closed: why, until when, and what was known."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.flow import Station
from clinic_desktop.domain.imaging import DANGERS
from clinic_desktop.domain.safety import safety_lines
from clinic_desktop.ui.report_intake import ReportIntake
from clinic_desktop.ui.widgets.form import scrolling, section, title, words

_TEXT_WIDTH = 720
"""Pixels: lines of sentences are not longer."""
_BESIDE = 6


class ClosedCover(QWidget):
    """Covers a step that shows imaging.

    A report can be taken in here, unseen. Only what forbids testing is told of it.

    Signals:
        opening: the person asks to open the imaging now.
        went_on: the next test should open.
        changed: a tuple of `ImagingReport`, or `None`: one was taken in, or a danger answered.
        came_in: a report was taken in.
        said: what was answered, to be shown large.
        told: a plain sentence about a report that is not taken in, or a danger that waits.
        safety_wanted: dangers were taken over: Safety asks.
    """

    opening = Signal()
    went_on = Signal()
    changed = Signal(object)
    came_in = Signal()
    said = Signal(str)
    told = Signal(str)
    safety_wanted = Signal()

    def __init__(self, name: str, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        """Build the cover.

        Args:
            name: what the covered step is called.
            catalogue: tests and words.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self.dangers = words("", role="alert")
        self.warnings = words("", role="alert")
        self.why = words(
            self.tr(
                "Closed until the tests are recorded, so that what the hands find is written "
                "down before the report is read. It opens by itself with the last test."
            )
        )
        self.waiting = words("")
        self.known = words("")
        self.held = words("")
        self.go_on = QPushButton()
        self.go_on.setProperty("primary", True)
        self.open_now = QPushButton(self.tr("Open now\u2026"))
        self.open_now.setToolTip(self.tr("The report says when it was opened"))
        self._place_of_intake = QVBoxLayout()
        self.intake: ReportIntake | None = None
        self.go_on.clicked.connect(self.went_on)
        self.open_now.clicked.connect(self.opening)
        self._lay_out(name)

    def show_examination(self, examination: Examination) -> None:
        """Mirror what was known before, what is held unseen, and which dangers are told."""
        self.known.setText("\n".join(self._known(examination)))
        held = len(examination.imaging or ())
        reports = (
            self.tr("1 report is held, unseen.")
            if held == 1
            else self.tr("{count} reports are held, unseen.").format(count=held)
        )
        self.held.setText(reports if held else self.tr("No report is held yet."))
        lines = [
            line.text
            for line in safety_lines(examination, self._catalogue)
            if line.kind in set(DANGERS)
        ]
        told = self.tr("Told all the same, for safety: {lines}").format(lines="; ".join(lines))
        self.dangers.setText(told)
        self.dangers.setVisible(bool(lines))
        if self.intake is not None:
            self.intake.show_examination(examination)
            unseen = self.intake.told_unseen()
            self.warnings.setText("\n".join(unseen))
            self.warnings.setVisible(bool(unseen))

    def take_in_with(self, intake: ReportIntake) -> None:
        """Let reports be taken in here."""
        self.intake = intake
        intake.dangers.show_whole()
        self._place_of_intake.addWidget(intake)
        self.setAcceptDrops(True)
        intake.changed.connect(self.changed)
        intake.came_in.connect(lambda _: self.start())
        intake.came_in.connect(self.came_in)
        intake.told.connect(self.told)
        intake.answered.connect(self._follow_answer)
        intake.safety_wanted.connect(self.safety_wanted)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override QWidget.dragEnterEvent: files and texts are taken."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override QWidget.dropEvent: take in what was dropped."""
        if self.intake is not None and self.intake.take_mime(event.mimeData()):
            event.acceptProposedAction()

    def show_waiting(self, stations: tuple[Station, ...]) -> None:
        """Name the tests without an outcome, in the order of the flow."""
        sides: dict[str, list[str]] = {}
        for station in stations:
            name = self._catalogue.tests[station.test].short
            sides.setdefault(name, []).append(station.side.value.upper())
        listed = "; ".join(f"{test} {', '.join(names)}" for test, names in sides.items())
        self.waiting.setText(self.tr("Still to record: {tests}.").format(tests=listed))
        if stations:
            first = stations[0]
            name = f"{self._catalogue.tests[first.test].short} {first.side.value.upper()}"
            self.go_on.setText(self.tr("Go on to {test}").format(test=name))
        self.go_on.setVisible(bool(stations))

    def start(self) -> None:
        """Put the keyboard on what is asked of a report, else on the way on."""
        if self.intake is None or not self.intake.start():
            self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Tell what waits to be answered: nothing is typed here."""
        if self.intake is not None and (waiting := self.intake.unanswered()):
            self.told.emit(waiting)

    def _follow_answer(self, said: str, place: int) -> None:
        self.said.emit(said)
        if self.intake is None or not self.intake.dangers.stay(place):
            self.start()

    def _known(self, examination: Examination) -> list[str]:
        known, how = examination.imaging_known_before, examination.imaging_known_how
        checked = examination.imaging_checked_for_dangers
        said = {None: self.tr("not recorded"), True: self.tr("yes"), False: self.tr("no")}[known]
        if known and how:
            said = f"{said}, {self._catalogue.words('imaging_known_how', how)}"
        asked = (
            self._catalogue.words("imaging_checked_for_dangers", checked)
            if checked
            else self.tr("not recorded")
        )
        return [
            self.tr("Imaging known before examining: {said}").format(said=said),
            self.tr("Checked by somebody for findings that forbid testing: {said}").format(
                said=asked
            ),
        ]

    def _lay_out(self, name: str) -> None:
        frame = QFrame()
        frame.setProperty("column", True)
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(frame)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(8)
        column.addWidget(self.dangers)
        self.warnings.hide()
        column.addWidget(self.warnings)
        column.addWidget(section(self.tr("\u25a0  Imaging is closed")))
        column.addWidget(self.why)
        column.addWidget(self.waiting)
        column.addSpacing(8)
        column.addWidget(section(self.tr("What was known before")))
        column.addWidget(self.known)
        column.addWidget(self.held)
        column.addLayout(self._place_of_intake)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.open_now)
        buttons.addStretch()
        column.addSpacing(8)
        column.addLayout(buttons)
        inner = QWidget()
        # On the frame it would not count where Qt asks what height the lines need.
        inner.setMaximumWidth(_TEXT_WIDTH + _BESIDE)
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 12, _BESIDE, 0)
        body.addWidget(frame)
        body.addStretch()
        layout = QVBoxLayout(self)
        layout.addWidget(title(name))
        layout.addWidget(scrolling(inner), 1)
