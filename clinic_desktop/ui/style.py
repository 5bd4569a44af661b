"""The style sheet: outlines, the checked state, the frame of the keyboard, targets for a finger.

Fusion paints a checked button with 1.2 : 1 against a free one and takes the outline of a field from
the window's colour, darkened (measured), so all of them are drawn here, from the palette.
"""

from typing import Final

TARGET: Final = 44
"""The least height of what is touched, in pixels."""

_HEADINGS: Final = {"title": 17, "side": 14, "patient": 13, "echo": 20}
"""Points at 100 %."""

# Heights are of the content: padding and border come on top of them, and together they are the
# same whether a thing has the keyboard or not, or it would move what stands under it.
_SHEET: Final = """
QPushButton, QLineEdit, QComboBox, QPlainTextEdit, QTextBrowser, QListWidget, QTableView,
QTreeView, QScrollArea[framed="true"] {
    border: 1px solid palette(mid); border-radius: 3px;
}
QPushButton:hover, QPushButton:default { border-color: palette(button-text); }
QPushButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QTextBrowser:focus, QComboBox:focus,
QListWidget:focus, QTableView:focus, QTreeView:focus {
    border: 2px solid palette(highlight);
}

QPushButton {
    background: palette(button); color: palette(button-text);
    min-height: 34px; padding: 4px 12px; border-radius: 4px;
}
QPushButton:focus { padding: 3px 11px; outline: none; }
QPushButton[primary="true"]:enabled {
    background: palette(highlight); color: palette(highlighted-text);
    border-color: palette(highlight); font-weight: bold;
}
QPushButton[primary="true"]:focus { border-color: palette(window-text); }
QPushButton:pressed { background: palette(mid); }
QPushButton:disabled { border-style: dashed; }
QPushButton[choice="true"] { padding: 4px; }
QPushButton[choice="true"]:focus { padding: 3px; }
QPushButton[choice="true"]:checked {
    background: palette(highlight); color: palette(highlighted-text); font-weight: bold;
    border-color: palette(highlight);
}
QPushButton[choice="true"]:checked:focus {
    border: 2px solid palette(window-text); padding: 2px; background-clip: content;
}
QPushButton[choice="true"]:disabled { color: palette(mid); }
QPushButton[choice="true"]:checked:disabled { color: palette(highlighted-text); }
QPushButton[several="true"] { text-align: left; padding: 4px 8px; }
QPushButton[several="true"]:focus { padding: 3px 7px; }
QPushButton[several="true"][empty="true"] { color: palette(placeholder-text); }
QPushButton[fold="true"] { text-align: left; padding: 4px 6px; font-weight: bold; }
QPushButton[fold="true"]:focus { padding: 3px 5px; }
PhraseButton {
    min-height: 0; padding: 0; background: transparent; border: none; border-radius: 0;
    border-left: 1px solid palette(mid); font-weight: bold;
}
PhraseButton:hover { background: palette(button); }
QToolButton[tool="true"] {
    text-align: left; padding: 4px 8px; min-height: 34px; border: 1px solid palette(mid);
    border-radius: 4px; background: palette(button); color: palette(button-text);
}
QToolButton[tool="true"]:checked {
    border: 3px solid palette(highlight); padding: 2px 6px; font-weight: bold;
}
QToolButton[tool="true"]:focus { border: 2px solid palette(window-text); padding: 3px 7px; }

QLineEdit { background: palette(base); min-height: 38px; padding: 2px 5px; }
QLineEdit:focus { padding: 1px 4px; }
QLineEdit[wrong="true"] {
    border: 2px solid palette(link-visited); padding: 1px 4px; font-weight: bold;
}
QPlainTextEdit { background: palette(base); }
QPlainTextEdit, QListWidget, QTableView, QTreeView { padding: 1px; }
QPlainTextEdit:focus, QListWidget:focus, QTableView:focus, QTreeView:focus { padding: 0; }
QTextBrowser { padding: 3px 7px; }
QTextBrowser:focus { padding: 2px 6px; }

QComboBox {
    background: palette(button); min-height: 38px; padding: 2px 2px 2px 8px; combobox-popup: 0;
}
QComboBox:focus { padding: 1px 1px 1px 7px; }
QComboBox:!editable[empty="true"] { color: palette(placeholder-text); }
QComboBox:editable { background: palette(base); }
QComboBox QLineEdit { border: none; min-height: 0; padding: 0; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow {
    width: 0; height: 0; margin-right: 6px; border-top: 6px solid palette(text);
    border-left: 4px solid palette(button); border-right: 4px solid palette(button);
}
QComboBox::down-arrow:editable {
    border-left-color: palette(base); border-right-color: palette(base);
}
FindingRow QComboBox { padding: 2px 0 2px 4px; }
FindingRow QComboBox:focus { padding: 1px 0 1px 3px; }
FindingRow QComboBox::drop-down { width: 16px; }
FindingRow QComboBox::down-arrow { margin-right: 3px; }
QComboBox QAbstractItemView::item { min-height: 44px; padding: 0 8px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QCheckBox {
    min-height: 40px; padding: 0 3px; spacing: 8px;
    border: 2px solid transparent; border-radius: 3px;
}
QCheckBox:focus { border-color: palette(highlight); }
QCheckBox::indicator {
    width: 18px; height: 18px; border: 2px solid palette(text); background: palette(base);
}
QCheckBox::indicator:checked { width: 10px; height: 10px; border: 6px solid palette(highlight); }

QToolButton { min-height: 40px; padding: 0; border: 2px solid transparent; border-radius: 3px; }
QToolButton:hover { border-color: palette(mid); }
QToolButton:focus { border-color: palette(highlight); }

QListWidget[role="steps"]::item { min-height: 44px; padding: 0 4px; }
QListWidget[role="people"]::item { min-height: 30px; padding: 7px 6px; }
QListView[role="matches"] { border: 1px solid palette(mid); }
QListView[role="matches"]::item { min-height: 36px; padding: 0 8px; }
QMenu { border: 1px solid palette(mid); }
QMenu::item { min-height: 44px; padding: 0 34px 0 32px; }
QMenu::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QMenuBar { background: palette(window); }
QMenuBar::item { background: transparent; padding: 8px 12px; }
QMenuBar::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QTabBar::tab { min-height: 40px; }

QScrollBar { background: palette(window); }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 14px; }
QScrollBar::handle { background: palette(mid); border-radius: 3px; margin: 1px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }

QFrame[asks="true"] { border: 2px solid transparent; border-radius: 4px; }
QFrame[asks="true"]:focus { border-color: palette(window-text); }
QFrame[column="true"] { border: 1px solid palette(mid); border-radius: 6px; }
QFrame[column="true"][current="true"] { border: 2px solid palette(highlight); }
QTableView[role="comparison"] { background: palette(base); outline: 0; }
QTableView[role="comparison"] QHeaderView { background: palette(window); }
QTableView[role="comparison"] QHeaderView::section {
    background: palette(window); color: palette(window-text); font-weight: bold;
    border: none; border-bottom: 1px solid palette(mid); padding: 5px 11px;
}
QTableView[role="comparison"]::item {
    padding: 6px 8px; border-bottom: 1px solid palette(mid); color: palette(text);
}
QTableView[role="comparison"]::item:selected {
    background: palette(alternate-base); color: palette(text);
    border-top: 2px solid palette(highlight); border-bottom: 2px solid palette(highlight);
    padding: 4px 8px 5px 8px;
}
QCheckBox[strong="true"] { font-weight: bold; }
QLabel[role="title"], QLabel[role="side"], QLabel[role="patient"], QLabel[role="echo"],
QLabel[role="section"] { font-weight: bold; }
QLabel[role="alert"] {
    font-weight: bold; color: palette(highlighted-text); background: palette(link-visited);
    padding: 6px 8px; border-radius: 4px;
}
QLabel[role="drop"] {
    border: 2px dashed palette(mid); border-radius: 6px; padding: 24px; margin: 12px;
}
QLabel[role="standing"] {
    border: 1px solid palette(mid); border-radius: 4px; padding: 5px 8px;
    background: palette(alternate-base); color: palette(window-text);
}
"""


def sheet(percent: int = 100) -> str:
    """Return the style sheet for a size of text in per cent."""
    headings = "".join(
        f'QLabel[role="{role}"] {{ font-size: {points * percent / 100:g}pt; }}\n'
        for role, points in _HEADINGS.items()
    )
    return _SHEET + headings
