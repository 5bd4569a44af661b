"""The question before a report leaves in which signs stand as their code points."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from clinic_desktop.ui.paperwork import FinishedReport

_MOST: Final = 6
_WIDTH: Final = 24


class MissingSigns(QMessageBox):
    """Names the signs and where they stand; going back is the answer given without thinking."""

    def __init__(self, report: FinishedReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(self.tr("Signs that cannot be printed"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(
            self.tr(
                "The report's font does not have these signs. They stand in it as their code "
                "points, and the reader may not know what is meant:"
            )
        )
        lines = [*_places(report), "", self.tr("Go back to write them in other letters.")]
        self.setInformativeText("\n".join(lines))
        self.back = self.addButton(self.tr("Go back"), QMessageBox.ButtonRole.RejectRole)
        self.go_on = self.addButton(
            self.tr("&Hand it out as it is"), QMessageBox.ButtonRole.AcceptRole
        )
        self.setDefaultButton(self.back)
        self.setEscapeButton(self.back)


def may_leave(report: FinishedReport, parent: QWidget) -> bool:
    """Return whether a report is handed out as it is; only where signs are missing is it asked."""
    if not report.missing:
        return True
    question = MissingSigns(report, parent)
    question.exec()
    question.deleteLater()
    return question.clickedButton() is question.go_on


def _places(report: FinishedReport) -> Iterator[str]:
    """Yield the first places in which such signs stand, with the signs they are the first of."""
    found: dict[str, list[str]] = {}
    for sign in report.missing:
        place = next((words for words in found if sign in words), None) or _around(sign, report)
        found.setdefault(place, []).append(f"{sign} (U+{ord(sign):04X})")
    for words, signs in list(found.items())[:_MOST]:
        yield ", ".join(signs) + (f": {words}" if words else "")
    if len(found) > _MOST:
        yield QCoreApplication.translate("MissingSigns", "and more, in further places")


def _around(sign: str, report: FinishedReport) -> str:
    """Return the words around a sign; nothing where the report's text does not have it."""
    line = next((line for line in report.text.splitlines() if sign in line), "")
    before, _, after = line.partition(sign)
    if len(before) > _WIDTH:
        before = "\u2026" + before[-_WIDTH:].partition(" ")[2]
    if len(after) > _WIDTH:
        after = after[:_WIDTH].rpartition(" ")[0] + "\u2026"
    return f"\u201c{before}{sign}{after}\u201d" if line else ""
