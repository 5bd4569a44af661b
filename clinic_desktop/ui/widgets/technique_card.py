"""How a test is done, beside its fields: position, steps, what counts, what to mind, evidence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.neurodynamics import NeurodynamicTest
from clinic_desktop.ui.widgets.figure import Figure
from clinic_desktop.ui.widgets.form import keep_room_for_bar
from clinic_desktop.ui.widgets.long_text import LongText
from clinic_desktop.ui.widgets.technique_text import technique_html


class TechniqueCard(QScrollArea):
    """Shows one test's definition as the catalogue has it."""

    def __init__(
        self, test: NeurodynamicTest, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        keep_room_for_bar(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(f"Technique: {test.name}")
        inner = QWidget(self.viewport())
        self.text = LongText(technique_html(test, catalogue), inner)
        self.text.setContentsMargins(10, 8, 10, 8)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        if test.figure:
            name = f"Figure: {test.name}, {catalogue.words('couch', test.couch)}"
            layout.addWidget(Figure(catalogue.figures[test.figure], name, inner))
        layout.addWidget(self.text)
        layout.addStretch()
        self.setWidget(inner)
