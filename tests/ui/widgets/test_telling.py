"""A refusal stands until its cause may be gone; what was done stands until something else is."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QListWidget, QVBoxLayout
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.widgets.telling import Telling


class Form(QDialog):
    """A dialog with a field of each kind."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Telling()
        self.line = QLineEdit()
        self.box = QComboBox()
        self.box.addItems(["a", "b"])
        self.tick = QCheckBox()
        self.listing = QListWidget()
        self.listing.addItems(["a", "b"])
        layout = QVBoxLayout(self)
        for widget in (self.told, self.line, self.box, self.tick, self.listing):
            layout.addWidget(widget)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    return made


def test_a_refusal_goes_away_with_any_change(form: Form) -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: form.line.setText("typed"),
        lambda: form.box.setCurrentIndex(1),
        lambda: form.tick.setChecked(True),
        lambda: form.listing.setCurrentRow(1),
    )
    for change in changes:
        form.told.refuse("Refused.")
        assert form.told.text() == "Refused."
        change()
        assert form.told.text() == ""


def test_what_was_done_stays(form: Form) -> None:
    form.told.refuse("Refused.")
    form.told.say("Done.")
    form.line.setText("typed")
    assert form.told.text() == "Done."
