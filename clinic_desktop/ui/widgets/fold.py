"""A strip that opens: closed, the face of its button says what is recorded inside."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from clinic_desktop.ui.widgets.tips import as_written


class Fold(QWidget):
    """Shows or hides what stands below its button."""

    def __init__(self, name: str, inner: QWidget, parent: QWidget | None = None) -> None:
        """Build the strip, closed.

        Args:
            name: what is inside.
            inner: the fields.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._name = name
        self._summary = ""
        self.inner = inner
        self.button = QPushButton(self)
        self.button.setCheckable(True)
        self.button.setProperty("fold", True)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.toggled.connect(self._toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(inner)
        inner.hide()
        self.show_summary("")

    @property
    def is_open(self) -> bool:
        """Whether the fields are in sight."""
        return self.button.isChecked()

    @property
    def holds_something(self) -> bool:
        """Whether anything is recorded inside, as its face says."""
        return bool(self._summary)

    def open(self) -> None:
        """Show the fields."""
        self.button.setChecked(True)

    def show_summary(self, summary: str) -> None:
        """Tell on the button's face what is recorded inside."""
        self._summary = summary
        self._show_face()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override QWidget.resizeEvent: fit the face anew."""
        super().resizeEvent(event)
        self._show_face()

    def _toggled(self, on: bool) -> None:
        self.inner.setVisible(on)
        self._show_face()

    def _show_face(self) -> None:
        sign = "\u25be" if self.is_open else "\u25b8"
        whole = f"{self._name}: {self._summary or self.tr('not recorded')}"
        metrics = self.button.fontMetrics()
        room = max(self.button.width() - 40, 40)
        mode = Qt.TextElideMode.ElideRight
        face = metrics.elidedText(f"{sign} {whole}", mode, room)
        self.button.setText(face.replace("&", "&&"))
        self.button.setToolTip(as_written(whole))
        state = self.tr("open") if self.is_open else self.tr("closed")
        self.button.setAccessibleName(f"{whole} ({state})")
