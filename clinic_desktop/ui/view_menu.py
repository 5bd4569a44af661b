"""The menu "View": how the window looks and sounds, applied at once and kept for the next start."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from clinic_desktop.ui import theme
from clinic_desktop.ui.sound import Sound

if TYPE_CHECKING:
    from clinic_desktop.ui.window import MainWindow

_APPEARANCES: Final = {
    theme.Appearance.SYSTEM: "As the &system",
    theme.Appearance.LIGHT: "&Light",
    theme.Appearance.DARK: "&Dark",
    theme.Appearance.HIGH_CONTRAST: "&High contrast",
}


class ViewMenu(QObject):
    """Offers appearance, size of the text and sound."""

    def __init__(self, window: "MainWindow", sound: Sound) -> None:
        super().__init__(window)
        menu = window.menuBar().addMenu(self.tr("&View"))
        self.appearances: dict[theme.Appearance, QAction] = {}
        looks = QActionGroup(self)
        for appearance, words in _APPEARANCES.items():
            action = self._option(menu, looks, self.tr(words))
            action.setChecked(appearance is theme.stored_appearance())
            action.triggered.connect(lambda _=False, a=appearance: self._appear(a))
            self.appearances[appearance] = action
        menu.addSeparator()
        sizes = menu.addMenu(self.tr("Size of the &text"))
        self.text_sizes: dict[int, QAction] = {}
        group = QActionGroup(self)
        for percent in theme.TEXT_SIZES:
            action = self._option(sizes, group, f"{percent} %")
            action.setChecked(percent == theme.stored_text_size())
            action.triggered.connect(lambda _=False, p=percent: self._resize(p))
            self.text_sizes[percent] = action
        menu.addSeparator()
        self.sound = menu.addAction(self.tr("S&ound with each answer"))
        self.sound.setCheckable(True)
        self.sound.setChecked(sound.is_on)
        self.sound.toggled.connect(lambda on: sound.switch(on=on))

    def _option(self, menu: QMenu, group: QActionGroup, words: str) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        group.addAction(action)
        return action

    def _appear(self, appearance: theme.Appearance) -> None:
        theme.settings().setValue("appearance", appearance.value)
        self._apply()

    def _resize(self, percent: int) -> None:
        theme.settings().setValue("text_size", percent)
        self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, theme.stored_appearance())
