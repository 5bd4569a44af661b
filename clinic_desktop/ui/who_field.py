"""The drop-down in which a person says who they are before the record is open."""

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QWidget

from clinic_desktop.ui import theme


class WhoField(QComboBox):
    """Offers those who can unlock the record, the one who did last before the others."""

    def __init__(
        self, name: str, holders: Iterable[tuple[UUID, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        for account, shown in holders:
            self.addItem(shown, account)
        self.choose(_last())

    @property
    def account(self) -> UUID | None:
        """The person chosen; `None` where nobody can be named, as in an earlier version."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, UUID) else None

    def choose(self, account: UUID | None) -> None:
        """Choose a person, if they are among those offered."""
        for index in range(self.count()):
            if self.itemData(index) == account:
                self.setCurrentIndex(index)


def remember(account: UUID) -> None:
    """Remember by id who unlocked last: the settings are not encrypted, so they hold no name."""
    theme.settings().setValue("account", str(account))


def _last() -> UUID | None:
    try:
        return UUID(str(theme.settings().value("account", "")))
    except ValueError:
        return None
