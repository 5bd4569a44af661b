"""What the therapist asks of the physician: one line per request, with its urgency."""

from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Request, Urgency
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.text_area import TextLine


class RequestsEditor(QWidget):
    """Mirrors the requests.

    Signals:
        changed: a tuple of `Request`, or `None` for none.
    """

    changed = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._requests: tuple[Request, ...] | None = None
        self.texts: list[TextLine] = []
        self.urgencies: list[OpenList] = []
        self._rows: list[QWidget] = []
        self.add = QPushButton(self.tr("Add request"), self)
        self.add.clicked.connect(self._add)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        last = QHBoxLayout()
        last.addWidget(self.add)
        last.addStretch()
        self._layout.addLayout(last)

    def show_requests(self, requests: tuple[Request, ...] | None) -> None:
        """Mirror the requests without saying that they changed."""
        self._requests = requests
        wanted = requests or ()
        while len(self._rows) > len(wanted):
            row = self._rows.pop()
            self.texts.pop()
            self.urgencies.pop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(wanted):
            self._new_row()
        for text, urgency, request in zip(self.texts, self.urgencies, wanted, strict=True):
            text.show_value(request.text)
            urgency.show_value(request.urgency)

    def flush(self) -> None:
        """Record a request that is still being typed."""
        for text in tuple(self.texts):
            text.record()

    def _new_row(self) -> None:
        index = len(self._rows)
        text = TextLine(self.tr("Request {number}").format(number=index + 1))
        urgency = OpenList(
            self.tr("Urgency of request {number}").format(number=index + 1),
            [(u.value, self._catalogue.label("urgency", u)) for u in Urgency],
            closed=True,
        )
        remove = QPushButton(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove request {number}").format(number=index + 1))
        text.changed.connect(lambda value: self._replace(index, text=value))
        urgency.chosen.connect(
            lambda value: self._replace(index, urgency=Urgency(value) if value else None)
        )
        remove.clicked.connect(partial(self._remove, index))
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text, 1)
        layout.addWidget(urgency)
        layout.addWidget(remove)
        self._layout.insertWidget(index, row)
        self._rows.append(row)
        self.texts.append(text)
        self.urgencies.append(urgency)

    def _emit(self, requests: tuple[Request, ...]) -> None:
        self.show_requests(requests or None)
        self.changed.emit(self._requests)

    def _add(self) -> None:
        self._emit((*(self._requests or ()), Request()))
        self.texts[-1].setFocus()

    def _replace(self, index: int, **fields: object) -> None:
        requests = list(self._requests or ())
        requests[index] = msgspec.structs.replace(requests[index], **fields)
        self._emit(tuple(requests))

    def _remove(self, index: int) -> None:
        requests = self._requests or ()
        self._emit((*requests[:index], *requests[index + 1 :]))
