"""The step "Safety": red flags and the level of concern."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.ui.widgets.form import title
from clinic_desktop.ui.widgets.pending import record_pending


class SafetyPage(QWidget):
    """Mirrors red flags and the level of concern.

    Signals:
        changed: a dictionary of the examination's fields that changed.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        layout = QVBoxLayout(self)
        layout.addWidget(title(self.tr("Safety")))
        layout.addStretch()

    def show_examination(self, examination: Examination) -> None:
        """Mirror an examination."""

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.setFocus()

    def flush(self) -> None:
        """Record texts that are still being typed."""
        record_pending(self)
