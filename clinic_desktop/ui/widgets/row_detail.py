"""What stands below a table for the row the keyboard is on: comment, findings, literature."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison_phrases import Row, findings_behind, marked_reading
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.literature_groups import literature_summary
from clinic_desktop.domain.phrases import row_name
from clinic_desktop.domain.practice import Phrase
from clinic_desktop.ui.widgets.findings_panel import FindingsPanel
from clinic_desktop.ui.widgets.form import section
from clinic_desktop.ui.widgets.literature_panel import LiteraturePanel
from clinic_desktop.ui.widgets.reading_fold import ReadingFold
from clinic_desktop.ui.widgets.text_area import TextArea


class RowDetail(QFrame):
    """Takes the comment on a row, and opens onto what is behind it.

    Signals:
        root_wanted: the report and its finding whose root is to be changed.
    """

    root_wanted = Signal(object, object)

    def __init__(
        self,
        row: Row,
        examination: Examination,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        is_signed: bool,
        phrases: tuple[Phrase, ...],
    ) -> None:
        """Build the detail of a row, its strips closed."""
        super().__init__(parent)
        self.setProperty("column", True)
        self._row, self._examination, self._catalogue = row, examination, catalogue
        self._is_signed = is_signed
        name = row_name(row, catalogue)
        self.comment = TextArea(
            self.tr("Comment on {row}").format(row=name), 2, self, phrases=phrases
        )
        behind = len(findings_behind(row, examination))
        found = self.tr("1 finding") if behind == 1 else f"{behind or self.tr('no')} findings"
        self.findings = ReadingFold(
            self.tr("{row}: findings and the report's words").format(row=name),
            self._new_findings,
            f"{found}  W",
            self,
        )
        self.literature = ReadingFold(
            self.tr("{row}: literature beside this reading").format(row=name),
            lambda: LiteraturePanel(row, examination, catalogue),
            literature_summary(row, examination, catalogue) + "  L",
            self,
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        said = QLabel(f"{name}   {marked_reading(row, catalogue)}", self)
        said.setProperty("role", "section")
        head.addWidget(said)
        head.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        line = QHBoxLayout()
        label = section(self.tr("Your comment") + ("" if is_signed else "  C"), self)
        label.setBuddy(self.comment)
        line.addWidget(label)
        line.addWidget(self.comment, 1)
        layout.addLayout(line)
        layout.addWidget(self.findings)
        layout.addWidget(self.literature)

    def ask_root(self) -> None:
        """Show the findings with the keyboard on the first whose root can be changed."""
        self.findings.open()
        changing = self.findings.inner.findChildren(QPushButton)
        if changing:
            changing[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _new_findings(self) -> FindingsPanel:
        panel = FindingsPanel(
            self._row, self._examination, self._catalogue, is_signed=self._is_signed
        )
        panel.root_wanted.connect(self.root_wanted)
        return panel
