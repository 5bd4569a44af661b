"""The clinic's picture at the head of a report: shown, chosen from a file, removed."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.file_choice import ask_which
from clinic_desktop.ui.widgets.form import words

_SHOWN: Final = QSize(240, 90)


class LogoChoice(QWidget):
    """Mirrors the bytes of a picture, or `None`; nothing is kept before the dialog is saved.

    Signals:
        told: a plain sentence for the person.
    """

    told = Signal(str)

    def __init__(
        self, read: Callable[[Path], bytes] | None = None, parent: QWidget | None = None
    ) -> None:
        """Build the choice.

        Args:
            read: reads a picture's file as a small flat picture, or raises a `UserError`.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._read = read
        self.picture: bytes | None = None
        self.shown = QLabel()
        self.choose = QPushButton(self.tr("Choose a &picture\u2026"))
        self.remove = QPushButton(self.tr("Remove the pict&ure"))
        about = words(
            self.tr(
                "A PNG or JPEG file of up to 2 MB and 4000 points a side. It is kept small, on "
                "white, without what a camera wrote into it."
            )
        )
        buttons = QHBoxLayout()
        for button in (self.choose, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(buttons)
        layout.addWidget(about)
        self.choose.setEnabled(read is not None)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(lambda: self.show_picture(None))
        self.show_picture(None)

    def show_picture(self, picture: bytes | None) -> None:
        """Mirror a picture."""
        self.picture = picture
        shown = QPixmap()
        if picture is not None:
            shown.loadFromData(picture)
        self.shown.setVisible(not shown.isNull())
        self.shown.setAccessibleName(self.tr("The clinic's logo"))
        if not shown.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
            fitting = shown.size().boundedTo(shown.size().scaled(_SHOWN, keep))
            self.shown.setPixmap(shown.scaled(fitting, keep, smooth.SmoothTransformation))
        self.remove.setEnabled(picture is not None)

    def take(self, path: Path) -> None:
        """Show a file's picture, or tell why not and keep the one shown."""
        if self._read is None:
            return
        try:
            self.show_picture(self._read(path))
        except UserError as error:
            self.told.emit(str(error))
        else:
            self.told.emit(self.tr("Save the settings to keep this picture."))

    def only_show(self) -> None:
        """Let nothing be chosen or removed."""
        self.choose.hide()
        self.remove.hide()

    def _choose(self) -> None:
        found = ask_which(
            self, self.tr("The clinic's logo"), self.tr("Pictures"), (".png", ".jpg", ".jpeg")
        )
        if found:
            self.take(found[0])
