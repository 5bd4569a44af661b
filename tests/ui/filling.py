"""Bringing onto a step's page what an answer brings there, so that it is looked at too."""

from PySide6.QtWidgets import QApplication, QWidget

from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.widgets.findings_table import FindingsTable
from clinic_desktop.ui.widgets.rows_editor import RowsEditor
from tests.ui.keys import press


def fill(page: QWidget) -> None:
    """Add rows and open what an answer opens, so that there is more to walk."""
    if isinstance(page, ImagingPage):
        page.add_report()
        (table,) = page.findChildren(FindingsTable)
        table.add_row()
        table.add_row()
    if isinstance(page, NeurodynamicPage):
        press("t")
    for editor in page.findChildren(RowsEditor):
        editor.add.click()
        editor.add.click()
    QApplication.processEvents()
