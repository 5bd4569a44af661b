"""A stack of pages that asks for no more room than the page shown needs."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """Shows one page. Qt's own stack is as large as the largest of its pages, seen or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint: what the page shown needs."""
        page = self.currentWidget()
        if page is None:
            return super().minimumSizeHint()
        return page.minimumSizeHint().expandedTo(page.minimumSize())

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint: what the page shown would like."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Override QWidget.hasHeightForWidth: the pages that are not seen ask for no height."""
        return False
