"""The ways an imaging report is taken in: pasted, dropped or opened, seen or behind a cover."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple
from uuid import uuid4

import msgspec
from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport, Original
from clinic_desktop.domain.incoming import IncomingReport, StudyDetails
from clinic_desktop.domain.reading import put_aside, taken_over, waiting_dangers
from clinic_desktop.domain.safety import danger_line
from clinic_desktop.domain.taking_in import is_blank, with_details
from clinic_desktop.domain.text_source import with_text_of
from clinic_desktop.domain.whose_report import another_person
from clinic_desktop.ui.file_choice import ask_which
from clinic_desktop.ui.file_reading import FileReading
from clinic_desktop.ui.intake import Intake
from clinic_desktop.ui.originals import OriginalFiles
from clinic_desktop.ui.report_names import report_name
from clinic_desktop.ui.widgets.asking import agrees
from clinic_desktop.ui.widgets.danger_panel import DangerPanel
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.identity_panel import IdentityPanel

OPEN_KEYS: Final = "Ctrl+O"
_READ_LANGUAGE: Final = "en"
_AT_ONCE: Final = "Look at once"
"""How the warnings begin that name a danger without a level (`intake.caveats`)."""


class CameIn(NamedTuple):
    """What was taken in: its place among the reports, the parts filled, pages without text."""

    place: int
    filled: tuple[str, ...]
    pictures: tuple[bytes, ...]
    warnings: tuple[str, ...]


class ReportIntake(QWidget):
    """Takes reports in, asks whose they are, and tells the dangers in them, whatever is shown.

    Signals:
        changed: a tuple of `ImagingReport`, or `None` when there is none any more.
        came_in: `CameIn`, after `changed`.
        told: a plain sentence about what was not taken in.
        answered: what was answered, to be shown large, and the place of the danger it was about;
            -1 where it was about none.
        safety_wanted: dangers were taken over: Safety asks.

    `current` is the place of the report in sight: what comes in fills it where it is blank.
    """

    changed = Signal(object)
    came_in = Signal(object)
    told = Signal(str)
    answered = Signal(str, int)
    safety_wanted = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        intake: Intake,
        originals: OriginalFiles,
        latest: Callable[[], Examination | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the strip.

        Args:
            catalogue: the words.
            intake: what reads reports.
            originals: where the files are kept.
            latest: the examination as it stands when a file has been read, which may be long after
                another step was opened; without it, the one shown last.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._catalogue = catalogue
        self._intake = intake
        self._originals = originals
        self._latest = latest
        self._examination: Examination | None = None
        self._dangers: list[tuple[ImagingReport, ImagingFinding]] = []
        self._asked: ImagingReport | None = None
        self._has_refused = False
        self.current: int | None = None
        self.open = QPushButton(self.tr("Open file\u2026"))
        self.open.setToolTip(OPEN_KEYS)
        self.paste = QPushButton(self.tr("Paste  Ctrl+V"))
        self.paste.setAccessibleName(self.tr("Paste a report"))
        self.state = words("")
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel reading the file"))
        self.identity = IdentityPanel()
        self.dangers = DangerPanel()
        self.files = FileReading(intake.open_file, self)
        self._lay_out()
        self._connect()
        self._show_state("")

    def show_examination(self, examination: Examination) -> None:
        """Mirror the reports of an examination: whose they are, and the dangers that wait."""
        self._examination = examination
        reports = examination.imaging or ()
        self._asked = next(filter(self.is_asked, reports), None)
        if self._asked is None:
            self.identity.ask("")
        else:
            who = another_person(self._asked, examination.patient)
            self.identity.ask(f"{self._name(self._asked)}: {who}")
        self._dangers = [
            (report, finding)
            for report in reports
            if report.text
            for finding in waiting_dangers(self._intake.read(report.text), report)
        ]
        is_locked = any(self.is_asked(report) for report, _ in self._dangers)
        lines = [danger_line(finding, report, self._catalogue) for report, finding in self._dangers]
        self.dangers.show_dangers(lines, self.locked_words if is_locked else "")

    @property
    def asked(self) -> ImagingReport | None:
        """The report of which it is asked whose it is."""
        return self._asked

    @property
    def locked_words(self) -> str:
        """Why nothing of a report is taken over."""
        return self.tr("Answer first whose report this is.")

    def is_asked(self, report: ImagingReport) -> bool:
        """Whether it is not answered yet whose report this is."""
        return self._examination is not None and bool(
            another_person(report, self._examination.patient)
        )

    def unanswered(self) -> str:
        """Return a sentence on the dangers that wait, "" without any."""
        if not self._dangers:
            return ""
        return self.tr("Read in an imaging report and not answered yet: {lines}.").format(
            lines="; ".join(
                self._catalogue.words("kind", finding.kind) for _, finding in self._dangers
            )
        )

    def told_unseen(self) -> tuple[str, ...]:
        """Return what must be told of reports nobody sees yet, and nothing else of them.

        That is what is to be looked at once and can be no row, and that nothing was read at all.
        """
        reports = (self._examination and self._examination.imaging) or ()
        readings = [self._intake.read(report.text) for report in reports if report.text]
        told = (
            warning
            for reading in readings
            for warning in reading.warnings
            if reading.language != _READ_LANGUAGE or warning.startswith(_AT_ONCE)
        )
        return tuple(dict.fromkeys(told))

    def start(self) -> bool:
        """Put the keyboard on what is asked; return whether anything is."""
        return self.identity.start() or self.dangers.start()

    def take_in(self, incoming: IncomingReport) -> None:
        """Take in what a file gave; its bytes are kept, or it is told why not."""
        try:
            original = self._originals.keep(incoming)
        except UserError as error:
            self._refuse(self.tr("The file itself is not kept. {why}").format(why=error))
            original = Original(name=incoming.name, media_type=incoming.media_type)
        original = with_text_of(original, incoming.text)
        self._take(incoming.text, incoming.details, original, incoming.pictures, incoming.warnings)

    def take_in_text(self, text: str) -> None:
        """Take in a text that was pasted."""
        self._take(text, self._intake.details(text), None, (), ())

    def take_mime(self, data: QMimeData) -> bool:
        """Take in what was pasted or dropped: files, else plain text; return whether it held any.

        Nothing but text and files is taken, and of a formatted text the words alone.
        """
        self.forget_refusal()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.files.read(*files)
        elif data.hasText() and data.text().strip():
            self.take_in_text(data.text())
        else:
            return False
        return True

    def take_clipboard(self) -> None:
        """Take in what the clipboard holds."""
        data = QApplication.clipboard().mimeData()
        if data is None or not self.take_mime(data):  # `None` where nothing was ever copied
            self._refuse(self.tr("The clipboard holds no text. Copy the report's words first."))

    def ask_files(self) -> None:
        """Let the person choose files to be read."""
        kind = self.tr("Imaging reports")
        files = ask_which(self, self.tr("Open imaging report"), kind, self._intake.suffixes)
        if files:
            self.forget_refusal()
            self.files.read(*files)

    def forget_refusal(self) -> None:
        """Take away what was told of a report not taken in, once something else is done."""
        if self._has_refused:
            self._has_refused = False
            self.told.emit("")

    def _refuse(self, why: str) -> None:
        self._has_refused = True
        self.told.emit(why)

    def _take(
        self,
        text: str,
        details: StudyDetails,
        original: Original | None,
        pictures: tuple[bytes, ...],
        warnings: tuple[str, ...],
    ) -> None:
        if self._latest is not None and (latest := self._latest()) is not None:
            self.show_examination(latest)
        if self._examination is None:
            return
        reports = list(self._examination.imaging or ())
        blank = [place for place, each in enumerate(reports) if is_blank(each)]
        chosen = [self.current] if self.current in blank else blank[-1:]
        place = chosen[0] if chosen else len(reports)
        report = reports[place] if chosen else ImagingReport()
        report = msgspec.structs.replace(
            report, id=report.id or uuid4(), text=text or None, original=original
        )
        report, filled = with_details(report, details)
        reports[place : place + 1] = [report]
        self.changed.emit(tuple(reports))
        self.came_in.emit(CameIn(place, filled, pictures, warnings))

    def _replace(self, old: ImagingReport, *new: ImagingReport) -> None:
        """Put a report in the place of another, or nothing."""
        if self._examination is None:
            return
        reports: list[ImagingReport] = []
        for each in self._examination.imaging or ():
            reports += new if each is old else (each,)
        self.changed.emit(tuple(reports) or None)

    def _answer(self, *, same: bool) -> None:
        asked = self._asked
        if asked is None:
            return
        name = self._name(asked)
        if same:
            original = msgspec.structs.replace(asked.original or Original(), same_person=True)
            self._replace(asked, msgspec.structs.replace(asked, original=original))
            self.answered.emit(self.tr("Same person: {name}").format(name=name), -1)
        elif agrees(
            self,
            self.tr(
                "Another person\u2019s report: remove \u201c{name}\u201d, with its text and its "
                "findings?"
            ).format(name=name),
        ):
            self._replace(asked)
            removed = self.tr("Another person\u2019s report removed: {name}")
            self.answered.emit(removed.format(name=name), -1)

    def _accept(self) -> None:
        """Take over all dangers that wait, as one answer."""
        if self._examination is None:
            return
        reports = tuple(
            taken_over(report, *found)
            if (found := [finding for other, finding in self._dangers if other is report])
            else report
            for report in self._examination.imaging or ()
        )
        self.changed.emit(reports)
        self.safety_wanted.emit()

    def _set_aside(self, place: int) -> None:
        report, finding = self._dangers[place]
        line = danger_line(finding, report, self._catalogue)
        question = self.tr(
            "Set this danger aside? It counts nowhere then and is told no more.\n\n{line}"
        )
        if agrees(self, question.format(line=line)):
            self._replace(report, put_aside(report, finding))
            kind = self._catalogue.words("kind", finding.kind)
            said = self.tr("Set aside: {level}  {kind}").format(level=finding.level, kind=kind)
            self.answered.emit(said, place)

    def _name(self, report: ImagingReport) -> str:
        reports = (self._examination and self._examination.imaging) or ()
        place = next(place for place, each in enumerate(reports) if each is report)
        return report_name(report, place + 1, self._catalogue)

    def _show_state(self, name: str) -> None:
        self.state.setText(
            self.tr("Reading the file \u201c{name}\u201d\u2026").format(name=name) if name else ""
        )
        had_keyboard = self.cancel.hasFocus()
        self.state.setVisible(bool(name))
        self.cancel.setVisible(bool(name))
        if had_keyboard and not name:
            self.open.setFocus()

    def _connect(self) -> None:
        self.open.clicked.connect(self.ask_files)
        self.paste.clicked.connect(self.take_clipboard)
        self.cancel.clicked.connect(self.files.cancel)
        self.files.began.connect(self._show_state)
        self.files.done.connect(self.take_in)
        self.files.failed.connect(self._refuse)
        self.identity.same_person.connect(lambda: self._answer(same=True))
        self.identity.other_person.connect(lambda: self._answer(same=False))
        self.dangers.accepted.connect(self._accept)
        self.dangers.put_aside.connect(self._set_aside)
        for keys, act in ((OPEN_KEYS, self.ask_files), ("Ctrl+V", self.take_clipboard)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.addWidget(self.open)
        ways.addWidget(self.paste)
        ways.addWidget(self.state, 9)
        ways.addStretch(1)
        ways.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(ways)
        layout.addWidget(self.identity)
        layout.addWidget(self.dangers)
