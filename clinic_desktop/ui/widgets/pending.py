"""Recording what is still being typed, before a page is left or the window closes."""

from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.parsed_field import ParsedField
from clinic_desktop.ui.widgets.text_area import TextArea, TextLine


def record_pending(page: QWidget) -> None:
    """Let every field of a page that waits for the end of typing record what stands in it."""
    for field in page.findChildren(QWidget):
        if isinstance(field, TextArea | TextLine | NumberField | ParsedField | OpenList):
            field.record()
