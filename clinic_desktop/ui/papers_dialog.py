"""The papers of an examination that were handed out, each as it was, byte for byte."""

from functools import partial
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
from clinic_desktop.domain.versions import Paper
from clinic_desktop.ui import handing_out
from clinic_desktop.ui.handing_out import Way
from clinic_desktop.ui.moments import moment
from clinic_desktop.ui.paperwork import Encrypt
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
    """Lists the papers, shows one, and hands it out again with the bytes it had."""

    def __init__(
        self,
        store: "Record",
        catalogue: Catalogue,
        examination: Examination,
        encrypt: Encrypt,
        parent: QWidget | None = None,
        *,
        heading: str = "",
    ) -> None:
        """Build the dialog.

        Args:
            store: the record.
            catalogue: the words.
            examination: whose papers.
            encrypt: makes a copy for e-mail.
            parent: Qt's parent.
            heading: what stands above the list.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Papers handed out"))
        self._store = store
        self._catalogue = catalogue
        self._examination = examination
        self._encrypt = encrypt
        self._shown: str | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Papers handed out"))
        self.list.setProperty("role", "people")
        self.list.setWordWrap(True)
        self.preview = Preview()
        self.show_button = QPushButton(self.tr("S&how"))
        self.print = QPushButton(self.tr("&Print again\u2026"))
        self.save = QPushButton(self.tr("S&ave again\u2026"))
        self.encrypted = QPushButton(self.tr("For &e-mail\u2026"))
        self.encrypted.setToolTip(self.tr("Save a copy that only a passphrase opens"))
        self.close_button = QPushButton(self.tr("&Close"))
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out(heading)
        self.list.itemActivated.connect(self._show)
        self.list.itemSelectionChanged.connect(self._offer)
        self.show_button.clicked.connect(self._show)
        self.print.clicked.connect(self._print_again)
        self.save.clicked.connect(self._save_again)
        self.encrypted.clicked.connect(self._save_encrypted)
        self.close_button.clicked.connect(self.accept)
        self._fill()
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
        for button in (self.show_button, *self._again()):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        for button in (self.show_button, *self._again(), self.close_button):
            button.setAutoDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(columns, 1)
        layout.addWidget(self.told)
        layout.addLayout(buttons)

    def _again(self) -> tuple[QPushButton, ...]:
        return self.print, self.save, self.encrypted

    def _fill(self) -> None:
        try:
            papers = self._store.papers.of(self._examination.id)
        except UserError as error:
            self.told.setText(str(error))
            papers = ()
        self.list.clear()
        for paper in papers:
            item = QListWidgetItem(paper_line(paper, self._catalogue))
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
        for button in (self.show_button, *self._again()):
            button.setEnabled(is_kept)
        if paper is not None and paper.sha256 != self._shown:
            # One paper is never seen while another is printed.
            self._shown = None
            self.preview.clear()

    def _show(self) -> None:
        self.told.clear()
        paper, pdf = self.paper(), self.pdf()
        if paper is None or pdf is None:
            return
        try:
            self.preview.show_pdf(pdf)
        except UserError as error:
            self.told.setText(str(error))
        else:
            self._shown = paper.sha256

    def _print_again(self) -> None:
        self._hand_out(partial(handing_out.to_printer, self))

    def _save_again(self) -> None:
        self._hand_out(partial(handing_out.to_file, self._examination, self))

    def _save_encrypted(self) -> None:
        way = partial(handing_out.encrypted, self._examination, self._encrypt, self)
        self._hand_out(way)

    def _hand_out(self, way: Way) -> None:
        """Hand the paper chosen out once more, as it was, and list that."""
        self.told.clear()
        paper, pdf = self.paper(), self.pdf()
        if paper is None or pdf is None:
            return
        try:
            handed = way(pdf)
        except UserError as error:
            self.told.setText(str(error))
            return
        if handed is None:
            return
        self.told.setText(handed.sentence)
        try:
            self._store.papers.keep_again(self._examination, paper, handed.how)
        except UserError as error:
            self.told.setText(f"{handed.sentence} {error}")
        else:
            self._fill()
            self._choose(paper.sha256)

    def _choose(self, sha256: str) -> None:
        """Choose the first line of a paper."""
        items = (self.list.item(row) for row in range(self.list.count()))
        for item in items:
            if item.data(Qt.ItemDataRole.UserRole).sha256 == sha256:
                self.list.setCurrentItem(item)
                return


def show_papers(
    store: "Record",
    catalogue: Catalogue,
    examination: Examination,
    encrypt: Encrypt,
    parent: QWidget,
    *,
    heading: str = "",
) -> None:
    """Show the papers of an examination that were handed out."""
    dialog = PapersDialog(store, catalogue, examination, encrypt, parent, heading=heading)
    dialog.exec()
    dialog.deleteLater()
