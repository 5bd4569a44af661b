"""How the window looks: light, dark or high contrast, its size of text, and where that is kept.

`QStyleHints.setColorScheme` does nothing on X11 without a desktop theme (tried on Qt 6.11), and
no platform's own palette tells a checked button from a free one, so the palettes are the program's
own; "system" takes the one that is nearest to the platform.
"""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from clinic_desktop.ui.style import sheet


class Appearance(StrEnum):
    """What the View menu offers."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


_Role = QPalette.ColorRole
_LIGHT: Final = {
    _Role.Window: "#f3f4f5",
    _Role.WindowText: "#16191c",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#eceef0",
    _Role.Text: "#16191c",
    _Role.Button: "#e6e8ea",
    _Role.ButtonText: "#16191c",
    _Role.Highlight: "#0b5a8f",
    _Role.HighlightedText: "#ffffff",
    _Role.PlaceholderText: "#5c646b",
    _Role.ToolTipBase: "#ffffff",
    _Role.ToolTipText: "#16191c",
    _Role.Link: "#0b5a8f",
    _Role.LinkVisited: "#a3301c",  # what is wrong or alarming
    _Role.Mid: "#868e95",
}
_DARK: Final = {
    _Role.Window: "#1f2326",
    _Role.WindowText: "#eef1f3",
    _Role.Base: "#15181a",
    _Role.AlternateBase: "#24292d",
    _Role.Text: "#eef1f3",
    _Role.Button: "#2f353a",
    _Role.ButtonText: "#eef1f3",
    _Role.Highlight: "#7cc4f0",
    _Role.HighlightedText: "#0a1116",
    _Role.PlaceholderText: "#a3adb5",
    _Role.ToolTipBase: "#2f353a",
    _Role.ToolTipText: "#eef1f3",
    _Role.Link: "#7cc4f0",
    _Role.LinkVisited: "#ffb3a3",  # what is wrong or alarming
    _Role.Mid: "#7d878f",
}
_HIGH_CONTRAST: Final = {
    _Role.Window: "#000000",
    _Role.WindowText: "#ffffff",
    _Role.Base: "#000000",
    _Role.AlternateBase: "#000000",
    _Role.Text: "#ffffff",
    _Role.Button: "#000000",
    _Role.ButtonText: "#ffffff",
    _Role.Highlight: "#ffe000",
    _Role.HighlightedText: "#000000",
    _Role.PlaceholderText: "#e0e0e0",
    _Role.ToolTipBase: "#000000",
    _Role.ToolTipText: "#ffffff",
    _Role.Link: "#ffe000",
    _Role.LinkVisited: "#ffe000",  # what is wrong or alarming
    _Role.Mid: "#ffffff",
}
TEXT_SIZES: Final = (100, 125, 150, 200)
"""What the View menu offers, in per cent of the platform's size."""

_PLATFORM: Final = "clinic_desktop_platform"
_PALETTES: Final = {
    Appearance.LIGHT: _LIGHT,
    Appearance.DARK: _DARK,
    Appearance.HIGH_CONTRAST: _HIGH_CONTRAST,
}


def settings() -> QSettings:
    """Return the window's settings: appearance and geometry, never anything of a patient."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "clinic-desktop", "window"
    )


def stored_appearance() -> Appearance:
    """Return the chosen appearance; the platform's where none was chosen."""
    value = str(settings().value("appearance", Appearance.SYSTEM.value))
    return Appearance(value) if value in set(Appearance) else Appearance.SYSTEM


def stored_text_size() -> int:
    """Return the chosen size of the text, in per cent; 100 where none was chosen."""
    value = str(settings().value("text_size", TEXT_SIZES[0]))
    return int(value) if value in map(str, TEXT_SIZES) else TEXT_SIZES[0]


def palette(appearance: Appearance) -> QPalette:
    """Return the palette of an appearance; "system" has none of its own, see `nearest`."""
    colours = _PALETTES[appearance]
    result = QPalette()
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    grey = QColor(colours[_Role.PlaceholderText])
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, grey)
    return result


def nearest(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference, lightness: int) -> Appearance:
    """Return the appearance that is nearest to what the platform says.

    Args:
        scheme: the platform's, often unknown on X11.
        contrast: what the person set up in the platform.
        lightness: of the platform's own windows, 0 to 255; asked where the scheme is unknown.
    """
    if contrast is Qt.ContrastPreference.HighContrast:
        return Appearance.HIGH_CONTRAST
    is_dark = lightness < 128 if scheme is Qt.ColorScheme.Unknown else scheme is Qt.ColorScheme.Dark
    return Appearance.DARK if is_dark else Appearance.LIGHT


def apply(app: QApplication, appearance: Appearance, text_size: int | None = None) -> None:
    """Give the program this appearance, and its text this size in per cent or the one stored."""
    points, lightness = _platform(app)
    if appearance is Appearance.SYSTEM:
        hints = app.styleHints()  # held: its parts die with it (seen)
        contrast = hints.accessibility().contrastPreference()
        appearance = nearest(hints.colorScheme(), contrast, lightness)
    percent = stored_text_size() if text_size is None else text_size
    font = app.font()
    font.setPointSizeF(points * percent / 100)
    app.setFont(font)
    app.setPalette(palette(appearance))
    app.setPalette(_read_choices(app.palette()), "QComboBox")  # type: ignore[arg-type] # a name
    app.setStyleSheet(sheet(percent))


_FOLLOWS: Final = "follows the platform"


def follow(app: QApplication) -> None:
    """Change with the platform for as long as the person leaves the appearance to it."""
    if app.property(_FOLLOWS):
        return
    app.setProperty(_FOLLOWS, True)

    def look(*_: object) -> None:
        if stored_appearance() is Appearance.SYSTEM:
            apply(app, Appearance.SYSTEM)

    hints = app.styleHints()
    hints.colorSchemeChanged.connect(look)
    accessibility = hints.accessibility()
    accessibility.contrastPreferenceChanged.connect(look)


def _platform(app: QApplication) -> tuple[float, int]:
    """Return the platform's size of text and lightness of windows, as they were at first."""
    known = app.property(_PLATFORM)
    if known is None:
        known = (app.font().pointSizeF(), app.palette().color(_Role.Window).lightness())
        app.setProperty(_PLATFORM, known)
    points, lightness = known
    return points, lightness


def _read_choices(of_all: QPalette) -> QPalette:
    """Return the palette of drop-downs: one that is only read is read like any other text."""
    result = QPalette(of_all)
    for role in (_Role.Text, _Role.ButtonText):
        result.setColor(
            QPalette.ColorGroup.Disabled, role, of_all.color(QPalette.ColorGroup.Active, role)
        )
    return result
