"""The question before a report leaves in which signs stand as their code points."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from clinic_desktop.ui.paperwork import FinishedReport

_MOST: Final = 6
_BEFORE: Final = 30
_AFTER: Final = 20


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
        lines = list(_places(report))
        further = len(report.missing) - _MOST
        if further > 0:
            lines.append(self.tr("and {count} more").format(count=further))
        lines += ["", self.tr("Go back to write them in other letters.")]
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
    """Yield a line for each sign, the first ones, with the words around it."""
    for sign in report.missing[:_MOST]:
        code = f"U+{ord(sign):04X}"
        line = next((line for line in report.text.splitlines() if sign in line), "")
        place = line.find(sign)
        around = line[max(0, place - _BEFORE) : place + 1 + _AFTER].strip()
        yield f"{sign}  ({code}): \u201c{around}\u201d" if around else f"{sign}  ({code})"
