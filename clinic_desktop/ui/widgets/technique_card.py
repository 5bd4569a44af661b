"""How a test is done, beside its fields: position, steps, what counts, what to mind, evidence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.neurodynamics import NeurodynamicTest
from clinic_desktop.ui.widgets.figure import Figure
from clinic_desktop.ui.widgets.technique_text import technique_html


class TechniqueCard(QScrollArea):
    """Shows one test's definition as the catalogue has it."""

    def __init__(
        self, test: NeurodynamicTest, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(f"Technique: {test.name}")
        self.text = QLabel(technique_html(test, catalogue))
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setContentsMargins(10, 8, 10, 8)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        if test.figure:
            name = f"Figure: {test.name}, {catalogue.words('couch', test.couch)}"
            layout.addWidget(Figure(catalogue.figures[test.figure], name))
        layout.addWidget(self.text)
        layout.addStretch()
        self.setWidget(inner)
