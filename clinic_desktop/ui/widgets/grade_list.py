"""The grades of a conduction sign: by key, by word, and as a list under a finger."""

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.screening import SignKind
from clinic_desktop.ui.widgets.grade_cell import GradeCell

_SENSATION: Final = {"n": "normal", "a": "absent", "l": "altered", "i": "increased"}
GRADE_KEYS: Final[dict[SignKind, dict[str, str]]] = {
    SignKind.REFLEX: {
        "n": "normal",
        "a": "absent",
        "r": "reduced",
        "b": "brisk",
        "c": "clonus",
    },
    SignKind.POWER: {digit: digit for digit in "543210"},
    SignKind.LIGHT_TOUCH: _SENSATION,
    SignKind.PIN_PRICK: _SENSATION,
}
"""The key of each grade, in the order a list offers them."""


def known_grades(kind: SignKind, catalogue: Catalogue) -> dict[str, str]:
    """Return the grades of a kind by all they are called, in small letters: key, id and words."""
    return {
        name.casefold(): grade
        for key, grade in GRADE_KEYS[kind].items()
        for name in (key, grade, catalogue.label("sign_grade", grade))
    }


class GradeList(QMenu):
    """Offers the grades of a cell below it, the key of each beside it, and goes when one is chosen.

    Signals:
        chosen: the grade, or `None` for "not recorded".
    """

    chosen = Signal(object)

    def __init__(self, cell: GradeCell, catalogue: Catalogue) -> None:
        super().__init__(cell)
        self._cell = cell
        self.setProperty("touch", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(cell.accessibleName())
        for key, grade in GRADE_KEYS[cell.place.kind].items():
            words = catalogue.label("sign_grade", grade)
            at = words.lower().index(key)
            action = self.addAction(f"{words[:at]}&{words[at:]}\t{key}")
            action.setCheckable(True)
            action.setChecked(grade == cell.grade)
            action.triggered.connect(partial(self._choose, grade))
        self.addSeparator()
        self.addAction(self.tr("Not recorded")).triggered.connect(partial(self._choose, None))

    def open(self) -> None:
        """Show the list."""
        self.popup(self._cell.mapToGlobal(QPoint(0, self._cell.height())))

    def _choose(self, grade: str | None) -> None:
        self.chosen.emit(grade)
