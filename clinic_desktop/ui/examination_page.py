"""One examination: the patient in view, the steps beside, every answer saved where it is given."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain import phrases, progress
from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import Place
from clinic_desktop.ui.comparison_page import ComparisonPage
from clinic_desktop.ui.conclusion_page import ConclusionPage, Paper
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.save_mark import SaveMark

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_GLYPHS = {
    progress.StepState.EMPTY: "\u25cb",
    progress.StepState.PARTLY: "\u25d0",
    progress.StepState.RECORDED: "\u25cf",
}


class Page(Protocol):
    """What every step's page can do."""

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination without saying that it changed."""

    def start(self) -> None:
        """Put the keyboard where answering begins."""

    def flush(self) -> None:
        """Record what is still being typed."""


class ExaminationPage(QWidget):
    """Owns the examination being recorded; its pages mirror it and say what changed.

    Signals:
        closed: the person goes back to the patients.
        moved: the `Place` that is now open.
    """

    closed = Signal()
    moved = Signal(object)

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        make_report: Callable[[UUID], Paper],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._catalogue = catalogue
        self._make_report = make_report
        self._examination: Examination | None = None
        self._is_saved = True
        self._pages: dict[str, QWidget] = {}
        self.patient = ElidedLabel(self)
        self.patient.setProperty("role", "patient")
        self.details = ElidedLabel(self)
        self.save_mark = SaveMark(self)
        self.save_mark.retry.connect(self._save)
        self.navigator = QListWidget(self)
        self.navigator.setAccessibleName(self.tr("Steps of the examination"))
        self.navigator.setFixedWidth(190)
        self.navigator.setProperty("role", "steps")
        self.navigator.currentRowChanged.connect(self._open_row)
        self.stack = QStackedWidget(self)
        self.echo = QLabel(self)
        self.echo.setProperty("role", "echo")
        self.echo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self._lay_out()

    @property
    def examination(self) -> Examination | None:
        """The examination as it stands on the screen."""
        return self._examination

    @property
    def step(self) -> str:
        """The key of the step that is open."""
        item = self.navigator.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else progress.REASON

    def page(self, step: str) -> QWidget:
        """Return a step's page, built when it is first opened."""
        if step not in self._pages:
            self._pages[step] = self._new_page(step)
            self.stack.addWidget(self._pages[step])
        return self._pages[step]

    def open(self, examination_id: UUID, step: str = "") -> None:
        """Show an examination of the record at a step.

        Raises:
            UserError: when the record does not give it.
        """
        self.leave()
        examination = self._store.drafts.examination(examination_id)
        self.forget()
        self._examination = examination
        self._is_saved = True
        self.told.clear()
        self.echo.clear()
        patient = self._examination.patient
        self.patient.show_text(phrases.patient_name(patient))
        self.details.show_text(phrases.patient_line(patient, self._catalogue))
        self.save_mark.label.setText(self.tr("Every answer is saved at once"))
        self._fill_navigator()
        self.go_to(step)

    def forget(self) -> None:
        """Let go of the examination, and of every page with what was half typed on it."""
        self._examination = None
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = {}

    def go_to(self, step: str) -> None:
        """Open a step; an unknown one opens the first."""
        rows = [
            row
            for row in range(self.navigator.count())
            if self.navigator.item(row).data(Qt.ItemDataRole.UserRole) == step
        ]
        self.navigator.setCurrentRow(rows[0] if rows else 0)

    def leave(self) -> bool:
        """Record what is still being typed; return whether all of it is saved."""
        page = self.stack.currentWidget()
        if self._examination is not None and page is not None:
            _as_page(page).flush()
            if not self._is_saved:
                self._save()
        return self._is_saved

    def record(self, examination: Examination) -> None:
        """Take an answer: commit it, then show it."""
        if examination == self._examination:
            return
        self._examination = examination
        self._save()
        self._mirror()

    def tell(self, sentence: str) -> None:
        """Show a plain sentence at the foot of the window."""
        self.told.setText(sentence)
        self.told.setProperty("role", "alert" if sentence else "")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def _lay_out(self) -> None:
        back = QPushButton(self.tr("Patients"), self)
        back.clicked.connect(self._close)
        banner = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.patient)
        names.addWidget(self.details)
        banner.addWidget(back)
        banner.addSpacing(12)
        banner.addLayout(names, 1)
        banner.addWidget(self.save_mark)
        rule = QFrame(self)
        rule.setFrameShape(QFrame.Shape.HLine)
        previous = QPushButton(self.tr("Step before"), self)
        following = QPushButton(self.tr("Next step"), self)
        previous.clicked.connect(lambda: self._move(-1))
        following.clicked.connect(lambda: self._move(1))
        foot = QHBoxLayout()
        said = QVBoxLayout()
        said.addWidget(self.echo)
        said.addWidget(self.told)
        foot.addLayout(said, 1)
        foot.addWidget(previous)
        foot.addWidget(following)
        right = QVBoxLayout()
        right.addWidget(self.stack, 1)
        right.addLayout(foot)
        body = QHBoxLayout()
        body.addWidget(self.navigator)
        body.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(banner)
        layout.addWidget(rule)
        layout.addLayout(body, 1)
        for keys, by in (
            (QKeySequence.StandardKey.NextChild, 1),
            ("Ctrl+PgDown", 1),
            ("Ctrl+PgUp", -1),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self._move(by))

    def _new_page(self, step: str) -> QWidget:
        if step.startswith(progress.TEST_PREFIX):
            return self._new_test_page(step.removeprefix(progress.TEST_PREFIX))
        if step == progress.REASON:
            reason = ReasonPage(self._catalogue)
            reason.changed.connect(self._replace)
            reason.told.connect(self.tell)
            return reason
        if step == progress.IMAGING:
            imaging = ImagingPage(self._catalogue)
            imaging.changed.connect(lambda reports: self._replace({"imaging": reports}))
            imaging.told.connect(self.tell)
            return imaging
        if step == progress.COMPARISON:
            comparison = ComparisonPage(self._catalogue)
            comparison.commented.connect(self._comment)
            return comparison
        conclusion = ConclusionPage(self._catalogue, self._make_report)
        conclusion.changed.connect(self._replace)
        conclusion.told.connect(self.tell)
        return conclusion

    def _new_test_page(self, test: str) -> QWidget:
        page = NeurodynamicPage(test, self._catalogue)
        page.changed.connect(self._respond)
        page.finished.connect(lambda: self._move(1))
        page.went_back.connect(lambda: self._move(-1))
        page.told.connect(self.tell)
        page.echoed.connect(self.echo.setText)
        return page

    def _respond(self, response: object) -> None:
        if self._examination is not None:
            self.record(self._examination.with_response(response))  # type: ignore[arg-type]

    def _replace(self, fields: dict[str, object]) -> None:
        if self._examination is not None:
            self.record(msgspec.structs.replace(self._examination, **fields))

    def _comment(self, row: str, note: str | None) -> None:
        if self._examination is not None:
            self.record(self._examination.with_comment(row, note))

    def _save(self) -> None:
        if self._examination is None:
            return
        try:
            saved_at = self._store.drafts.save(self._examination)
        except UserError as error:
            self._is_saved = False
            self.save_mark.show_failed()
            self.tell(str(error))
        else:
            if not self._is_saved:
                self.tell("")
            self._is_saved = True
            self.save_mark.show_saved(saved_at)

    def _mirror(self) -> None:
        """Bring the open page and the navigator's marks up to date."""
        if self._examination is None:
            return
        page = self.stack.currentWidget()
        if page is not None:
            _as_page(page).show_examination(self._examination)
        steps = progress.steps(self._examination, self._catalogue)
        if len(steps) != self.navigator.count():
            self._fill_navigator()
            return
        for row, step in enumerate(steps):
            self._mark(self.navigator.item(row), step)

    def _fill_navigator(self) -> None:
        if self._examination is None:
            return
        self.navigator.blockSignals(True)
        self.navigator.clear()
        for step in progress.steps(self._examination, self._catalogue):
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, step.key)
            self._mark(item, step)
            self.navigator.addItem(item)
        self.navigator.blockSignals(False)

    def _mark(self, item: QListWidgetItem, step: progress.Step) -> None:
        name = self._step_name(step.key)
        state = self._catalogue.label("step_state", step.state)
        text = f"{_GLYPHS[step.state]}  {name}"
        if item.text() != text:
            item.setText(text)
            item.setToolTip(f"{name}: {state}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {state}")

    def _step_name(self, key: str) -> str:
        names = {
            progress.REASON: self.tr("Reason and symptoms"),
            progress.IMAGING: self.tr("Imaging report"),
            progress.COMPARISON: self.tr("Comparison"),
            progress.CONCLUSION: self.tr("Conclusion, report"),
        }
        if key in names:
            return names[key]
        test = key.removeprefix(progress.TEST_PREFIX)
        name = self._catalogue.tests[test].short
        if self._examination and self._examination.response(test, TestedSide.MIDLINE):
            return self.tr("{test} (midline recorded)").format(test=name)
        return name

    def _open_row(self, row: int) -> None:
        if row < 0 or self._examination is None:
            return
        if self._is_saved:
            self.tell("")
        self.leave()
        page = self.page(str(self.navigator.item(row).data(Qt.ItemDataRole.UserRole)))
        self.stack.setCurrentWidget(page)
        self.echo.setVisible(isinstance(page, NeurodynamicPage))
        _as_page(page).show_examination(self._examination)
        _as_page(page).start()
        self.moved.emit(Place(examination=self._examination.id, step=self.step))

    def _move(self, by: int) -> None:
        row = self.navigator.currentRow() + by
        if 0 <= row < self.navigator.count():
            self.navigator.setCurrentRow(row)

    def _close(self) -> None:
        if self.leave():
            self.forget()
            self.closed.emit()


def _as_page(widget: QWidget) -> Page:
    return widget  # type: ignore[return-value]
