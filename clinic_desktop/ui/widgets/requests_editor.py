"""What the therapist asks of the physician: a sentence per request, with its urgency."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Request, Urgency
from clinic_desktop.domain.practice import Phrase
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from clinic_desktop.ui.widgets.text_area import TextArea

_SHORT: Final = 6
"""Characters of a list that stands beside a text."""


class _RequestRow(QWidget):
    def __init__(
        self,
        editor: "RequestsEditor",
        place: int,
        catalogue: Catalogue,
        phrases: tuple[Phrase, ...],
    ) -> None:
        super().__init__(editor)
        number = place + 1
        self.text = TextArea(
            self.tr("Request {number}").format(number=number), lines=4, phrases=phrases
        )
        self.urgency = OpenList(
            self.tr("Urgency of request {number}").format(number=number),
            [(u.value, catalogue.label("urgency", u)) for u in Urgency],
            closed=True,
        )
        self.urgency.setMinimumContentsLength(_SHORT)
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove request {number}").format(number=number))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(4)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self.text, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.urgency, 0, 1)
        layout.addWidget(remove, 1, 1)
        self.text.changed.connect(lambda value: editor.replace_value(place, text=value))
        self.urgency.chosen.connect(
            lambda value: editor.replace_value(place, urgency=Urgency(value) if value else None)
        )
        remove.clicked.connect(lambda: editor.remove_value(place))

    def show_value(self, request: Request) -> None:
        self.text.show_value(request.text)
        self.urgency.show_value(request.urgency)

    def start(self) -> None:
        self.text.setFocus()


class RequestsEditor(RowsEditor):
    """Mirrors the requests, a tuple of `Request`."""

    def __init__(
        self,
        catalogue: Catalogue,
        parent: QWidget | None = None,
        *,
        phrases: tuple[Phrase, ...] = (),
    ) -> None:
        super().__init__(Request(), self.tr("Add request"), parent)
        self._catalogue = catalogue
        self._phrases = phrases

    def new_row(self, place: int) -> QWidget:
        """Override RowsEditor.new_row."""
        return _RequestRow(self, place, self._catalogue, self._phrases)
