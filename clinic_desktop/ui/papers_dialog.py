"""The papers of an examination that were handed out, each as it was, byte for byte."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import Handing, Paper
from clinic_desktop.ui.moments import moment
from clinic_desktop.ui.save_dialog import ask_where_report
from clinic_desktop.ui.saving import write_whole
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.preview import Preview

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_SHORT_HASH = 12


def paper_line(paper: Paper, catalogue: Catalogue) -> str:
    """Return a paper in words: when, how and by whom it was handed out, and what it was."""
    how = catalogue.words("handing", paper.how)
    line = (
        f"{moment(paper.issued_at)}, {how} by {paper.issued_by}: version {paper.version}, "
        f"{paper.status}, {paper.sha256[:_SHORT_HASH]}"
    )
    withdrawn = ", withdrawn" if paper.is_withdrawn else ""
    return f"{line}{withdrawn}{', erased after its retention' if paper.is_erased else ''}"


class PapersDialog(QDialog):
    """Lists the papers, shows one, and saves it again with the bytes it had."""

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        examination: Examination,
        parent: QWidget | None = None,
        *,
        heading: str = "",
    ) -> None:
        """Build the dialog.

        Args:
            store: the record.
            catalogue: the words.
            examination: whose papers.
            parent: Qt's parent.
            heading: what stands above the list.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Papers handed out"))
        self._store = store
        self._examination = examination
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Papers handed out"))
        self.list.setProperty("role", "people")
        self.list.setWordWrap(True)
        self.preview = Preview()
        self.show_button = QPushButton(self.tr("S&how"))
        self.save = QPushButton(self.tr("&Save again\u2026"))
        self.close_button = QPushButton(self.tr("&Close"))
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out(heading)
        self.list.itemActivated.connect(self._show)
        self.list.itemSelectionChanged.connect(self._offer)
        self.show_button.clicked.connect(self._show)
        self.save.clicked.connect(self._save_again)
        self.close_button.clicked.connect(self.accept)
        self._fill(catalogue)
        self.list.setFocus()
        room = self.screen().availableGeometry()
        self.resize(min(1160, room.width() - 40), min(680, room.height() - 60))

    def paper(self) -> Paper | None:
        """The paper chosen."""
        rows = self.list.selectedItems()
        return rows[0].data(Qt.ItemDataRole.UserRole) if rows else None

    def pdf(self) -> bytes | None:
        """The bytes of the paper chosen; `None` when the record does not give them."""
        paper = self.paper()
        if paper is None:
            return None
        try:
            return self._store.papers.pdf(paper.sha256)
        except UserError as error:
            self.told.setText(str(error))
            return None

    def _lay_out(self, heading: str) -> None:
        left = QVBoxLayout()
        if heading:
            left.addWidget(words(heading, role="standing"))
        left.addWidget(self.list, 1)
        columns = QHBoxLayout()
        columns.addLayout(left, 2)
        columns.addWidget(self.preview, 3)
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_button)
        buttons.addWidget(self.save)
        buttons.addWidget(self.told, 1)
        buttons.addWidget(self.close_button)
        for button in (self.show_button, self.save, self.close_button):
            button.setAutoDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(columns, 1)
        layout.addLayout(buttons)

    def _fill(self, catalogue: Catalogue) -> None:
        try:
            papers = self._store.papers.of(self._examination.id)
        except UserError as error:
            self.told.setText(str(error))
            papers = ()
        for paper in papers:
            item = QListWidgetItem(paper_line(paper, catalogue))
            item.setData(Qt.ItemDataRole.UserRole, paper)
            item.setToolTip(f"SHA-256: {paper.sha256}")
            self.list.addItem(item)
        if papers:
            self.list.setCurrentRow(0)
        elif not self.told.text():
            self.told.setText(self.tr("No paper of this examination was handed out from here."))
        self._offer()

    def _offer(self) -> None:
        paper = self.paper()
        is_kept = paper is not None and not paper.is_erased
        self.show_button.setEnabled(is_kept)
        self.save.setEnabled(is_kept)

    def _show(self) -> None:
        self.told.clear()
        pdf = self.pdf()
        if pdf is None:
            return
        try:
            self.preview.show_pdf(pdf)
        except UserError as error:
            self.told.setText(str(error))

    def _save_again(self) -> None:
        self.told.clear()
        paper, pdf = self.paper(), self.pdf()
        if (
            paper is None
            or pdf is None
            or (path := ask_where_report(self._examination, self)) is None
        ):
            return
        try:
            write_whole(path, pdf)
        except OSError as error:
            self.told.setText(
                self.tr("It was not saved to {path} ({why}). Choose another folder.").format(
                    path=path.name, why=error.strerror
                )
            )
            return
        self.told.setText(self.tr("Saved as {name}.").format(name=path.name))
        try:
            self._store.papers.keep_again(self._examination, paper, Handing.SAVED)
        except UserError as error:
            self.told.setText(f"{self.told.text()} {error}")


def show_papers(
    store: "Record",
    catalogue: Catalogue,
    examination: Examination,
    parent: QWidget,
    *,
    heading: str = "",
) -> None:
    """Show the papers of an examination that were handed out."""
    dialog = PapersDialog(store, catalogue, examination, parent, heading=heading)
    dialog.exec()
    dialog.deleteLater()
