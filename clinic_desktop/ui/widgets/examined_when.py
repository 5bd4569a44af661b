"""When the examination was performed, as day and time, and when it was recorded."""

from datetime import date, datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import days_late
from clinic_desktop.ui.moments import moment, zone_of
from clinic_desktop.ui.widgets.date_field import DateField
from clinic_desktop.ui.widgets.elided_label import ElidedLabel
from clinic_desktop.ui.widgets.time_field import TimeField


class ExaminedWhen(QWidget):
    """Mirrors the time of an examination, which is put right and never taken away.

    `recorded` stands where its owner puts it.

    Signals:
        changed: the new time, as the document writes it.
        told: a plain sentence about an entry that is not recorded.
    """

    changed = Signal(str)
    told = Signal(str)

    def __init__(self, recorded: datetime | None, parent: QWidget | None = None) -> None:
        """Build the fields.

        Args:
            recorded: when the first answer was saved, with an offset.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._recorded = recorded
        self._performed: datetime | None = None
        self.on = DateField(self.tr("Examined on"))
        self.at = TimeField(self.tr("Examined at"))
        self.recorded = ElidedLabel()
        self.on.changed.connect(self._record_day)
        self.at.changed.connect(self._record_time)
        self.on.refused.connect(self.told)
        self.at.refused.connect(self.told)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.on)
        layout.addWidget(self.at)
        layout.addStretch()

    def show_examination(self, examination: Examination) -> None:
        """Mirror when an examination was performed, and how long after it was recorded."""
        performed = examination.performed_at
        self._performed = datetime.fromisoformat(performed) if performed else None
        self._show_performed()
        if self._recorded is None:
            return
        told = self.tr("Recorded {when}").format(when=moment(self._recorded, zone_of(examination)))
        if days := days_late(examination, self._recorded):
            late = (
                self.tr("1 day after the examination")
                if days == 1
                else self.tr("{days} days after the examination").format(days=days)
            )
            told = self.tr("Late entry: {late}. {told}").format(late=late, told=told)
        self.recorded.show_text(told)

    def _show_performed(self) -> None:
        was = self._performed
        self.on.show_value(was and was.date())
        self.at.show_value(was and was.time().replace(second=0, microsecond=0))

    def _record_day(self, day: date | None) -> None:
        """Record another day, at the same time and offset."""
        was = self._performed or self._recorded_here()
        if day is None:
            self._keep()
        elif was is not None:
            self._perform(was.replace(year=day.year, month=day.month, day=day.day))

    def _record_time(self, at: time | None) -> None:
        """Record another time of the same day, with the same offset."""
        was = self._performed or self._recorded_here()
        if at is None:
            self._keep()
        elif was is not None:
            self._perform(was.replace(hour=at.hour, minute=at.minute, second=0))

    def _recorded_here(self) -> datetime | None:
        return self._recorded and self._recorded.astimezone()

    def _perform(self, at: datetime) -> None:
        self._performed = at
        self.changed.emit(at.isoformat(timespec="seconds"))

    def _keep(self) -> None:
        """Tell that the time of an examination is not taken away, only put right."""
        if self._performed is not None:
            self._show_performed()
            stays = self.tr("The examination keeps its day and time. Write another one instead.")
            self.told.emit(stays)
