"""Recording at once the other tests of a side that were done and were negative."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.flow import Station
from clinic_desktop.ui.widgets.act_dialog import ActDialog
from clinic_desktop.ui.widgets.form import words


class RemainingDialog(ActDialog):
    """Lists the tests of a side without an outcome; only those ticked as done are recorded."""

    def __init__(
        self,
        side: TestedSide,
        waiting: Sequence[Station],
        catalogue: Catalogue,
        parent: QWidget | None = None,
    ) -> None:
        """Build the dialog.

        Args:
            side: the tested side.
            waiting: its stations without an outcome.
            catalogue: the names of the tests.
            parent: Qt's parent.
        """
        side_words = side.value.upper()
        super().__init__(
            f"{side_words}: tests that were done and were negative",
            f"Record as Pass (negative), {side_words}",
            parent,
        )
        self.body.addWidget(
            words(
                self.tr("Tick each test that you have done on this side and that was negative.")
                if waiting
                else self.tr("Every test of this side has an outcome.")
            )
        )
        self.boxes = {station: QCheckBox(catalogue.tests[station.test].name) for station in waiting}
        for box in self.boxes.values():
            self.body.addWidget(box)
        self.body.addStretch()
        self.do.setEnabled(bool(waiting))
        next(iter(self.boxes.values()), self.cancel).setFocus()

    @property
    def ticked(self) -> tuple[Station, ...]:
        """The stations ticked."""
        return tuple(station for station, box in self.boxes.items() if box.isChecked())

    def act(self) -> None:
        """Override ActDialog.act: nothing is recorded of what is not ticked."""
        if not self.ticked:
            raise UserError(self.tr("Tick the tests that were done, or cancel."))


def ask_remaining(
    side: TestedSide, waiting: Sequence[Station], catalogue: Catalogue, parent: QWidget | None
) -> tuple[Station, ...]:
    """Return the stations that were done and were negative; none when it is cancelled."""
    dialog = RemainingDialog(side, waiting, catalogue, parent)
    done = dialog.ticked if dialog.exec() == RemainingDialog.DialogCode.Accepted else ()
    dialog.deleteLater()
    return done
