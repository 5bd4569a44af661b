"""What is painted can be seen, touched and made larger, in every appearance."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.ui import theme
from clinic_desktop.ui.style import TARGET
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.multi_choice import MultiChoice
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.open_list import OpenList
from clinic_desktop.ui.widgets.step_list import StepList
from clinic_desktop.ui.widgets.text_area import TextArea, TextLine
from tests.ui.pixels import contrast, picture, pixel

OURS: Final = [look for look in theme.Appearance if look is not theme.Appearance.SYSTEM]
CHOICES: Final = [("a", "First"), ("b", "Second")]
LEAST: Final = 3
NO_PREFERENCE: Final = Qt.ContrastPreference.NoPreference


@pytest.fixture(params=OURS)
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[theme.Appearance]:
    """Each of our appearances in turn."""
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, theme.Appearance.SYSTEM)


def choice(chosen: str | None) -> ChoiceRow:
    row = ChoiceRow("Which", CHOICES)
    row.show_value(chosen)
    return row


def default() -> QPushButton:
    button = QPushButton("Default")
    button.setDefault(True)
    return button


KINDS: Final[dict[str, Callable[[], QWidget]]] = {
    "button": lambda: QPushButton("Button"),
    "default": default,
    "choice": lambda: choice(None),
    "chosen": lambda: choice("a"),
    "several": lambda: MultiChoice("Several", CHOICES),
    "line": lambda: TextLine("Line"),
    "area": lambda: TextArea("Area"),
    "number": lambda: NumberField("Number", 10),
    "closed list": lambda: OpenList("Closed", CHOICES, closed=True),
    "open list": lambda: OpenList("Open", CHOICES),
    "box": lambda: QCheckBox("Box"),
    "list": QListWidget,
    "text": QTextBrowser,
    "tool": QToolButton,
}
TARGETS: Final = sorted(KINDS.keys() - {"area", "list", "text"})
FRAMED: Final = sorted(KINDS.keys() - {"chosen", "box", "tool"})


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[str], QWidget]:
    """Show a control of a kind in a window, the keyboard elsewhere."""
    kept = []  # pytest-qt holds a window only weakly

    def show(kind: str) -> QWidget:
        window = QDialog()  # in which a button can be the default
        window.setContentsMargins(8, 8, 8, 8)
        layout = QVBoxLayout(window)
        elsewhere = QPushButton("Elsewhere")
        layout.addWidget(elsewhere)
        control = KINDS[kind]()
        layout.addWidget(control)
        kept.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        elsewhere.setFocus()
        return control.buttons["a"] if isinstance(control, ChoiceRow) else control

    return show


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_is_framed(
    look: theme.Appearance, shown: Callable[[str], QWidget], kind: str
) -> None:
    control = shown(kind)
    free = picture(control.window())
    control.setFocus(Qt.FocusReason.TabFocusReason)
    framed = picture(control.window())
    frame = [pixel(framed, control, x) for x in (0, 1)]
    figures = {
        "outside": contrast(frame[0], pixel(framed, control, -3)),
        "inside": contrast(frame[1], pixel(framed, control, 3)),
    }
    assert frame[0] == frame[1], look
    assert pixel(free, control, 1) != frame[1], look
    assert min(figures.values()) >= LEAST, (look, figures)


@pytest.mark.parametrize("kind", FRAMED)
def test_what_can_be_filled_in_has_an_outline(
    look: theme.Appearance, shown: Callable[[str], QWidget], kind: str
) -> None:
    control = shown(kind)
    image = picture(control.window())
    figure = contrast(pixel(image, control, 0), pixel(image, control, -3))
    assert figure >= LEAST, (look, figure)


@pytest.mark.usefixtures("look")
def test_a_chosen_answer_differs_from_a_free_one_and_from_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    row = ChoiceRow("Which", CHOICES)
    QVBoxLayout(window).addWidget(row)
    qtbot.addWidget(window)
    window.show()
    row.show_value("b")
    image = picture(window)
    free, chosen = (pixel(image, row.buttons[key], 4) for key in "ab")
    ground = pixel(image, row.buttons["a"], -4)
    figures = {"free": contrast(chosen, free), "window": contrast(chosen, ground)}
    assert min(figures.values()) >= LEAST, figures


@pytest.mark.usefixtures("look")
def test_a_ticked_box_differs_from_a_free_one(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    free, ticked = QCheckBox("Free"), QCheckBox("Ticked")
    ticked.setChecked(True)
    layout.addWidget(free)
    layout.addWidget(ticked)
    qtbot.addWidget(window)
    window.show()
    image = picture(window)
    inside = [pixel(image, box, 8) for box in (free, ticked)]
    assert contrast(*inside) >= LEAST
    assert contrast(pixel(image, free, 6), pixel(image, free, -3)) >= LEAST


@pytest.mark.parametrize("kind", TARGETS)
def test_a_finger_finds_every_target(shown: Callable[[str], QWidget], kind: str) -> None:
    control = shown(kind)
    before = control.height()
    control.setFocus()
    QApplication.processEvents()
    assert before >= TARGET
    assert control.height() == before


def test_a_finger_finds_every_entry_of_lists_and_menus(qtbot: QtBot) -> None:
    for role in ("steps", "people"):
        listing = QListWidget()
        listing.setProperty("role", role)
        listing.addItem("Entry\nof two lines" if role == "people" else "Entry")
        qtbot.addWidget(listing)
        listing.show()
        assert listing.visualItemRect(listing.item(0)).height() >= TARGET
    for closed in (True, False):
        field = OpenList("List", CHOICES, closed=closed)
        qtbot.addWidget(field)
        field.show()
        assert field.view().sizeHintForRow(1) >= TARGET
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction("Entry")
    menu.ensurePolished()
    menu.adjustSize()
    assert menu.actionGeometry(action).height() >= TARGET


@pytest.mark.parametrize(
    ("scheme", "preference", "lightness", "nearest"),
    [
        (Qt.ColorScheme.Unknown, NO_PREFERENCE, 239, theme.Appearance.LIGHT),
        (Qt.ColorScheme.Unknown, NO_PREFERENCE, 50, theme.Appearance.DARK),
        (Qt.ColorScheme.Light, NO_PREFERENCE, 50, theme.Appearance.LIGHT),
        (Qt.ColorScheme.Dark, NO_PREFERENCE, 239, theme.Appearance.DARK),
        (
            Qt.ColorScheme.Light,
            Qt.ContrastPreference.HighContrast,
            239,
            theme.Appearance.HIGH_CONTRAST,
        ),
    ],
)
def test_as_the_system_takes_the_palette_nearest_to_it(
    scheme: Qt.ColorScheme,
    preference: Qt.ContrastPreference,
    lightness: int,
    nearest: theme.Appearance,
) -> None:
    assert theme.nearest(scheme, preference, lightness) is nearest


def test_as_the_system_shows_one_of_our_palettes(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Appearance.HIGH_CONTRAST)
    theme.apply(qapp, theme.Appearance.SYSTEM)
    role = qapp.palette().ColorRole.Highlight
    assert qapp.palette().color(role) == theme.palette(theme.Appearance.LIGHT).color(role)


def test_text_grows_at_once_and_comes_back(
    qtbot: QtBot, qapp: QApplication, catalogue: Catalogue
) -> None:
    field, heading = NumberField("Number", 10), QLineEdit()
    area = TextArea("Area", lines=3)
    steps = StepList(catalogue, lambda _: ())
    for widget in (field, heading, area, steps):
        qtbot.addWidget(widget)
        widget.show()
    usual = QFont(qapp.font()).pointSizeF()
    sizes = [(widget.width(), widget.height()) for widget in (field, area, steps)]
    theme.apply(qapp, theme.Appearance.LIGHT, 200)
    assert qapp.font().pointSizeF() == 2 * usual
    assert heading.font().pointSizeF() == 2 * usual
    assert field.width() > sizes[0][0]
    assert area.height() > sizes[1][1]
    assert steps.width() > sizes[2][0]
    theme.apply(qapp, theme.Appearance.LIGHT, 100)
    assert [(widget.width(), widget.height()) for widget in (field, area, steps)] == sizes
    theme.apply(qapp, theme.Appearance.SYSTEM)


@pytest.mark.parametrize(("written", "read"), [("150", 150), ("137", 100), ("large", 100)])
def test_only_a_size_that_is_offered_is_taken_up(written: str, read: int) -> None:
    theme.settings().setValue("text_size", written)
    assert theme.stored_text_size() == read


def on_a_laptop(tmp_path: Path, scale: float) -> list[str]:
    """Return what does not fit on a screen of 1366 x 768, scaled."""
    screen = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    described = tmp_path / "screen.json"
    described.write_text(json.dumps({"screens": [screen]}))
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.fitting"],
        cwd=root,
        env={
            "PATH": "",
            "HOME": str(tmp_path),
            "QT_QPA_PLATFORM": f"offscreen:configfile={described}",
            "QT_SCALE_FACTOR": str(scale),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, *found = done.stdout.splitlines()
    assert first == f"screen: {round(1366 / scale)} x {768 / scale:.0f}"
    return found


@pytest.mark.parametrize("scale", [1, 1.5])
def test_nothing_is_scrolled_sideways_up_to_one_and_a_half(tmp_path: Path, scale: float) -> None:
    assert "\n".join(on_a_laptop(tmp_path, scale)) == ""


def test_every_window_fits_at_twice_the_size(tmp_path: Path) -> None:
    assert [line for line in on_a_laptop(tmp_path, 2) if "sideways" not in line] == []


def test_it_follows_the_platform_only_where_the_person_leaves_it_to_it(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied: list[theme.Appearance] = []
    monkeypatch.setattr(theme, "apply", lambda _, appearance: applied.append(appearance))
    theme.follow(qapp)
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert applied == [theme.Appearance.SYSTEM]
    theme.settings().setValue("appearance", theme.Appearance.DARK.value)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert len(applied) == 1
