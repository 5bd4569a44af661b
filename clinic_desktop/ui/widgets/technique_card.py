"""How a test is done, beside its fields: position, steps, what counts, what to mind, sources."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import NOT_YET_CHECKED, Catalogue, Fact, Mark, NeurodynamicTest
from clinic_desktop.ui.widgets.figure import Figure


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


def technique_html(test: NeurodynamicTest, catalogue: Catalogue) -> str:
    """Return a test's definition as rich text; a fact not yet checked says so."""
    parts = [f"<p><b>Loads</b><br>{escape(test.loads)}</p>"]
    parts.append(f"<p><b>Position</b><br>{_fact(test.position)}</p>")
    steps = "".join(f"<li>{_fact(step)}</li>" for step in test.steps)
    parts.append(f"<p><b>Steps</b></p><ol style='margin-left:-18px'>{steps}</ol>")
    parts.append(f"<p><b>Counts as positive</b><br>{_fact(test.positive_when)}</p>")
    if test.differentiate_how:
        parts.append(f"<p><b>Differentiate</b><br>{_fact(test.differentiate_how)}</p>")
    if test.cautions:
        cautions = "".join(f"<li>{_fact(caution)}</li>" for caution in test.cautions)
        parts.append(
            f"<p><b>When not to, when to stop</b></p><ul style='margin-left:-18px'>{cautions}</ul>"
        )
    facts = (test.position, *test.steps, test.positive_when, *test.cautions)
    sources = dict.fromkeys((*test.sources, *(key for fact in facts for key in fact.sources)))
    if sources:
        lines = "<br>".join(escape(catalogue.sources[key].citation) for key in sources)
        parts.append(f"<p><b>Sources</b><br>{lines}</p>")
    if any(fact.mark is Mark.RECALLED for fact in facts):
        parts.append(
            f"<p><i>* {NOT_YET_CHECKED}: from memory, a clinician has still to check it.</i></p>"
        )
    return "".join(parts)


def _fact(fact: Fact) -> str:
    return escape(fact.text) + (" *" if fact.mark is Mark.RECALLED else "")
