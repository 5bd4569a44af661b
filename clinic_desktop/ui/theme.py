"""Light, dark and high contrast: palettes where the platform has none, and the checked state.

`QStyleHints.setColorScheme` does nothing on X11 without a desktop theme (tried on Qt 6.11), so
the palettes are the program's own; "system" leaves the platform's look alone.
"""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


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
    _Role.Mid: "#8b959d",
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
    _Role.Mid: "#ffffff",
}
_PALETTES: Final = {
    Appearance.LIGHT: _LIGHT,
    Appearance.DARK: _DARK,
    Appearance.HIGH_CONTRAST: _HIGH_CONTRAST,
}

# Fusion paints a checked button with 1.2 : 1 against an unchecked one (measured), so the checked
# state is filled with the highlight and carries a tick; a current side has a frame, not a tint.
STYLE: Final = """
QPushButton[choice="true"] {
    padding: 4px 4px; min-height: 24px; border: 1px solid palette(mid); border-radius: 4px;
    background: palette(button); color: palette(button-text);
}
QPushButton[choice="true"]:focus { border: 2px solid palette(highlight); padding: 3px 3px; }
QPushButton[choice="true"]:checked {
    background: palette(highlight); color: palette(highlighted-text); font-weight: bold;
    border-color: palette(highlight);
}
QPushButton[choice="true"]:checked:focus { border: 2px solid palette(window-text); }
QPushButton[choice="true"]:disabled { color: palette(mid); }
QPushButton[choice="true"]:checked:disabled { color: palette(highlighted-text); }
QFrame[column="true"] { border: 1px solid palette(mid); border-radius: 6px; }
QFrame[column="true"][current="true"] { border: 2px solid palette(highlight); }
QPushButton[several="true"] { text-align: left; padding: 4px 6px; }
QListWidget[role="steps"]::item { padding: 8px 4px; }
QListWidget[role="people"]::item { padding: 7px 6px; }
QLabel[role="title"] { font-size: 17pt; font-weight: bold; }
QLabel[role="side"] { font-size: 14pt; font-weight: bold; }
QLabel[role="patient"] { font-size: 13pt; font-weight: bold; }
QLabel[role="echo"] { font-size: 20pt; font-weight: bold; }
QLabel[role="section"] { font-weight: bold; }
QLabel[role="alert"] {
    font-weight: bold; color: palette(highlighted-text); background: palette(highlight);
    padding: 6px; border-radius: 4px;
}
QLabel[role="standing"] {
    border: 1px solid palette(mid); border-radius: 4px; padding: 5px 8px;
    background: palette(alternate-base); color: palette(window-text);
}
QLineEdit[wrong="true"] { border: 2px solid palette(link); font-weight: bold; }
QPlainTextEdit {
    border: 1px solid palette(mid); border-radius: 3px; background: palette(base); padding: 1px;
}
QPlainTextEdit:focus { border: 2px solid palette(highlight); padding: 0; }
QMenu[role="phrases"]::item { min-height: 44px; padding: 0 16px; }
QMenu[role="phrases"]::item:selected {
    background: palette(highlight); color: palette(highlighted-text);
}
QCheckBox { border: 2px solid transparent; border-radius: 3px; }
QCheckBox:focus { border-color: palette(highlight); }
"""

# Fusion takes the outline of a field from the window's colour, darkened: on a dark ground fields
# and boxes have none (seen), so there they get one.
OUTLINES: Final = """
QLineEdit, QPlainTextEdit, QComboBox, QListWidget, QTableView, QTreeView, QPushButton,
QScrollArea[framed="true"] {
    border: 1px solid palette(mid); border-radius: 3px;
}
QLineEdit, QPlainTextEdit { background: palette(base); padding: 1px; }
QPushButton { background: palette(button); padding: 3px 10px; }
QPushButton:disabled { border-style: dashed; }
QPushButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {
    border: 2px solid palette(highlight);
}
QComboBox { background: palette(button); padding: 2px 4px; }
QComboBox QLineEdit { border: none; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow {
    width: 0; height: 0; margin-right: 4px; border-top: 6px solid palette(text);
    border-left: 4px solid palette(button); border-right: 4px solid palette(button);
}
QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid palette(text); }
QCheckBox::indicator:checked { background: palette(highlight); border: 3px double palette(text); }
QCheckBox::indicator:focus { border-color: palette(highlight); }
"""


def settings() -> QSettings:
    """Return the window's settings: appearance and geometry, never anything of a patient."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "clinic-desktop", "window"
    )


def stored_appearance() -> Appearance:
    """Return the chosen appearance; the platform's where none was chosen."""
    value = str(settings().value("appearance", Appearance.SYSTEM.value))
    return Appearance(value) if value in set(Appearance) else Appearance.SYSTEM


def palette(appearance: Appearance) -> QPalette:
    """Return the palette of an appearance; the platform's own for "system"."""
    colours = _PALETTES.get(appearance)
    if colours is None:
        return QPalette()
    result = QPalette()
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    grey = QColor(colours[_Role.PlaceholderText])
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, grey)
    return result


def _read_choices(of_all: QPalette) -> QPalette:
    """Return the palette of drop-downs: one that is only read is read like any other text."""
    result = QPalette(of_all)
    for role in (_Role.Text, _Role.ButtonText):
        result.setColor(
            QPalette.ColorGroup.Disabled, role, of_all.color(QPalette.ColorGroup.Active, role)
        )
    return result


def apply(app: QApplication, appearance: Appearance) -> None:
    """Give the program this appearance."""
    app.setPalette(palette(appearance))
    app.setPalette(_read_choices(app.palette()), "QComboBox")  # type: ignore[arg-type] # a name
    on_dark = appearance in (Appearance.DARK, Appearance.HIGH_CONTRAST)
    app.setStyleSheet(OUTLINES + STYLE if on_dark else STYLE)
